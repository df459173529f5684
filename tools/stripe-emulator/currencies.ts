/** What Stripe says of currencies (docs.stripe.com/currencies): which it takes, how it counts them, and how much it charges. */

/** Charged by more than cards; the rest by card alone. */
const BY_MANY_METHODS = "aed aud brl cad chf eur gbp jpy krw pln usd";
const BY_CARD = `afn all amd ang aoa ars awg azn bam bbd bdt bgn bhd bif bmd bnd bob bsd bwp byn bzd cdf clp cny cop crc cve czk
  djf dkk dop dzd egp etb fjd fkp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod kes kgs khr kmf kwd kyd kzt
  lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pyg
  qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst
  xaf xcd xcg xof xpf yer zar zmw`;
const MANY = BY_MANY_METHODS.split(" ");
export const TAKEN: readonly string[] = [...MANY, ...BY_CARD.split(/\s+/)].toSorted();
export const isTaken = (currency: string): boolean => TAKEN.includes(currency);

const NO_DECIMALS = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ");
const THREE_DECIMALS = "bhd jod kwd omr tnd".split(" ");
/** Two decimals that are always zero. */
const WHOLE = ["isk", "ugx"];
export const decimalsOf = (currency: string): number =>
  NO_DECIMALS.includes(currency) ? 0 : THREE_DECIMALS.includes(currency) ? 3 : 2;
/** What an amount must be a multiple of. */
export const stepOf = (currency: string): number =>
  WHOLE.includes(currency) ? 100 : THREE_DECIMALS.includes(currency) ? 10 : 1;

export const AMOUNT_MAX = 999_999_999_999;
export const amountMaxOf = (currency: string): number =>
  MANY.includes(currency) ? 99_999_999 : currency === "inr" ? 999_999_999 : AMOUNT_MAX;

/**
 * The currencies a market may sell in: those of ISO 4217 that Stripe takes (docs.stripe.com/currencies, "Supported presentment
 * currencies"), and Chile's unit of account. What is told of each is what money.ts goes by. Codes that ISO has withdrawn are
 * left out, whoever still takes them.
 */

/** By digits after the decimal point (ISO 4217). */
const NONE = [
  ...(["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF"] as const),
  ...(["XOF", "XPF"] as const),
] as const;
const TWO = [
  ...(["AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND"] as const),
  ...(["BOB", "BRL", "BSD", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CVE", "CZK"] as const),
  ...(["DKK", "DOP", "DZD", "EGP", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GIP", "GMD", "GTQ", "GYD"] as const),
  ...(["HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "JMD", "KES", "KGS", "KHR", "KYD", "KZT", "LAK"] as const),
  ...(["LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MUR", "MVR", "MWK"] as const),
  ...(["MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR"] as const),
  ...(["PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD"] as const),
  ...(["SZL", "THB", "TJS", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "WST", "XCD"] as const),
  ...(["XCG", "YER", "ZAR", "ZMW"] as const),
] as const;
const THREE = ["BHD", "JOD", "KWD", "OMR", "TND"] as const;
const FOUR = ["CLF"] as const;

export const CURRENCIES = [...NONE, ...TWO, ...THREE, ...FOUR] as const;
export type Currency = (typeof CURRENCIES)[number];
type Facts = Readonly<Partial<Record<Currency, number>>>;
const each = (codes: readonly Currency[], fact: number): Facts => Object.fromEntries(codes.map((code) => [code, fact]));

/** Where they are not two. */
export const MINOR_DIGITS: Facts = { ...each(NONE, 0), ...each(THREE, 3), ...each(FOUR, 4) };

/**
 * Of the largest amount, where it may have more than eight (docs.stripe.com/currencies, "Maximum charge amounts"): nine in
 * Indian rupees, ten in Colombian pesos and twelve in Indonesian rupiahs however it is paid; by card up to twelve in any
 * currency. The rest of these, which are paid by card alone, have as many as make an order that eight would cut short.
 */
export const AMOUNT_DIGITS: Facts = {
  INR: 9,
  ...each(["AFN", "ALL", "AMD", "AOA", "ARS", "BDT", "BIF", "CLP", "COP", "CRC", "CVE", "CZK", "DOP", "DZD"], 10),
  ...each(["EGP", "ETB", "GMD", "GNF", "GYD", "HTG", "HUF", "JMD", "KES", "KGS", "KZT", "LKR", "LRD", "MKD"], 10),
  ...each(["MUR", "MZN", "NGN", "NIO", "NPR", "PHP", "PKR", "PYG", "RSD", "RUB", "RWF", "SLE", "SOS", "SRD"], 10),
  ...each(["THB", "TRY", "TWD", "UAH", "UGX", "UYU", "VND", "YER"], 10),
  ...each(["CDF", "IDR", "KHR", "LAK", "LBP", "MGA", "MMK", "MNT", "MWK", "TZS", "UZS"], 12),
};

/**
 * What may be charged is a multiple of it. Amounts of three decimals end in 0, since cards know no tenth of a fils
 * ("Three-decimal currencies"); an ariary is paid whole ("Zero-decimal currencies"), though ISO divides it.
 */
export const PAYABLE_STEPS: Facts = { ...each(THREE, 10), MGA: 100 };

/** Stripe takes no payment in Chile's unit of account: prices may be kept in it for lists that follow. */
export const NEVER_PAID: readonly Currency[] = FOUR;

/** Reads numbers as people and programs of several countries write them, never through a fraction where it is money. */
import { type Currency, minorDigitsOf } from "../../pricing/money.ts";

const AMOUNT = /^(\d{1,9})(?:\.(\d{1,6}))?$/;
/** What stands before and behind the digits: a currency's code or sign, or nothing. */
const WRITTEN = /^([^\d\s.,'’-]*)\s*([\d\s.,'’-]*?)\s*([^\d\s.,'’-]*)$/u;

/**
 * `12.5`, `12,50`, `1,234.50` and `1.234,50` in US dollars; null for what is no amount, names another currency, or is finer than
 * the currency has coins for. One comma with three digits after it groups thousands; one point parts the fraction, as programs
 * write it.
 */
export function writtenMinorOf(text: string, currency: Currency): number | null {
  const [, before = "", number = "", behind = ""] = WRITTEN.exec(text.normalize("NFKC").trim()) ?? [];
  if (![before, behind].every((sign) => sign === "" || signsOf(currency).has(sign.toUpperCase()))) return null;
  const [, whole, fraction = ""] = AMOUNT.exec(plainNumberOf(number)) ?? [];
  if (whole === undefined) return null;
  const digits = minorDigitsOf(currency);
  if (/[^0]/.test(fraction.slice(digits))) return null;
  return Number(whole) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, "0") || 0);
}

/** Where the signs of a currency are taken from: how its name is written at home, and among others. */
const SIGN_LOCALES = ["en", "en-CA", "en-AU", "en-IN", "de", "pl", "pt-BR", "sv", "ja", "ko", "ar-AE"];
const signs = new Map<Currency, ReadonlySet<string>>();

/** Its code, and every sign it goes by, in capitals: a dollar may be meant by `$`, `US$` and `USD`. */
function signsOf(currency: Currency): ReadonlySet<string> {
  const known = signs.get(currency);
  if (known) return known;
  const found = (["symbol", "narrowSymbol"] as const).flatMap((currencyDisplay) =>
    SIGN_LOCALES.map((locale) =>
      new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay })
        .formatToParts(1)
        .find(({ type }) => type === "currency"),
    ),
  );
  const made = new Set([currency, ...found.map((part) => (part?.value ?? "").normalize("NFKC").toUpperCase())]);
  signs.set(currency, made);
  return made;
}

/** A number that is no money; null where it is none. */
export function writtenNumberOf(text: string): number | null {
  // `.5` and `5.` are how some programs write them.
  const plain = plainNumberOf(text.trim())
    .replace(/^(-?)\./, "$10.")
    .replace(/\.$/, "");
  return /^-?\d{1,12}(\.\d{1,12})?$/.test(plain) ? Number(plain) : null;
}

/** With a point before the fraction and nothing between thousands. */
function plainNumberOf(text: string): string {
  const bare = text.replace(/[\s\u00a0\u202f'’](?=\d{3})/g, "");
  // India groups by two before the last three.
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) || /^-?\d{1,2}(,\d{2})+,\d{3}(\.\d+)?$/.test(bare))
    return bare.replaceAll(",", "");
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare) || /^-?\d{1,3}(\.\d{3}){2,}$/.test(bare))
    return bare.replaceAll(".", "").replace(",", ".");
  return /^-?\d+,\d{1,6}$/.test(bare) ? bare.replace(",", ".") : bare;
}

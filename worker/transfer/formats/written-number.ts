/** Reads numbers as people and programs of several countries write them, never through a fraction where it is money. */
import { type Currency, minorDigitsOf } from "../../pricing/money.ts";

const AMOUNT = /^(\d{1,9})(?:\.(\d{1,6}))?$/;
const SIGNS = /^(?:[$£€¥]|US\$|USD|EUR|GBP|JPY|AED)?\s*|\s*(?:[$£€¥]|USD|EUR|GBP|JPY|AED)?$/gi;

/**
 * `12.5`, `12,50`, `1,234.50` and `1.234,50` in US dollars; null for what is no amount, or finer than the currency has coins
 * for. One comma with three digits after it groups thousands; one point parts the fraction, as programs write it.
 */
export function writtenMinorOf(text: string, currency: Currency): number | null {
  const [, whole, fraction = ""] = AMOUNT.exec(plainNumberOf(text.replace(SIGNS, ""))) ?? [];
  if (whole === undefined) return null;
  const digits = minorDigitsOf(currency);
  if (/[^0]/.test(fraction.slice(digits))) return null;
  return Number(whole) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, "0") || 0);
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
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return bare.replaceAll(",", "");
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare) || /^-?\d{1,3}(\.\d{3}){2,}$/.test(bare))
    return bare.replaceAll(".", "").replace(",", ".");
  return /^-?\d+,\d{1,6}$/.test(bare) ? bare.replace(",", ".") : bare;
}

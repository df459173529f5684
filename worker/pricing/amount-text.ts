/** Amounts as people type and read them in fields and addresses. Exact: text to minor units and back, by digits and never by floats. Pure. */
import { amountMaxOf, type Currency, minorDigitsOf } from "./money.ts";

/** Where the digits of Arabic and of Devanagari begin. */
const ZEROS = [0x0660, 0x0966];
const OTHER_DIGITS = /[\u0660-\u0669\u0966-\u096f]/g;

/**
 * Minor units of an amount such as `1234.5` or `1234,50`; null for anything else. No sign for thousands is taken, so a
 * comma or a point can only be the decimal one; neither is, where the currency has no smaller unit.
 */
export function minorOfText(text: string, currency: Currency): number | null {
  const digits = minorDigitsOf(currency);
  const plain = text.normalize("NFKC").replace(OTHER_DIGITS, plainDigitOf).replace("\u066b", ".").trim();
  const [, whole, part = ""] = /^(\d{1,12})(?:[.,](\d{1,4}))?$/.exec(plain) ?? [];
  if (whole === undefined || part.length > digits) return null;
  const amountMinor = Number(whole + part.padEnd(digits, "0"));
  return amountMinor <= amountMaxOf(currency) ? amountMinor : null;
}

function plainDigitOf(digit: string): string {
  const code = digit.charCodeAt(0);
  return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
}

/** What a field shows: `1234.50`, or `1234` where the currency has no smaller unit. */
export function textOfMinor(amountMinor: number, currency: Currency): string {
  const digits = minorDigitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

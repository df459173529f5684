/** Reads a written amount of money without ever holding it as a fraction. */
import { type Currency, minorDigitsOf } from "../pricing/money.ts";

const AMOUNT = /^(\d{1,7})(?:\.(\d{1,4}))?$/;

/** `12.5` in US dollars is 1250; null for what is no amount, or finer than the currency has coins for. */
export function minorOf(text: string, currency: Currency): number | null {
  const [, whole, fraction = ""] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) return null;
  const digits = minorDigitsOf(currency);
  if (/[^0]/.test(fraction.slice(digits))) return null;
  return Number(whole) * 10 ** digits + Number(fraction.slice(0, digits).padEnd(digits, "0") || 0);
}

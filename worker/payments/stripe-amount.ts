/**
 * Amounts as Stripe counts them, where that is not by ISO 4217 (docs.stripe.com/currencies, "Special cases" and "Zero-decimal
 * currencies"): an amount of krónur or of Ugandan shillings is sent with two zeros behind it, one of ariary without its two.
 */
import { assert } from "../base/assert.ts";
import type { Currency } from "../pricing/currencies.ts";

/** How many of Stripe's units there are to ten to the power of so many of the store's. */
const SHIFTS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: -2 };
const shiftOf = (currency: string): number => (Object.hasOwn(SHIFTS, currency) ? (SHIFTS[currency] ?? 0) : 0);

/** Of an amount that may be charged. */
export function stripeAmountOf(amountMinor: number, currency: Currency): number {
  const amount = shifted(amountMinor, shiftOf(currency));
  assert(amount !== null, "an amount is one that Stripe can charge");
  return amount;
}

/** What Stripe says, in the store's units; null where it has no whole number of them. `currency` in capitals, known or not. */
export const minorOfStripe = (amount: number, currency: string): number | null => shifted(amount, -shiftOf(currency));

/** Of what Stripe has charged, or gives back, which is always whole. */
export function chargedMinorOf(amount: number, currency: string): number {
  const amountMinor = minorOfStripe(amount, currency);
  assert(amountMinor !== null, "Stripe charges whole units");
  return amountMinor;
}

function shifted(amount: number, by: number): number | null {
  if (by >= 0) return amount * 10 ** by;
  const divisor = 10 ** -by;
  return amount % divisor === 0 ? amount / divisor : null;
}

/** Money is a whole number of a currency's smallest unit. No float ever holds an amount; parts always sum to the whole. */
import { assert } from "../base/assert.ts";
import { AMOUNT_DIGITS, CURRENCIES, type Currency, MINOR_DIGITS, NEVER_PAID, PAYABLE_STEPS } from "./currencies.ts";

export { CURRENCIES, type Currency } from "./currencies.ts";
export type Money = { amountMinor: number; currency: Currency };

const MINOR_DIGITS_USUAL = 2;
const AMOUNT_DIGITS_USUAL = 8;

/** Digits after the decimal point, by ISO 4217: none for the yen, three for the dinar, four for Chile's unit of account. */
export const minorDigitsOf = (currency: Currency): number => MINOR_DIGITS[currency] ?? MINOR_DIGITS_USUAL;

/** Of a price, and of an order's total: what Stripe can charge. */
export const amountMaxOf = (currency: Currency): number => 10 ** (AMOUNT_DIGITS[currency] ?? AMOUNT_DIGITS_USUAL) - 1;
/** In whichever currency: of a shape that does not know which. */
export const AMOUNT_MINOR_MAX = Math.max(...CURRENCIES.map(amountMaxOf));

/** Of what may be charged: amounts are a multiple of it. */
export const payableStepOf = (currency: Currency): number => PAYABLE_STEPS[currency] ?? 1;
export const isPayableMinor = (amountMinor: number, currency: Currency): boolean =>
  amountMinor % payableStepOf(currency) === 0;
/** The nearest amount that may be charged, the higher of two as near: for what is reckoned, such as a tax on top. */
export const payableMinor = (amountMinor: number, currency: Currency): number => {
  const step = payableStepOf(currency);
  return Math.floor((2 * amountMinor + step) / (2 * step)) * step;
};

export const isPaidIn = (currency: Currency): boolean => !NEVER_PAID.includes(currency);
export const isCurrency = (text: string): text is Currency => (CURRENCIES as readonly string[]).includes(text);

export const sumMinor = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** `amountMinor × numerator ÷ denominator`, rounded half up, exact for any amount within the limits. */
export function scaleMinor(amountMinor: number, numerator: number, denominator: number): number {
  assert(Number.isSafeInteger(amountMinor) && Number.isSafeInteger(numerator), "amounts are whole numbers");
  assert(amountMinor >= 0 && numerator >= 0 && denominator > 0, "amounts are not negative");
  const [product, divisor] = [BigInt(amountMinor) * BigInt(numerator), BigInt(denominator)];
  return Number((product * 2n + divisor) / (divisor * 2n));
}

/** Splits an amount by weights with the largest remainder (Hamilton's method): the parts sum to it exactly. */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  const whole = sumMinor(weights);
  assert(amountMinor >= 0 && weights.every((weight) => weight >= 0), "parts are not negative");
  if (whole === 0) return weights.map((_, index) => (index === 0 ? amountMinor : 0));
  const shares = weights.map((weight, index) => {
    const product = BigInt(amountMinor) * BigInt(weight);
    return { index, floor: Number(product / BigInt(whole)), remainder: Number(product % BigInt(whole)) };
  });
  let left = amountMinor - sumMinor(shares.map((share) => share.floor));
  for (const share of shares.toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)) {
    if (left === 0) break;
    share.floor += 1;
    left -= 1;
  }
  return shares.map((share) => share.floor);
}

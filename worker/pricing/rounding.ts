/**
 * From a price in one list to the price in another: times a ratio, then onto the list's steps. All whole numbers. The same
 * reckoning stands as SQL in worker/catalog/derived-price-store.ts, for whole catalogues; a test holds the two together.
 */
import { assert } from "../base/assert.ts";
import { amountMaxOf, type Currency, minorDigitsOf, payableStepOf } from "./money.ts";
import { isRate } from "./rates/rate.ts";

/** Prices are a multiple of `stepMinor` less `belowMinor`: 100 and 1 is ".99", 10 and 0 "to 10 yen", 1,000 and 100 "…900". */
export type Rounding = { stepMinor: number; belowMinor: number };
/** Minor units of the list for one of its base. */
export type Ratio = { numerator: number; denominator: number };

export const STEP_MINOR_MAX = 1_000_000;
/** One ten-thousandth of what it is parts of. */
export const MARGIN_BP_MIN = -9_000;
export const MARGIN_BP_MAX = 100_000;
/** Numbers of SQLite have 63 bits: `2 × amount × numerator` and `2 × step × denominator` stay within them. */
const TERM_MAX = 1_000_000_000;
const PRODUCT_MAX = 4 * 10 ** 18;
const numeratorMaxOf = (from: Currency): number => Math.min(TERM_MAX, Math.floor(PRODUCT_MAX / amountMaxOf(from)));
export const isRounding = ({ stepMinor, belowMinor }: Rounding, currency: Currency): boolean =>
  Number.isSafeInteger(stepMinor) &&
  Number.isSafeInteger(belowMinor) &&
  stepMinor >= 1 &&
  stepMinor <= STEP_MINOR_MAX &&
  belowMinor >= 0 &&
  belowMinor < stepMinor &&
  stepMinor % payableStepOf(currency) === 0 &&
  belowMinor % payableStepOf(currency) === 0;

/**
 * What one minor unit of `from` comes to in minor units of `to`, to nine digits (six where amounts of `from` have twelve), where one whole unit of `from` is `rate` of
 * `to`, and `marginBp` is added. Null where that is beyond the limits: more than a milliard, or nothing.
 */
export function ratioOf(rate: string, marginBp: number, from: Currency, to: Currency): Ratio | null {
  assert(isRate(rate), "a rate is a decimal number above zero");
  const [whole = "", fraction = ""] = rate.split(".");
  const places = fraction.length + 4 + minorDigitsOf(from);
  const top = BigInt(whole + fraction) * BigInt(10_000 + marginBp) * 10n ** BigInt(minorDigitsOf(to));
  const bottom = 10n ** BigInt(places);
  for (let denominator = TERM_MAX; denominator >= 1; denominator /= 10) {
    const numerator = Number((top * BigInt(denominator) * 2n + bottom) / (bottom * 2n));
    if (numerator < numeratorMaxOf(from)) return numerator === 0 ? null : { numerator, denominator };
  }
  return null;
}

/** To the nearest step, the higher of two as near; never zero. Null above what may be charged in `to`. */
export function deriveMinor(
  amountMinor: number,
  { numerator, denominator }: Ratio,
  rounding: Rounding,
  to: Currency,
): number | null {
  const [step, below] = [BigInt(rounding.stepMinor), BigInt(rounding.belowMinor)];
  const [top, bottom] = [BigInt(amountMinor) * BigInt(numerator), BigInt(denominator)];
  const steps = (2n * top + (2n * below + step) * bottom) / (2n * step * bottom);
  const derived = Number((steps < 1n ? 1n : steps) * step - below);
  return derived <= amountMaxOf(to) ? derived : null;
}

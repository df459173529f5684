/** Exchange rates are decimal numbers as they are published, kept as text: what one unit of a currency is in another. */
import { assert } from "../../base/assert.ts";

const RATE = /^\d{1,9}(?:\.\d{1,9})?$/;
/** Digits of a rate that is reckoned from two others. */
const CROSS_DIGITS = 9;

/** Digits and a point, more than zero. */
export const isRate = (text: string): boolean => RATE.test(text) && /[1-9]/.test(text);

/** The two as whole numbers of the same size. */
function whole(one: string, other: string): [bigint, bigint] {
  assert(isRate(one) && isRate(other), "a rate is a decimal number above zero");
  const places = Math.max(...[one, other].map((text) => text.split(".")[1]?.length ?? 0));
  const digits = (text: string) => {
    const [units = "", fraction = ""] = text.split(".");
    return BigInt(units + fraction.padEnd(places, "0"));
  };
  return [digits(one), digits(other)];
}

/** How far the second lies from the first, in ten-thousandths of that, rounded up. */
export function rateMoveBp(from: string, to: string): number {
  const [one, other] = whole(from, to);
  const apart = other > one ? other - one : one - other;
  return Number((apart * 10_000n + one - 1n) / one);
}

/** One unit of the first in the second, where `perEuro` says what a euro is in each; to nine digits, half up. */
export function crossRate(fromPerEuro: string, toPerEuro: string): string {
  const [from, to] = whole(fromPerEuro, toPerEuro);
  const scale = 10n ** BigInt(CROSS_DIGITS);
  const scaled = (to * scale * 2n + from) / (from * 2n);
  const text = String(scaled).padStart(CROSS_DIGITS + 1, "0");
  const [units, fraction] = [text.slice(0, -CROSS_DIGITS), text.slice(-CROSS_DIGITS)];
  const kept = fraction.slice(0, Math.max(0, CROSS_DIGITS - (units === "0" ? 0 : units.length))).replace(/0+$/, "");
  return kept === "" ? units : `${units}.${kept}`;
}

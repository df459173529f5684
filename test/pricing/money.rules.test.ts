import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AMOUNT_MINOR_MAX,
  CURRENCIES,
  isPaidIn,
  isPayableMinor,
  payableMinor,
  scaleMinor,
  splitMinor,
  sumMinor,
} from "../../worker/pricing/money.ts";

const amount = fc.integer({ min: 0, max: AMOUNT_MINOR_MAX });
const weights = fc.array(amount, { minLength: 1, maxLength: 60 });

describe("money", () => {
  test("parts of a split sum to the whole, whatever the weights", () => {
    fc.assert(fc.property(amount, weights, (whole, parts) => sumMinor(splitMinor(whole, parts)) === whole));
  });

  test("a part is never a whole unit away from its exact share", () => {
    fc.assert(
      fc.property(amount, weights, (whole, parts) => {
        const all = sumMinor(parts);
        if (all === 0) return;
        splitMinor(whole, parts).forEach((part, at) => {
          const exactTimesAll = BigInt(whole) * BigInt(parts[at] ?? 0);
          const off = BigInt(part) * BigInt(all) - exactTimesAll;
          expect(off < BigInt(all) && off > -BigInt(all)).toBe(true);
        });
      }),
    );
  });

  test("parts of a larger weight are never smaller", () => {
    fc.assert(
      fc.property(amount, weights, (whole, parts) => {
        const sorted = parts.toSorted((a, b) => b - a);
        const shares = splitMinor(whole, sorted);
        if (sumMinor(sorted) > 0) expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      }),
    );
  });

  test("what is reckoned in a currency of three decimals ends in 0, half up, since cards know no smaller", () => {
    expect([1_004, 1_005, 1_014, 1_015, 0].map((minor) => payableMinor(minor, "KWD"))).toEqual([
      1_000, 1_010, 1_010, 1_020, 0,
    ]);
    expect([isPayableMinor(1_005, "KWD"), isPayableMinor(1_010, "BHD"), isPayableMinor(1_005, "EUR")]).toEqual([
      false,
      true,
      true,
    ]);
    fc.assert(
      fc.property(amount, fc.constantFrom(...CURRENCIES), (minor, currency) =>
        isPayableMinor(payableMinor(minor, currency), currency),
      ),
    );
  });

  test("nothing is paid in Chile's unit of account", () => {
    expect(CURRENCIES.filter((currency) => !isPaidIn(currency))).toEqual(["CLF"]);
  });

  test("a split by nothing but zeros gives all to the first", () => {
    expect(splitMinor(7, [0, 0])).toEqual([7, 0]);
  });

  test("scaling rounds half up and stays exact where a float would not", () => {
    expect(scaleMinor(5, 1, 2)).toBe(3);
    expect(scaleMinor(4, 1, 8)).toBe(1);
    expect(scaleMinor(3, 1, 8)).toBe(0);
    expect(scaleMinor(9_007_199_254_740_991, 1, 1)).toBe(9_007_199_254_740_991);
  });

  test("an amount that is no whole number, or negative, is a bug", () => {
    expect(() => scaleMinor(1.5, 1, 2)).toThrow("whole numbers");
    expect(() => scaleMinor(-1, 1, 2)).toThrow("not negative");
    expect(() => splitMinor(-1, [1])).toThrow("not negative");
  });
});

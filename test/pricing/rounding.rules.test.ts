import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AMOUNT_MINOR_MAX, CURRENCIES, type Currency, payableStepOf } from "../../worker/pricing/money.ts";
import { isRate } from "../../worker/pricing/rates/rate.ts";
import { deriveMinor, isRounding, type Rounding, ratioOf } from "../../worker/pricing/rounding.ts";

const amount = fc.integer({ min: 1, max: AMOUNT_MINOR_MAX });
const currency = fc.constantFrom(...CURRENCIES);
const rate = fc
  .tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => {
    const text = String(digits).padStart(places + 1, "0");
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  });
const roundingFor = (of: Currency): fc.Arbitrary<Rounding> =>
  fc.tuple(fc.constantFrom(1, 5, 10, 25, 100, 1_000, 10_000), fc.nat(99)).map(([step, below]) => ({
    stepMinor: step * payableStepOf(of),
    belowMinor: Math.min(step - 1, below) * payableStepOf(of),
  }));
const rule = fc
  .tuple(currency, currency, rate, fc.integer({ min: -5_000, max: 10_000 }))
  .chain(([from, to, of, marginBp]) =>
    roundingFor(to).map((rounding) => ({ ratio: ratioOf(of, marginBp, from, to), rounding, to })),
  );
const endsRight = (minor: number, { stepMinor, belowMinor }: Rounding) => (minor + belowMinor) % stepMinor === 0;

describe("a derived price", () => {
  test("is what a rate, a margin and an ending make of it", () => {
    const derived = (minor: number, [of, margin, from, to]: [string, number, Currency, Currency], rounding: Rounding) =>
      deriveMinor(minor, ratioOf(of, margin, from, to) ?? { numerator: 0, denominator: 1 }, rounding, to);
    expect(derived(999_99, ["1.36", 0, "USD", "CAD"], { stepMinor: 100, belowMinor: 1 })).toBe(1_359_99);
    expect(derived(10_00, ["16.5", 0, "USD", "JPY"], { stepMinor: 10, belowMinor: 0 })).toBe(170);
    expect(derived(49_99, ["1400", 1_000, "USD", "KRW"], { stepMinor: 1_000, belowMinor: 100 })).toBe(76_900);
    expect(derived(10_00, ["0.31", 0, "USD", "KWD"], { stepMinor: 250, belowMinor: 0 })).toBe(3_000);
    expect(derived(100_00, ["0.025", 0, "USD", "CLF"], { stepMinor: 1, belowMinor: 0 })).toBe(2_5000);
  });

  test("ends as its list does, is never nothing, and never falls when the base rises", () => {
    fc.assert(
      fc.property(amount, amount, rule, (one, other, { ratio, rounding, to }) => {
        if (!ratio) return;
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((base) =>
          deriveMinor(base, ratio, rounding, to),
        );
        for (const minor of [low, high]) if (minor != null) expect(minor > 0 && endsRight(minor, rounding)).toBe(true);
        if (low != null && high != null) expect(low).toBeLessThanOrEqual(high);
        // What is too dear stays so as the base rises.
        if (low === null) expect(high).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test("is never a whole step from its exact worth, unless that is below the first step", () => {
    fc.assert(
      fc.property(amount, rule, (base, { ratio, rounding, to }) => {
        const minor = ratio && deriveMinor(base, ratio, rounding, to);
        if (!ratio || minor === null) return;
        const exact = (base * ratio.numerator) / ratio.denominator;
        if (exact >= rounding.stepMinor)
          expect(Math.abs(minor - exact)).toBeLessThanOrEqual(rounding.stepMinor / 2 + 1e-6 * exact);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a rate", () => {
  test.each(["0", "0.0", "", "-1", "1e5", "1,5", ".5", "1.", "NaN", "1234567890", "1.0000000001", " 1"])(
    "is none: %j",
    (text) => {
      expect(isRate(text)).toBe(false);
    },
  );
  test.each(["1", "0.0061", "1578.95", "000.5"])("is one: %j", (text) => expect(isRate(text)).toBe(true));
  test("out of all proportion makes no ratio", () => {
    expect(ratioOf("999999999", 100_000, "JPY", "CLF")).toBeNull();
    expect(ratioOf("0.000000001", -9_000, "CLF", "JPY")).toBeNull();
  });
});

describe("a list's steps", () => {
  test("are whole, not above a limit, and ones that can be paid", () => {
    expect(isRounding({ stepMinor: 100, belowMinor: 1 }, "EUR")).toBe(true);
    expect(isRounding({ stepMinor: 100, belowMinor: 100 }, "EUR")).toBe(false);
    expect(isRounding({ stepMinor: 0, belowMinor: 0 }, "EUR")).toBe(false);
    expect(isRounding({ stepMinor: 0.5, belowMinor: 0 }, "EUR")).toBe(false);
    expect(isRounding({ stepMinor: 2_000_000, belowMinor: 0 }, "EUR")).toBe(false);
    expect(isRounding({ stepMinor: 5, belowMinor: 0 }, "KWD")).toBe(false);
    expect(isRounding({ stepMinor: 250, belowMinor: 0 }, "KWD")).toBe(true);
  });
});

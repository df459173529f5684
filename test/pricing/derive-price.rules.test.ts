import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BASE_MINOR_MAX, derivePrice, IMPORT_LISTS } from "../../worker/pricing/derive-price.ts";
import { AMOUNT_MINOR_MAX } from "../../worker/pricing/money.ts";

const usd = fc.integer({ min: 1, max: BASE_MINOR_MAX });

describe("a derived price", () => {
  test("is what the table says, on the currency's own steps", () => {
    expect(IMPORT_LISTS.map((list) => derivePrice(999_99, list))).toEqual([
      999_99, 909_99, 1_039_99, 165_000, 3_860_00,
    ]);
  });

  test("is never free, never above the limit, and a whole number of steps", () => {
    fc.assert(
      fc.property(usd, (base) => {
        for (const currency of IMPORT_LISTS) {
          const amount = derivePrice(base, currency);
          expect(amount).toBeGreaterThan(0);
          expect(amount).toBeLessThanOrEqual(AMOUNT_MINOR_MAX);
          expect(amount % ({ JPY: 10, AED: 25 }[currency as string] ?? 1)).toBe(0);
        }
      }),
    );
  });

  test("never falls when the base rises", () => {
    fc.assert(
      fc.property(usd, usd, fc.constantFrom(...IMPORT_LISTS), (one, other, currency) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(derivePrice(low, currency)).toBeLessThanOrEqual(derivePrice(high, currency));
      }),
    );
  });

  test("comes of no base that is free or beyond the limit", () => {
    expect(() => derivePrice(0, "EUR")).toThrow("within limits");
    expect(() => derivePrice(BASE_MINOR_MAX + 1, "EUR")).toThrow("within limits");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ListedPrice, priceAt, savedShare, unitMinorOf, wrongPrice } from "../../worker/pricing/price.ts";
import { beforeOf, tellsPriorPrice } from "../../worker/pricing/prior-price.ts";

const [FROM, UNTIL] = [1_000, 2_000];
const onSale: ListedPrice = {
  amountMinor: 100,
  compareAtMinor: null,
  sale: { amountMinor: 80, fromMs: FROM, untilMs: UNTIL },
  priorMinor: 90,
};
const germany = { countries: ["DE", "AT"] };
const america = { countries: ["US"] };

describe("a sale", () => {
  test("begins at its moment and ends just before the other", () => {
    const amounts = [FROM - 1, FROM, UNTIL - 1, UNTIL].map((at) => priceAt(onSale, at).amountMinor);
    expect(amounts).toEqual([100, 80, 80, 100]);
  });

  test("without an end goes on", () => {
    const price = { ...onSale, sale: { amountMinor: 80, fromMs: FROM, untilMs: null } };
    expect(priceAt(price, Number.MAX_SAFE_INTEGER)).toMatchObject({ amountMinor: 80, untilMs: null });
  });

  test("says nothing of before and after while it is not on", () => {
    expect(priceAt(onSale, 0)).toEqual({
      amountMinor: 100,
      beforeMinor: null,
      priorMinor: null,
      untilMs: null,
      tiers: [],
    });
    expect(priceAt(onSale, FROM)).toEqual({
      amountMinor: 80,
      beforeMinor: 100,
      priorMinor: 90,
      untilMs: UNTIL,
      tiers: [],
    });
  });
});

describe("what a reduction is told against", () => {
  test("in the Union is the lowest of the 30 days before, and none is told where that was no more", () => {
    expect(beforeOf(priceAt(onSale, FROM), germany)).toEqual({ minor: 90, lowest30Days: true });
    expect(beforeOf(priceAt({ ...onSale, priorMinor: 80 }, FROM), germany)).toBeNull();
    expect(beforeOf(priceAt({ ...onSale, priorMinor: null }, FROM), germany)).toBeNull();
  });

  test("elsewhere is what it cost before", () => {
    expect(beforeOf(priceAt(onSale, FROM), america)).toEqual({ minor: 100, lowest30Days: false });
    expect(beforeOf(priceAt(onSale, UNTIL), america)).toBeNull();
  });

  test("holds for every market that sells to a member state", () => {
    expect(tellsPriorPrice({ countries: ["GB", "IE"] })).toBe(true);
    expect(tellsPriorPrice({ countries: ["GB", "CH", "NO"] })).toBe(false);
  });

  test("never overstates what is saved", () => {
    const minor = fc.integer({ min: 1, max: 99_999_999 });
    fc.assert(
      fc.property(minor, minor, (one, other) => {
        const [now, before] = [Math.min(one, other), Math.max(one, other)];
        const share = savedShare(now, before);
        expect(share >= 0 && BigInt(Math.round(share * 100)) * BigInt(before) <= BigInt(before - now) * 100n).toBe(
          true,
        );
      }),
    );
  });
});

describe("tiers", () => {
  const tiered = {
    amountMinor: 100,
    tiers: [
      { from: 5, amountMinor: 90 },
      { from: 20, amountMinor: 70 },
    ],
  };
  test("ask of each unit what its number asks", () => {
    expect([1, 4, 5, 19, 20, 99].map((quantity) => unitMinorOf(tiered, quantity))).toEqual([100, 100, 90, 90, 70, 70]);
  });
  test("that a sale undercuts are not told while it lasts", () => {
    const price = { ...onSale, tiers: tiered.tiers };
    expect(priceAt(price, FROM).tiers).toEqual([{ from: 20, amountMinor: 70 }]);
    expect(unitMinorOf(priceAt(price, FROM), 5)).toBe(80);
  });
});

describe("a price is wrong", () => {
  const good = {
    amountMinor: 100,
    compareAtMinor: 120,
    sale: { amountMinor: 80, fromMs: 1, untilMs: 2 },
    tiers: [{ from: 2, amountMinor: 90 }],
  };
  test.each([
    ["compare_at_not_higher", { compareAtMinor: 100 }],
    ["sale_not_lower", { sale: { amountMinor: 100, fromMs: 1, untilMs: 2 } }],
    ["sale_ends_first", { sale: { amountMinor: 80, fromMs: 2, untilMs: 2 } }],
    [
      "tiers_not_rising",
      {
        tiers: [
          { from: 5, amountMinor: 90 },
          { from: 5, amountMinor: 80 },
        ],
      },
    ],
    ["tiers_not_falling", { tiers: [{ from: 2, amountMinor: 100 }] }],
    [null, {}],
  ] as const)("%s", (why, over) => {
    expect(wrongPrice({ ...good, ...over })).toBe(why);
  });
});

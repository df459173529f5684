import { describe, expect, test } from "vitest";
import { BASE_MINOR_MAX } from "../../worker/pricing/derive-price.ts";
import { type Prices, pricesExactly, pricesOf } from "../../worker/transfer/import-prices.ts";

const price = (amountMinor: number, compareAtMinor: number | null = null) => ({ amountMinor, compareAtMinor });
const NONE = new Set<string>();
/** As an import leaves a variant of 12 dollars. */
const MADE = pricesOf({ USD: price(1_200) }, {}, NONE);
const sale = { amountMinor: 1_000, fromMs: 0, untilMs: null };
const tiers = [{ from: 10, amountMinor: 1_000 }];
const amounts = (prices: Prices) =>
  Object.fromEntries(Object.entries(prices).map(([list, each]) => [list, each?.amountMinor]));

describe("prices of an import", () => {
  test("of a new variant are those given, and what follows from its dollars", () => {
    expect(amounts(MADE)).toEqual({ USD: 1_200, GBP: 1_092, EUR: 1_248, JPY: 1_980, AED: 4_625 });
    expect(amounts(pricesOf({ USD: price(1_200), EUR: price(1_499) }, {}, NONE))).toMatchObject({
      EUR: 1_499,
      GBP: 1_092,
    });
    expect(pricesOf({ EUR: price(900), JPY: null }, {}, NONE)).toEqual({ EUR: price(900) });
  });

  test("leave a list that they do not speak of as it is: one for businesses, one priced by hand, one that follows", () => {
    const { AED: _follows, ...made } = MADE;
    const here = { ...made, EUR: price(1_499), B2B: { ...price(900), tiers } };
    const after = pricesOf({ USD: price(2_400) }, here, new Set(["AED"]));
    expect(amounts(after)).toEqual({ USD: 2_400, GBP: 2_184, EUR: 1_499, JPY: 3_960, B2B: 900 });
    expect(after.B2B).toEqual(here.B2B);
  });

  test("keep sales and tiers of a price that stays, and drop those that were set for another", () => {
    const here = { ...MADE, USD: { ...price(1_200), sale, tiers }, GBP: { ...price(1_092), sale } };
    expect(pricesOf({ USD: price(1_200) }, here, NONE)).toEqual(here);
    const dearer = pricesOf({ USD: price(1_300) }, here, NONE);
    expect([dearer.USD, dearer.GBP]).toEqual([price(1_300), price(1_183)]);
  });

  test("say what else they say of a list: another sale, none, no tiers", () => {
    const here = { ...MADE, USD: { ...price(1_200), sale, tiers } };
    const other = { ...sale, amountMinor: 900 };
    expect(pricesOf({ USD: { ...price(1_200), sale: other, tiers: [] } }, here, NONE).USD).toEqual({
      ...price(1_200),
      sale: other,
    });
    expect(pricesOf({ USD: { ...price(1_200), sale: null } }, here, NONE).USD).toEqual({ ...price(1_200), tiers });
  });

  test("silent about what it cost before leave that where it still is more", () => {
    const here = pricesOf({ USD: price(1_200, 1_500) }, {}, NONE);
    expect(pricesOf({ USD: { amountMinor: 1_200 } }, here, NONE)).toEqual(here);
    expect(pricesOf({ USD: { amountMinor: 1_100 } }, here, NONE)).toMatchObject({
      USD: price(1_100, 1_500),
      EUR: price(1_144, 1_560),
    });
    expect(pricesOf({ USD: { amountMinor: 1_500 } }, here, NONE).USD).toEqual(price(1_500));
    expect(pricesOf({ USD: price(1_200) }, here, NONE).USD).toEqual(price(1_200));
  });

  test("that say there is none in dollars take along what was made of them, and nothing of staff's own", () => {
    const here = { ...MADE, EUR: price(1_499), B2B: price(900) };
    expect(pricesOf({ USD: null }, here, NONE)).toEqual({ EUR: price(1_499), B2B: price(900) });
    expect(pricesOf({ EUR: null }, { EUR: price(1_499), USD: price(1_200) }, NONE)).toEqual({ USD: price(1_200) });
  });

  test("of dollars that are too many to derive from stand by themselves", () => {
    const here = { USD: price(BASE_MINOR_MAX + 1, BASE_MINOR_MAX + 2), EUR: price(100) };
    expect(amounts(pricesOf({ USD: { amountMinor: 100 } }, here, NONE))).toMatchObject({ USD: 100, EUR: 100, GBP: 91 });
  });

  test("that are exact are all there are", () => {
    expect(pricesExactly({ USD: { amountMinor: 1_200 }, EUR: null })).toEqual({ USD: price(1_200) });
  });
});

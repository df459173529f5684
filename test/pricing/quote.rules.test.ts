import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QUANTITY_MAX } from "../../worker/cart/cart.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { REGIONS } from "../../worker/markets/regions.ts";
import { quoteOrder } from "../../worker/pricing/quote.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

const NOW_MS = Date.UTC(2026, 9, 1);
const marketNamed = (id: MarketId): Market => marketOf(id) as Market;

const place = fc.constantFrom(...MARKETS).chain((market) =>
  fc.constantFrom(...market.countries).chain((country) =>
    fc.record({
      market: fc.constant(market),
      address: fc.record({
        country: fc.constant(country),
        region: fc.constantFrom(...(REGIONS[country]?.map(({ code }) => code) ?? [""])),
      }),
    }),
  ),
);
const line = fc.record({
  sku: fc.string(),
  unitMinor: fc.integer({ min: 1, max: 99_999_999 }),
  quantity: fc.integer({ min: 1, max: QUANTITY_MAX }),
});
const lines = fc.array(line, { minLength: 1, maxLength: 60 });
const shipping = fc.record({ amountMinor: fc.integer({ min: 0, max: 99_999 }) });

describe("a quote", () => {
  test("adds up in every market, for any lines and shipping", () => {
    fc.assert(
      fc.property(place, lines, shipping, (where, wanted, parcel) => {
        const quote = quoteOrder({ ...where, lines: wanted, shipping: parcel, nowMs: NOW_MS });
        assertTotalsAddUp(quote.totals, quote.lines);
        const lineTaxes = quote.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
        expect(lineTaxes + quote.shippingTaxMinor).toBe(quote.totals.taxMinor);
      }),
    );
  });

  test("keeps what else a line holds, in the order given", () => {
    const quote = quoteOrder({
      market: marketNamed("en-gb"),
      lines: [
        { sku: "B", unitMinor: 1_00, quantity: 2 },
        { sku: "A", unitMinor: 3_00, quantity: 1 },
      ],
      shipping: { amountMinor: 0 },
      address: { country: "GB", region: "" },
      nowMs: NOW_MS,
    });
    expect(quote.lines.map(({ sku, totalMinor }) => [sku, totalMinor])).toEqual([
      ["B", 2_00],
      ["A", 3_00],
    ]);
  });

  const totalsFor = (id: MarketId, country: string, region: string, unitMinor: number, amountMinor: number) =>
    quoteOrder({
      market: marketNamed(id),
      lines: [{ unitMinor, quantity: 1 }],
      shipping: { amountMinor },
      address: { country, region },
      nowMs: NOW_MS,
    });

  test("holds the British tax in price and shipping", () => {
    const { totals, shippingTaxMinor } = totalsFor("en-gb", "GB", "", 120_00, 6_00);
    expect(totals).toMatchObject({ taxMinor: 21_00, taxIncluded: true, totalMinor: 126_00 });
    expect(shippingTaxMinor).toBe(1_00);
  });

  test("holds 19 % for Germany and 20 % for Austria in the same price", () => {
    expect(totalsFor("de-de", "DE", "", 119_00, 0).totals.taxMinor).toBe(19_00);
    expect(totalsFor("de-de", "AT", "", 120_00, 0).totals.taxMinor).toBe(20_00);
  });

  test("holds 10 % in yen, without fractions, and 5 % in dirhams", () => {
    expect(totalsFor("ja-jp", "JP", "", 1_100, 550).totals).toMatchObject({ taxMinor: 150, totalMinor: 1_650 });
    expect(totalsFor("ar-ae", "AE", "DU", 105_00, 0).totals.taxMinor).toBe(5_00);
  });

  test("puts a US state's sales tax on top of the goods, not of shipping", () => {
    const { totals, shippingTaxMinor } = totalsFor("en-us", "US", "CA", 100_00, 6_99);
    expect(totals).toMatchObject({ taxMinor: 7_25, taxIncluded: false, totalMinor: 114_24 });
    expect(shippingTaxMinor).toBe(0);
    expect(totalsFor("en-us", "US", "OR", 100_00, 0).totals.taxMinor).toBe(0);
    expect(totalsFor("en-us", "US", "MN", 100_00, 0).totals.taxMinor).toBe(6_88);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QUANTITY_MAX } from "../../worker/cart/cart.ts";
import type { Market, MarketId } from "../../worker/markets/markets.ts";
import { CONSUMER, type TaxBuyer } from "../../worker/tax/place-of-supply.ts";
import { TAX_CLASSES } from "../../worker/tax/tax-class.ts";
import { assertTotalsAddUp } from "../support/assert-totals-add-up.ts";
import { marketOf } from "../support/markets.ts";
import { marketLike, quoteFor, soldFrom } from "../support/quote-for.ts";

const marketNamed = (id: MarketId): Market => marketOf(id) as Market;
const inclusive = (country: string, currency: Market["currency"]) =>
  marketLike({ countries: [country], currency, taxDisplay: "inclusive", timeZone: "UTC" });
const exclusive = (country: string, currency: Market["currency"]) =>
  marketLike({ countries: [country], currency, timeZone: "UTC" });

/** Every shipped market's countries and some more, in both displays where a law allows both. */
const PLACES: readonly { market: Market; country: string; regions: readonly string[] }[] = [
  { market: marketNamed("en-us"), country: "US", regions: ["CA", "MN", "OR", "NY"] },
  { market: exclusive("CA", "CAD"), country: "CA", regions: ["QC", "ON", "BC", "AB", "MB", "NS"] },
  { market: marketNamed("en-gb"), country: "GB", regions: [""] },
  { market: marketNamed("de-de"), country: "DE", regions: [""] },
  { market: marketNamed("de-de"), country: "AT", regions: [""] },
  { market: exclusive("DE", "EUR"), country: "DE", regions: [""] },
  { market: inclusive("FR", "EUR"), country: "FR", regions: [""] },
  { market: inclusive("ES", "EUR"), country: "ES", regions: [""] },
  { market: inclusive("IT", "EUR"), country: "IT", regions: [""] },
  { market: inclusive("PL", "PLN"), country: "PL", regions: [""] },
  { market: marketNamed("ja-jp"), country: "JP", regions: [""] },
  { market: inclusive("KR", "KRW"), country: "KR", regions: [""] },
  { market: marketNamed("ar-ae"), country: "AE", regions: ["DU"] },
  { market: inclusive("BR", "BRL"), country: "BR", regions: ["SP", "RJ", "PI"] },
  { market: exclusive("BR", "BRL"), country: "BR", regions: ["SP"] },
  { market: inclusive("IN", "INR"), country: "IN", regions: ["MH", "KA"] },
  { market: inclusive("CH", "CHF"), country: "CH", regions: [""] },
  { market: inclusive("NZ", "USD"), country: "NZ", regions: [""] },
];
const place = fc.constantFrom(...PLACES).chain(({ market, country, regions }) =>
  fc.record({
    market: fc.constant(market),
    to: fc.record({ country: fc.constant(country), region: fc.constantFrom(...regions) }),
  }),
);
const line = fc.record({
  sku: fc.string(),
  unitMinor: fc.integer({ min: 1, max: 99_999_999 }),
  quantity: fc.integer({ min: 1, max: QUANTITY_MAX }),
  taxClass: fc.constantFrom(...TAX_CLASSES),
});
const lines = fc.array(line, { minLength: 1, maxLength: 30 });
const buyer = fc.constantFrom<TaxBuyer>(
  CONSUMER,
  { vatCountry: "FR", exemptions: [] },
  {
    vatCountry: null,
    exemptions: PLACES.map(({ country }) => ({
      ...{ country, region: "", certificate: "1", validFrom: "2026-01-01", validUntil: null },
    })),
  },
);
const seller = fc.constantFrom(soldFrom("DE"), soldFrom("IN", "MH"), soldFrom("US", "CA"), {
  oss: "below_threshold",
} as const);

const KUWAITI = { currency: "KWD", taxDisplay: "inclusive" } as const;

describe("a quote", () => {
  test("adds up in every market, for any lines, classes, shipping, buyer and seller", () => {
    fc.assert(
      fc.property(
        place,
        lines,
        fc.nat({ max: 99_999 }),
        buyer,
        seller,
        (where, wanted, shippingMinor, who, settings) => {
          const quote = quoteFor({ ...where, lines: wanted, shippingMinor, buyer: who, settings });
          assertTotalsAddUp(quote.totals, quote.lines);
          const lineTaxes = quote.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
          expect(lineTaxes + quote.shippingTaxMinor).toBe(quote.totals.taxMinor);
          const ofGroups = quote.tax.groups.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
          expect(ofGroups, "what each rate came to sums to the tax").toBe(quote.totals.taxMinor);
          const shares = quote.tax.shipping.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
          expect(shares, "shares of the shipping sum to it").toBe(quote.totals.shippingMinor);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("rounds once for each rate: no rate's tax is further than half a unit from what its net bears", () => {
    const cart = fc.array(line, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(place, cart, fc.nat({ max: 9_999 }), ({ market, to }, wanted, shippingMinor) => {
        fc.pre(to.country !== "BR");
        const { tax, totals } = quoteFor({ market, to, lines: wanted, shippingMinor, settings: soldFrom("IN", "MH") });
        // Groups of one rate may meet in lines of several sets of taxes: Canada's GST stands alone or beside another.
        for (const { netMinor, taxMinor, per100k } of tax.groups) {
          const exact = (netMinor * per100k) / 100_000;
          const roundings = totals.taxIncluded ? 1.1 : 0.5;
          const sets = new Set(wanted.map(({ taxClass }) => taxClass)).size;
          expect(Math.abs(taxMinor - exact)).toBeLessThanOrEqual(roundings * sets + 1e-6);
        }
      }),
    );
  });

  test("takes a tax out of prices to what can be paid, in a currency of three decimals", () => {
    const market = marketLike({ ...KUWAITI, countries: ["AT"] });
    const buyer = { vatCountry: "AT", exemptions: [] };
    const goods = { sku: "A", unitMinor: 1_000, quantity: 3 };
    const { lines: sold, totals } = quoteFor({
      market,
      lines: [goods],
      shippingMinor: 500,
      to: { country: "AT" },
      buyer,
    });
    expect([sold[0]?.unitMinor, totals.shippingMinor, totals.totalMinor]).toEqual([830, 420, 2_910]);
  });

  test("keeps what else a line holds, in the order given", () => {
    const quote = quoteFor({
      market: marketNamed("en-gb"),
      lines: [
        { sku: "B", unitMinor: 1_00, quantity: 2 },
        { sku: "A", unitMinor: 3_00, quantity: 1 },
      ],
      to: { country: "GB" },
    });
    expect(quote.lines.map(({ sku, totalMinor }) => [sku, totalMinor])).toEqual([
      ["B", 2_00],
      ["A", 3_00],
    ]);
  });

  const totalsFor = (id: MarketId, country: string, region: string, unitMinor: number, shippingMinor: number) =>
    quoteFor({
      market: marketNamed(id),
      lines: [{ sku: "A", unitMinor, quantity: 1 }],
      shippingMinor,
      to: { country, region },
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

  test("splits the tax on shipping by the value of goods of different rates", () => {
    const { tax, totals } = quoteFor({
      market: marketNamed("de-de"),
      lines: [
        { sku: "LAMP", unitMinor: 75_00, quantity: 1 },
        { sku: "BOOK", unitMinor: 25_00, quantity: 1, taxClass: "books" },
      ],
      shippingMinor: 4_00,
      to: { country: "DE" },
    });
    expect(tax.shipping.map(({ amountMinor }) => amountMinor)).toEqual([3_00, 1_00]);
    expect(tax.groups).toEqual([
      { kind: "vat", per100k: 19_000, netMinor: 65_55, taxMinor: 12_45 },
      { kind: "vat", per100k: 7_000, netMinor: 24_30, taxMinor: 1_70 },
    ]);
    expect(totals).toMatchObject({ taxMinor: 14_15, totalMinor: 104_00 });
  });

  test("goes by the rate of the day the order is made, as it is in the market", () => {
    const ask = {
      market: marketNamed("ja-jp"),
      lines: [{ sku: "A", unitMinor: 1_100, quantity: 1 }],
      to: { country: "JP" },
    };
    const before = quoteFor({ ...ask, nowMs: Date.parse("2019-09-30T14:59:59.999Z") });
    const after = quoteFor({ ...ask, nowMs: Date.parse("2019-09-30T15:00:00Z") });
    expect([before.tax.day, before.totals.taxMinor]).toEqual(["2019-09-30", 81]);
    expect([after.tax.day, after.totals.taxMinor]).toEqual(["2019-10-01", 100]);
  });
});

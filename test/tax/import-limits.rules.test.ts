/** Goods that come over a border are taxed once: by the store up to the worth that laws leave to sellers, above it at the border. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Currency } from "../../worker/pricing/money.ts";
import { quoteOrder } from "../../worker/pricing/quote.ts";
import { borderBetween, customsHintOf } from "../../worker/shipping/customs.ts";
import { importLimitOf, isOverLimit, type LimitRates, type WorthLine } from "../../worker/tax/import-limits.ts";
import { CONSUMER } from "../../worker/tax/place-of-supply.ts";
import { priceAtBorder } from "../../worker/tax/price-at-border.ts";
import type { TaxableLine } from "../../worker/tax/price-with-tax.ts";
import { quoteByTable } from "../../worker/tax/table-tax.ts";
import { orderTaxOf } from "../../worker/tax/tax-answer.ts";
import { TAX_CLASSES } from "../../worker/tax/tax-class.ts";
import type { TaxSettings } from "../../worker/tax/tax-settings.ts";
import { marketLike, NOW_MS, shippedFacts, soldFrom } from "../support/quote-for.ts";

const place = (text: string) => {
  const [country = "", postalCode = "", region = ""] = text.split("/");
  return { country, region, postalCode };
};
/** For a euro. */
const RATES: Readonly<Record<string, string>> = { EUR: "1", USD: "1.1", GBP: "0.8471", NOK: "11.523", JPY: "162.35" };
const ratesOf = (sold: Currency, limit: string): LimitRates | null =>
  sold === limit ? { sold: "1", limit: "1" } : { sold: RATES[sold] ?? "", limit: RATES[limit] ?? "" };

type Sale = {
  from: string;
  to: string;
  currency: Currency;
  taxDisplay?: "inclusive" | "exclusive";
  lines: readonly (Omit<TaxableLine, "sku"> & { sku?: string })[];
  shippingMinor?: number;
  dutiesPaid?: boolean;
  settings?: Partial<TaxSettings>;
  rates?: LimitRates | null;
};

/** As a checkout prices it and tells it, by rules alone. */
function sell({ from, to, currency, taxDisplay = "inclusive", lines, shippingMinor = 0, ...sale }: Sale) {
  const { dutiesPaid = false, settings = {} } = sale;
  const [seller, buyer] = [place(from), place(to)];
  const border = borderBetween(seller, buyer);
  const market = marketLike({ countries: [buyer.country], currency, taxDisplay, timeZone: "UTC" });
  const order = {
    ...{ market, shippingMinor, buyer: CONSUMER, nowMs: NOW_MS },
    lines: lines.map((line, at) => ({ sku: `${at}`, ...line })),
    to: { line1: "", city: "", ...buyer },
    asksAtBorder: border !== null && !dutiesPaid,
  };
  const limit = importLimitOf(buyer, "2026-10-01");
  const rates = sale.rates === undefined ? limit && ratesOf(currency, limit.currency) : sale.rates;
  const facts = shippedFacts({ ...soldFrom(seller.country, seller.region), ...settings });
  const { lines: asked, ask, terms, isLowValue } = priceAtBorder(facts, order, rates);
  const answer = quoteByTable(terms, ask);
  const quote = quoteOrder(asked, ask, answer);
  const tax = orderTaxOf(ask, answer);
  const isTaxed = tax.country !== "";
  const duties = dutiesPaid ? "paid" : "unpaid";
  const hint = customsHintOf({ from: seller, to: buyer, duties, isTaxed, isLowValue });
  return { ...quote, tax, isTaxed, hint, border, limit };
}
const one = (unitMinor: number, over: Partial<TaxableLine> = {}) => [{ unitMinor, quantity: 1, ...over }];
const told = (sale: Sale) => {
  const { tax, totals, hint } = sell(sale);
  return [tax.treatment, totals.taxMinor, hint];
};

describe("the worth that laws leave to sellers", () => {
  const british = { from: "DE/10115", to: "GB/EC1A 1AA", currency: "GBP" } as const;

  test("HMRC, goods sold directly to customers in the UK: £135 without VAT and delivery, in the consignment", () => {
    expect(told({ ...british, lines: one(162_00) })).toEqual(["destination", 27_00, "nothing"]);
    expect(told({ ...british, lines: one(162_01) })).toEqual(["export", 0, "duties_and_taxes"]);
    const twice = [...one(81_00), ...one(81_00)];
    expect(told({ ...british, lines: twice })).toEqual(["destination", 27_00, "nothing"]);
    expect(told({ ...british, lines: [...twice, ...one(1_20)] })).toEqual(["export", 0, "duties_and_taxes"]);
    expect(told({ ...british, lines: one(162_00), shippingMinor: 60_00 })[0]).toBe("destination");
    expect(told({ ...british, lines: one(135_00), taxDisplay: "exclusive" })[0]).toBe("destination");
    expect(told({ ...british, lines: one(135_01), taxDisplay: "exclusive" })[0]).toBe("export");
    // Books hold no tax.
    expect(told({ ...british, lines: one(135_01, { taxClass: "books" }) })[0]).toBe("export");
  });

  test("above it the tax is taken out of prices that hold it, of delivery too", () => {
    const { totals } = sell({ ...british, lines: one(600_00), shippingMinor: 12_00 });
    expect(totals).toMatchObject({ subtotalMinor: 500_00, shippingMinor: 10_00, taxMinor: 0, totalMinor: 510_00 });
  });

  test("article 369l of Directive 2006/112/EC: €150 in the consignment, at the day's rate", () => {
    const american = { from: "US/73301/TX", to: "DE/10115" } as const;
    expect(told({ ...american, currency: "EUR", lines: one(178_50) })).toEqual(["destination", 28_50, "duties"]);
    expect(told({ ...american, currency: "EUR", lines: one(178_51) })).toEqual(["export", 0, "duties_and_taxes"]);
    const dollars = { ...american, currency: "USD", taxDisplay: "exclusive" } as const;
    expect(told({ ...dollars, lines: one(165_00) })[0]).toBe("destination");
    expect(told({ ...dollars, lines: one(165_01) })[0]).toBe("export");
    const yen = { ...american, currency: "JPY", taxDisplay: "exclusive" } as const;
    expect([told({ ...yen, lines: one(24_352) })[0], told({ ...yen, lines: one(24_353) })[0]]).toEqual([
      "destination",
      "export",
    ]);
  });

  test("Skatteetaten, low value imported goods: each item below NOK 3,000, however many, and no food", () => {
    const norwegian = { from: "DE/10115", to: "NO/0150", currency: "EUR", taxDisplay: "exclusive" } as const;
    // 260.34 × 11.523 = 2,999.897…; 260.35 × 11.523 = 3,000.01….
    expect(told({ ...norwegian, lines: [{ unitMinor: 260_34, quantity: 9 }] })).toEqual([
      "destination",
      585_77,
      "nothing",
    ]);
    expect(told({ ...norwegian, lines: one(260_35) })).toEqual(["export", 0, "duties_and_taxes"]);
    expect(told({ ...norwegian, lines: one(10_00, { taxClass: "food" }) })[0]).toBe("export");
    const limit = importLimitOf(place("NO/0150"), "2026-10-01");
    const worth = (netMinor: number): WorthLine[] => [{ netMinor, quantity: 2, taxClass: "standard" }];
    const even = { sold: "1", limit: "10" };
    expect(limit && isOverLimit(limit, worth(599_98), "EUR", even)).toBe(false);
    expect(limit && isOverLimit(limit, worth(600_00), "EUR", even), "just as much is not below").toBe(true);
  });

  test("counts what is in the parcel: a download beside it does not", () => {
    const lines = [...one(162_00), ...one(300_00, { digital: true })];
    expect(told({ ...british, lines })[0]).toBe("destination");
  });

  test("says nothing where the shop pays what customs ask, where no border lies between, and where no rate is known", () => {
    expect(told({ ...british, lines: one(600_00), dutiesPaid: true })).toEqual(["destination", 100_00, "nothing"]);
    expect(told({ ...british, from: "GB/M2 5BQ", lines: one(600_00) })).toEqual(["domestic", 100_00, null]);
    expect(told({ ...british, to: "GB/BT1 1AA", lines: one(600_00) })).toEqual(["oss", 100_00, null]);
    expect(told({ ...british, from: "US", to: "GB/BT1 1AA", lines: one(600_00) })[0]).toBe("export");
    expect(told({ ...british, to: "CH/8001", lines: one(600_00) })[0], "no such law").toBe("destination");
    expect(told({ ...british, lines: one(600_00), rates: null })).toEqual(["destination", 100_00, "duties"]);
  });

  test("counts from its day on", () => {
    const from = (to: string, day: string) => importLimitOf(place(to), day)?.currency;
    expect([from("GB", "2020-12-31"), from("GB", "2021-01-01")]).toEqual([undefined, "GBP"]);
    expect([from("FR", "2021-06-30"), from("FR", "2021-07-01")]).toEqual([undefined, "EUR"]);
    expect([from("MC", "2026-10-01"), from("IM", "2026-10-01")]).toEqual(["EUR", "GBP"]);
  });
});

describe("tax is charged once", () => {
  const line = fc.record({
    unitMinor: fc.oneof(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 1, max: 99_999_999 })),
    quantity: fc.integer({ min: 1, max: 5 }),
    taxClass: fc.constantFrom(...TAX_CLASSES),
    digital: fc.boolean(),
  });
  const sale = fc.record({
    from: fc.constantFrom("DE/10115", "US/73301/TX", "GB/M2 5BQ", "CH/8001", "NO/0150", "JE/JE2 3AB"),
    to: fc.constantFrom(
      ...(["GB/EC1A 1AA", "GB/BT1 1AA", "GB/JE2 3AB", "IM/IM1 1AA", "DE/10115", "AT/1010", "ES/35001"] as const),
      ...(["ES/28001", "MC/98000", "NO/0150", "NO/9170", "CH/8001", "LI/9490", "US//CA", "JP/1000001", "NZ"] as const),
    ),
    currency: fc.constantFrom<Currency>("EUR", "GBP", "USD", "JPY"),
    taxDisplay: fc.constantFrom("inclusive" as const, "exclusive" as const),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    shippingMinor: fc.nat({ max: 9_999 }),
    dutiesPaid: fc.boolean(),
    settings: fc.constantFrom<Partial<TaxSettings>>({}, { collectsIn: [] }, { collectsIn: ["GB", "NO"] }),
  });

  test("by the store or at the border and never at both, whatever is sent where", () => {
    fc.assert(
      fc.property(sale, (any) => {
        const { isTaxed, hint, border, totals, tax } = sell(any);
        const asksTax = hint === "taxes" || hint === "duties_and_taxes";
        expect(isTaxed && asksTax, "charged, and told at the border").toBe(false);
        if (border !== null && !isTaxed && !any.dutiesPaid) expect(asksTax, "neither").toBe(true);
        if (!isTaxed) expect([totals.taxMinor, tax.groups]).toEqual([0, []]);
      }),
      { numRuns: 300 },
    );
  });

  test("by the store up to the limit alone, as reckoned from what is paid", () => {
    const crossing = sale.filter(({ from, to }) => borderBetween(place(from), place(to)) !== null);
    fc.assert(
      fc.property(crossing, (any) => {
        const { isTaxed, limit, lines, totals } = sell({ ...any, dutiesPaid: false });
        const free = sell({ ...any, dutiesPaid: true });
        if (!limit || !free.isTaxed) {
          expect(isTaxed).toBe(free.isTaxed);
          return;
        }
        const digits = any.currency === "JPY" ? 1 : 100;
        const goods = lines.filter(({ digital }) => !digital);
        const worths = goods.map(({ totalMinor, taxMinor, quantity }) => {
          const net = (totalMinor - (totals.taxIncluded ? taxMinor : 0)) / digits;
          return { net: (net / Number(RATES[any.currency])) * Number(RATES[limit.currency]), quantity };
        });
        const most = limit.amountMinor / 100;
        const worth =
          limit.of === "item"
            ? Math.max(0, ...worths.map(({ net, quantity }) => net / quantity))
            : worths.reduce((sum, { net }) => sum + net, 0);
        const isBarred = goods.some(({ taxClass = "standard" }) => limit.without.includes(taxClass));
        // What is taken out of prices is rounded unit by unit.
        if (isTaxed) expect(worth).toBeLessThanOrEqual(most * (1 + 1e-9));
        else if (!isBarred) expect(worth).toBeGreaterThan(most - 1);
      }),
      { numRuns: 300 },
    );
  });
});

/** What tax authorities reckon on their own pages; each test names the page. */
import { describe, expect, test } from "vitest";
import type { Market } from "../../worker/markets/markets.ts";
import { reckonTax, taxOfParts } from "../../worker/tax/reckon-tax.ts";
import { marketOf } from "../support/markets.ts";
import { marketLike, quoteFor, soldFrom } from "../support/quote-for.ts";

const sold = (sku: string, unitMinor: number, taxClass: "standard" | "books" | "food" = "standard") => ({
  ...{ sku, unitMinor, taxClass },
  quantity: 1,
});
const shown = (over: Parameters<typeof marketLike>[0]) => marketLike({ timeZone: "UTC", ...over });
const canada = shown({ countries: ["CA"], currency: "CAD" });
const taxesOf = (quote: ReturnType<typeof quoteFor>) =>
  quote.tax.groups.map(({ kind, per100k, taxMinor }) => [kind, per100k / 1_000, taxMinor]);

describe("the tax authorities' own examples", () => {
  test("Revenu Québec, Calculating the Taxes: goods of $100 bear $5.00 GST and $9.98 QST, $114.98 in all", () => {
    const quote = quoteFor({ market: canada, lines: [sold("A", 100_00)], to: { country: "CA", region: "QC" } });
    expect(taxesOf(quote)).toEqual([
      ["gst", 5, 5_00],
      ["qst", 9.975, 9_98],
    ]);
    expect(quote.totals.totalMinor).toBe(114_98);
  });

  test("Revenu Québec, the same page: of several goods the taxes may be reckoned on the whole, then half a cent goes up", () => {
    const lines = Array.from({ length: 10 }, (_, at) => sold(`${at}`, 10));
    const quote = quoteFor({ market: canada, lines, to: { country: "CA", region: "QC" } });
    // A dollar: 5 cents, and 9.975 cents that become 10; ten roundings of 0.5 and 0.9975 cents would come to 20.
    expect(quote.totals.taxMinor).toBe(15);
  });

  test("Canada Revenue Agency, GST/HST rates: $100 bear $13 in Ontario and $5 in Alberta", () => {
    const to = (region: string) =>
      quoteFor({ market: canada, lines: [sold("A", 100_00)], to: { country: "CA", region } }).totals.taxMinor;
    expect([to("ON"), to("AB"), to("NB")]).toEqual([13_00, 5_00, 15_00]);
  });

  test("National Tax Agency of Japan, outline of the qualified invoice: ¥131,200 hold ¥8,000 at 10 % and ¥3,200 at 8 %", () => {
    const quote = quoteFor({
      market: marketOf("ja-jp") as Market,
      lines: [sold("GOODS", 88_000), sold("FOOD", 43_200, "food")],
      to: { country: "JP" },
    });
    expect(taxesOf(quote)).toEqual([
      ["consumption_tax", 10, 8_000],
      ["consumption_tax", 8, 3_200],
    ]);
    expect(quote.totals.totalMinor).toBe(131_200);
  });

  test("National Tax Agency of Japan, questions on invoices, 57: one rounding a rate and invoice, none for each article", () => {
    const lines = Array.from({ length: 30 }, (_, at) => sold(`${at}`, 104));
    const quote = quoteFor({ market: marketOf("ja-jp") as Market, lines, to: { country: "JP" } });
    // 104 × 30 × 10 ÷ 110 = 283.6…; article by article it would be 9 × 30.
    expect(quote.totals.taxMinor).toBe(284);
  });

  test("HMRC, VAT guide (Notice 700), VAT fraction: at 20 % a sixth of the price, rounded to the penny and never down alone", () => {
    const taxOf = (unitMinor: number) =>
      quoteFor({ market: marketOf("en-gb") as Market, lines: [sold("A", unitMinor)], to: { country: "GB" } }).totals
        .taxMinor;
    expect([taxOf(60_00), taxOf(9_99), taxOf(10_01)]).toEqual([10_00, 1_67, 1_67]);
  });

  test("§ 12 UStG and the divisors of Abschnitt 15.4 UStAE: €119 hold €19, €107 hold €7 of books", () => {
    const quote = quoteFor({
      market: marketOf("de-de") as Market,
      lines: [sold("A", 119_00), sold("B", 107_00, "books")],
      to: { country: "DE" },
    });
    expect(taxesOf(quote)).toEqual([
      ["vat", 19, 19_00],
      ["vat", 7, 7_00],
    ]);
  });

  test("Agencia Tributaria, tipos impositivos: €121 hold €21, €104 of books hold €4, €110 of food hold €10", () => {
    const spain = shown({ countries: ["ES"], currency: "EUR", taxDisplay: "inclusive" });
    const lines = [sold("A", 121_00), sold("B", 104_00, "books"), sold("C", 110_00, "food")];
    expect(taxesOf(quoteFor({ market: spain, lines, to: { country: "ES", postalCode: "28001" } }))).toEqual([
      ["vat", 21, 21_00],
      ["vat", 4, 4_00],
      ["vat", 10, 10_00],
    ]);
  });

  test("rule 35 of India's CGST Rules: tax = value × rate ÷ (100 + all rates), alike for the centre and the state", () => {
    const india = shown({ countries: ["IN"], currency: "INR", taxDisplay: "inclusive" });
    const to = (region: string) =>
      quoteFor({
        market: india,
        lines: [sold("A", 1_180_00)],
        to: { country: "IN", region },
        settings: soldFrom("IN", "MH"),
      });
    expect(taxesOf(to("MH"))).toEqual([
      ["cgst", 9, 90_00],
      ["sgst", 9, 90_00],
    ]);
    expect(taxesOf(to("KA"))).toEqual([["igst", 18, 180_00]]);
    const odd = quoteFor({
      market: india,
      lines: [sold("A", 999_99)],
      to: { country: "IN", region: "MH" },
      settings: soldFrom("IN", "MH"),
    });
    const [cgst, sgst] = odd.tax.groups;
    expect(cgst?.taxMinor, "the two halves are always the same").toBe(sgst?.taxMinor);
  });

  // tax.ny.gov/pubs_and_bulls/tg_bulletins/st/shipping_and_delivery_charges.htm; the state's own 4 % of what it says is taxed.
  test("New York, Tax Bulletin ST-838: a table and chairs of $3,500, brought by a carrier for $250, are taxed on $3,750", () => {
    const of = (region: string) =>
      quoteFor({
        market: shown({ countries: ["US"], currency: "USD" }),
        lines: [sold("A", 3_500_00)],
        shippingMinor: 250_00,
        to: { country: "US", region },
      });
    expect(of("NY")).toMatchObject({ shippingTaxMinor: 10_00, totals: { taxMinor: 150_00, totalMinor: 3_900_00 } });
    expect(of("CA"), "where delivery is not taxed").toMatchObject({
      shippingTaxMinor: 0,
      totals: { taxMinor: 253_75 },
    });
  });

  // comptroller.texas.gov/taxes/sales/faq/collection.php
  test("Texas Comptroller, collection of sales tax: 8.25 % of $250 is $20.63, and $20 hold $1.52", () => {
    const levy = { kind: "sales_tax", per100k: 8_250 } as const;
    const taxOn = (amountMinor: number, included: boolean) =>
      taxOfParts(reckonTax([{ amountMinor, levies: [levy] }], included, "rate")[0] ?? []);
    expect([taxOn(250_00, false), taxOn(20_00, true)]).toEqual([20_63, 1_52]);
  });

  test("article 13 § 1 I of Brazil's Lei Complementar 87/1996: ICMS is part of its own base", () => {
    const brazil = shown({ countries: ["BR"], currency: "BRL", taxDisplay: "inclusive" });
    const net = shown({ countries: ["BR"], currency: "BRL" });
    const to = { country: "BR", region: "SP" };
    expect(quoteFor({ market: brazil, lines: [sold("A", 1_000_00)], to }).totals.taxMinor).toBe(180_00);
    expect(quoteFor({ market: net, lines: [sold("A", 820_00)], to }).totals).toMatchObject({
      taxMinor: 180_00,
      totalMinor: 1_000_00,
    });
  });
});

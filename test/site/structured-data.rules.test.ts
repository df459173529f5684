/** Structured data says what the page says, in words of schema.org, and can be put into any page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pathsOf } from "../../site/paths.ts";
import type { PricedVariant } from "../../site/product-page.ts";
import {
  breadcrumbData,
  dataText,
  productData,
  RETURN_DAYS,
  siteData,
  storeData,
  type ToldProduct,
} from "../../site/structured-data.ts";
import type { StockOffer } from "../../worker/inventory/stock-offer.ts";
import { LOCALES } from "../../worker/markets/markets.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

type Data = Record<string, unknown> & { offers?: Data; hasVariant?: unknown };
const ORIGIN = "https://shop.example";
const by = (id: string) => {
  const market = marketOf(id);
  if (!market) throw new Error(`no market ${id}`);
  return { market, paths: pathsOf(id), origin: ORIGIN };
};
const variant = (sku: string, amountMinor: number, over: Partial<PricedVariant> = {}): PricedVariant => ({
  sku,
  options: {},
  barcode: null,
  weightGrams: 500,
  lowStockAt: 2,
  openingQuantity: 5,
  prices: {},
  amountMinor,
  beforeMinor: null,
  priorMinor: null,
  untilMs: null,
  tiers: [],
  ...over,
});
const offer = (over: Partial<StockOffer> = {}): StockOffer => ({
  units: 5,
  here: 5,
  promise: null,
  orderMax: 9,
  keptBack: 0,
  ...over,
});
const told = (variants: PricedVariant[], over: Partial<ToldProduct> = {}): ToldProduct => ({
  product: { slug: "lamp", title: "Lamp", description: "A lamp.", brand: "Lux" },
  variants,
  shown: variants[0] as PricedVariant,
  images: ["/media/a.jpg"],
  stock: new Map(),
  isDigital: false,
  waysOf: () => [
    { country: "DE", amountMinor: 4_99, daysMin: 2, daysMax: 3 },
    { country: "AT", amountMinor: 6_99, daysMin: 3, daysMax: 5 },
  ],
  ...over,
});
const dataOf = (product: ToldProduct, market = "en-us") => productData(product, by(market)) as unknown as Data;

describe("a product", () => {
  test("of one variant is one offer, at its price, with the way to it", () => {
    const data = dataOf(told([variant("L-1", 19_90, { barcode: "4006381333931" })]));
    expect(data).toMatchObject({
      "@type": "Product",
      name: "Lamp",
      sku: "L-1",
      gtin: "4006381333931",
      image: [`${ORIGIN}/media/a.jpg`],
    });
    expect(data.offers).toMatchObject({
      "@type": "Offer",
      price: "19.90",
      priceCurrency: "USD",
      url: `${ORIGIN}/en-us/products/lamp?sku=L-1`,
    });
    expect(data.offers).not.toHaveProperty("priceValidUntil");
  });

  test("of several is a range with an offer of each; of very many, with the one that is shown", () => {
    const few = dataOf(told([variant("L-1", 19_90), variant("L-2", 29_90)]));
    expect(few.offers).toMatchObject({
      "@type": "AggregateOffer",
      lowPrice: "19.90",
      highPrice: "29.90",
      offerCount: 2,
    });
    expect(few.offers?.offers).toHaveLength(2);
    const many = dataOf(told(Array.from({ length: 30 }, (_, at) => variant(`L-${at}`, 10_00 + at))));
    expect(many.offers).toMatchObject({ offerCount: 30, highPrice: "10.29" });
    expect(many.offers?.offers).toHaveLength(1);
  });

  test.each(MARKETS)(
    "is priced in $id by its own digits, with tax as the page shows it",
    ({ id, currency, taxDisplay }) => {
      const data = dataOf(told([variant("L-1", 12_345)]), id);
      const price = ["JPY", "KRW"].includes(currency) ? "12345" : "123.45";
      expect(data.offers).toMatchObject({ price, priceCurrency: currency });
      expect(data.offers?.priceSpecification).toMatchObject([
        { price, valueAddedTaxIncluded: taxDisplay === "inclusive" },
      ]);
    },
  );

  test("that is reduced says until when, and against what the page compares it", () => {
    const untilMs = Date.UTC(2026, 11, 1);
    const sale = variant("L-1", 10_00, { beforeMinor: 20_00, priorMinor: 15_00, untilMs });
    const us = dataOf(told([sale])).offers;
    expect(us).toMatchObject({ price: "10.00", priceValidUntil: "2026-12-01T00:00:00.000Z" });
    expect(us?.priceSpecification).toMatchObject([{ price: "10.00" }, { price: "20.00" }]);
    // In the Union the lowest price of 30 days.
    expect(dataOf(told([sale]), "de-de").offers?.priceSpecification).toMatchObject([
      { price: "10.00" },
      { price: "15.00" },
    ]);
  });

  test("says whether it is there, as the page does", () => {
    const at = (stock: StockOffer | null) =>
      dataOf(told([variant("L-1", 1_00)], { stock: new Map(stock ? [["L-1", stock]] : []) })).offers?.availability;
    const later = { units: 5, here: 0 };
    expect(at(null)).toBe("https://schema.org/InStock");
    expect(at(offer())).toBe("https://schema.org/InStock");
    expect(at(offer({ units: 0, here: 0 }))).toBe("https://schema.org/OutOfStock");
    expect(at(offer({ ...later, promise: { kind: "preorder", atMs: 1 } }))).toBe("https://schema.org/PreOrder");
    expect(at(offer({ ...later, promise: { kind: "backorder", atMs: 1 } }))).toBe("https://schema.org/BackOrder");
  });

  test("says how it is sent to each country of the market, and for how long it is taken back; a download neither", () => {
    const shipped = dataOf(told([variant("L-1", 10_00)]), "de-de").offers;
    const ways = shipped?.shippingDetails as { shippingDestination: { addressCountry: string } }[];
    expect(new Set(ways.map((way) => way.shippingDestination.addressCountry))).toEqual(new Set(["DE", "AT"]));
    expect(shipped?.hasMerchantReturnPolicy).toMatchObject({
      merchantReturnDays: RETURN_DAYS,
      applicableCountry: ["DE", "AT"],
    });
    const loaded = dataOf(told([variant("L-1", 10_00)], { isDigital: true })).offers;
    expect(loaded).not.toHaveProperty("shippingDetails");
    expect(loaded).not.toHaveProperty("hasMerchantReturnPolicy");
  });

  test("has no rating while there are no reviews", () => {
    expect(JSON.stringify(dataOf(told([variant("L-1", 10_00)])))).not.toMatch(/rating|review/i);
  });
});

test("the days of returns are those that the page of returns names, in every language", () => {
  for (const locale of LOCALES) {
    const prose = readFileSync(join(import.meta.dirname, "../../site/prose", locale, "returns.md"), "utf8").normalize(
      "NFKC",
    );
    const digits = prose.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
    expect(digits, locale).toContain(String(RETURN_DAYS));
  }
});

test("no text of a shop ends the block that it stands in", () => {
  const text = dataText(
    productData(
      told([variant("L-1", 1)], {
        product: { slug: "x", title: "</script><script>alert(1)", description: "<!--", brand: "" },
      }),
      by("en-us"),
    ),
  );
  expect(text).not.toContain("<");
  expect(JSON.parse(text).name).toBe("</script><script>alert(1)");
});

test("a breadcrumb counts from one; the store and its search are told once", () => {
  const data = breadcrumbData(
    [
      { name: "Home", href: "/en-us/" },
      { name: "Audio", href: "/en-us/categories/audio" },
    ],
    ORIGIN,
  );
  expect(data.itemListElement).toMatchObject([
    { position: 1, item: `${ORIGIN}/en-us/` },
    { position: 2, name: "Audio" },
  ]);
  expect(storeData(by("de-de"))).toMatchObject({ areaServed: ["DE", "AT"] });
  expect(siteData(by("ar-ae"))).toMatchObject({
    inLanguage: "ar-AE",
    potentialAction: { target: { urlTemplate: `${ORIGIN}/ar-ae/search?q={query}` } },
  });
});

/** Structured data says what the page says, in words of schema.org, and can be put into any page. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { pathsOf } from "../../site/paths.ts";
import { productData, type ToldProduct } from "../../site/product-data.ts";
import type { PricedVariant } from "../../site/product-page.ts";
import { breadcrumbData, dataText, siteData, storeData } from "../../site/structured-data.ts";
import type { StockOffer } from "../../worker/inventory/stock-offer.ts";
import { FIRST_SETTINGS } from "../../worker/tax/tax-settings.ts";
import { MARKETS, marketOf } from "../support/markets.ts";

type Data = Record<string, unknown> & { offers?: Data; hasVariant?: Data[] };
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
  product: { id: "p-lamp", slug: "lamp", title: "Lamp", description: "A lamp.", brand: "Lux" },
  variants,
  shown: variants[0] as PricedVariant,
  imagesOf: ({ sku }) => [`/media/${sku}.jpg`, "/media/a.jpg"],
  stock: new Map(),
  isDigital: () => false,
  returnDays: 14,
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
      image: [`${ORIGIN}/media/L-1.jpg`, `${ORIGIN}/media/a.jpg`],
    });
    expect(data.offers).toMatchObject({
      "@type": "Offer",
      price: "19.90",
      priceCurrency: "USD",
      url: `${ORIGIN}/en-us/products/lamp?sku=L-1`,
    });
    expect(data.offers).not.toHaveProperty("priceValidUntil");
  });

  const inColours = [
    variant("L-1", 19_90, { options: { Colour: "Graphite", Storage: "512 GB" }, barcode: "4006381333931" }),
    variant("L-2", 29_90, { options: { Colour: "Silver", Storage: "1 TB" } }),
  ];

  test("of several is a group: what is the same of all, and each variant with its own name, picture, options and offer", () => {
    const data = dataOf(told(inColours), "de-de");
    expect(data).toMatchObject({
      "@type": "ProductGroup",
      name: "Lamp",
      description: "A lamp.",
      brand: { name: "Lux" },
      url: `${ORIGIN}/de-de/products/lamp`,
      productGroupID: "p-lamp",
      variesBy: ["https://schema.org/color"],
    });
    for (const property of ["offers", "sku", "gtin"]) expect(data).not.toHaveProperty(property);
    expect(data.hasVariant).toMatchObject([
      {
        "@type": "Product",
        name: "Lamp – Graphit, 512 GB",
        sku: "L-1",
        gtin: "4006381333931",
        image: `${ORIGIN}/media/L-1.jpg`,
        color: "Graphit",
        additionalProperty: [{ name: "Speicher", value: "512 GB" }],
        offers: { "@type": "Offer", price: "19.90", url: `${ORIGIN}/de-de/products/lamp?sku=L-1` },
      },
      { sku: "L-2", color: "Silber", offers: { price: "29.90", availability: "https://schema.org/InStock" } },
    ]);
    for (const each of data.hasVariant ?? [])
      for (const property of ["shippingDetails", "hasMerchantReturnPolicy"])
        expect(each.offers).toHaveProperty(property);
  });

  test("of very many tells a few: the one that is shown, and those that are known to be there or not", () => {
    const many = Array.from({ length: 2_000 }, (_, at) =>
      variant(`L-${at}`, 10_00 + at, { options: { Size: `${at}` } }),
    );
    const stock = new Map(["L-7", "L-1500", "L-1999"].map((sku) => [sku, offer({ units: 0, here: 0 })]));
    const few = dataOf(told(many, { shown: many[1_500] as PricedVariant, stock }));
    expect(few.hasVariant?.map(({ sku }) => sku)).toEqual(["L-1500", "L-7", "L-1999"]);
    const all = new Map(many.map(({ sku }) => [sku, offer()]));
    const most = dataOf(told(many, { stock: all }));
    expect(most.hasVariant).toHaveLength(20);
    const unknown = dataOf(told(many));
    expect(unknown.hasVariant).toHaveLength(1);
  });

  test("of very many weighs little on its way to the browser, however much is told of each", () => {
    const many = Array.from({ length: 2_000 }, (_, at) =>
      variant(`LAMP-${at * 7_919}`, 10_00 + at * 31, { options: { Colour: `Colour ${at}`, Storage: `${at} GB` } }),
    );
    const stock = new Map(many.map(({ sku }) => [sku, offer()]));
    const text = dataText(productData(told(many, { stock }), by("de-de")));
    expect(gzipSync(text).length).toBeLessThan(4_000);
  });

  test("with many ways to many countries tells them of the variant that is shown alone", () => {
    const ways = Array.from({ length: 30 }, () => ({ country: "DE", amountMinor: 1, daysMin: 1, daysMax: 2 }));
    const offers = dataOf(told(inColours, { waysOf: () => ways })).hasVariant?.map((each) => each.offers);
    expect(offers?.[0]?.shippingDetails).toHaveLength(30);
    expect(offers?.[1]).not.toHaveProperty("shippingDetails");
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
    const starts = dataOf(
      told([variant("L-1", 1_00)], {
        stock: new Map([["L-1", offer({ ...later, promise: { kind: "preorder", atMs: Date.UTC(2027, 0, 4) } })]]),
      }),
    ).offers?.availabilityStarts;
    expect(starts).toBe("2027-01-04T00:00:00.000Z");
  });

  test("says how it is sent to each country of the market, and for how long it is taken back; a download neither", () => {
    const shipped = dataOf(told([variant("L-1", 10_00)]), "de-de").offers;
    const ways = shipped?.shippingDetails as { shippingDestination: { addressCountry: string } }[];
    expect(new Set(ways.map((way) => way.shippingDestination.addressCountry))).toEqual(new Set(["DE", "AT"]));
    expect(shipped?.hasMerchantReturnPolicy).toMatchObject({
      merchantReturnDays: 14,
      applicableCountry: ["DE", "AT"],
    });
    const loaded = dataOf(told([variant("L-1", 10_00)], { isDigital: () => true })).offers;
    expect(loaded).not.toHaveProperty("shippingDetails");
    expect(loaded).not.toHaveProperty("hasMerchantReturnPolicy");
    const byLaw = dataOf(told([variant("L-1", 10_00)], { returnDays: 0 })).offers;
    expect(byLaw).not.toHaveProperty("hasMerchantReturnPolicy");
    expect(byLaw).toHaveProperty("shippingDetails");
  });

  test("has no rating while there are no reviews", () => {
    expect(JSON.stringify(dataOf(told([variant("L-1", 10_00)])))).not.toMatch(/rating|review/i);
  });
});

test("no text of a shop ends the block that it stands in", () => {
  const text = dataText(
    productData(
      told([variant("L-1", 1)], {
        product: { id: "p-x", slug: "x", title: "</script><script>alert(1)", description: "<!--", brand: "" },
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
  expect(storeData(by("de-de"), FIRST_SETTINGS)).toMatchObject({ areaServed: ["DE", "AT"] });
  expect(siteData(by("ar-ae"))).toMatchObject({
    inLanguage: "ar-AE",
    potentialAction: { target: { urlTemplate: `${ORIGIN}/ar-ae/search?q={query}` } },
  });
});

describe("who sells", () => {
  test("is told as far as staff said it", () => {
    const bare = storeData(by("de-de"), FIRST_SETTINGS);
    for (const property of ["legalName", "address", "vatID", "taxID", "email", "contactPoint"])
      expect(bare).not.toHaveProperty(property);
    const seller = {
      ...FIRST_SETTINGS.seller,
      ...{
        name: "Shop GmbH",
        line1: "Weg 1",
        line2: "Hof",
        postalCode: "10115",
        city: "Berlin",
        email: "a@shop.example",
      },
    };
    const data = storeData(by("de-de"), { seller, taxIds: { DE: "DE123456789", FR: "FR1" } });
    expect(data).toMatchObject({
      legalName: "Shop GmbH",
      address: {
        "@type": "PostalAddress",
        ...{ streetAddress: "Weg 1, Hof", addressLocality: "Berlin", postalCode: "10115", addressCountry: "DE" },
      },
      vatID: "DE123456789",
      contactPoint: { "@type": "ContactPoint", contactType: "customer service", email: "a@shop.example" },
    });
    const us = storeData(by("en-us"), { seller: { ...seller, country: "US" }, taxIds: { US: "12-3456789" } });
    expect(us).toMatchObject({ taxID: "12-3456789" });
    expect(us).not.toHaveProperty("vatID");
  });
});

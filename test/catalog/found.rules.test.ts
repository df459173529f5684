/** What is written for programs is what their readers take: read back by parsers that others wrote. */
import { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { parseSitemapIndex } from "sitemap";
import { describe, expect, test } from "vitest";
import { isGtin } from "../../worker/catalog/found/gtin.ts";
import {
  FEED_FOOT,
  type FeedItem,
  feedHead,
  feedIdOf,
  feedItem,
  feedNumberOf,
  returnLabelOf,
} from "../../worker/catalog/found/merchant-feed.ts";
import { availabilityOf } from "../../worker/catalog/found/merchant-flow.ts";
import {
  filesOf,
  mapFileOf,
  SITEMAP_FOOT,
  SITEMAP_HEAD,
  sitemapEntry,
  sitemapIndex,
} from "../../worker/catalog/found/sitemap.ts";
import { plainText, xmlText } from "../../worker/catalog/found/xml-text.ts";
import type { StockOffer } from "../../worker/inventory/stock-offer.ts";
import { readSitemap } from "../support/read-sitemap.ts";

const HOSTILE = "</loc><loc>&\"'\u0000\u000b\ud800\uffff é 日本語 \u202e";
const ITEM: FeedItem = {
  sku: "LAMP-1",
  groupId: null,
  title: "Lamp",
  description: "A lamp.",
  url: "https://shop.example/en-us/products/lamp?sku=LAMP-1",
  images: ["https://shop.example/media/a.jpg"],
  brand: "Lux",
  barcode: "4006381333931",
  currency: "USD",
  amountMinor: 19_90,
  reduction: null,
  availability: "in_stock",
  availableAtMs: null,
  isBundle: false,
  category: ["Home", "Lamps"],
  options: [],
  weightGrams: 900,
  shipping: [{ country: "US", service: "Standard", amountMinor: 6_99, daysMin: 3, daysMax: 5 }],
  returnLabel: "30-days",
};

/** Names and texts of the elements below `<item>`. Throws where it is no well-formed XML with its namespaces declared. */
function read(items: string): [string, string][] {
  const parser = new SaxesParser({ xmlns: true });
  const found: [string, string][] = [];
  let text = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", () => {
    text = "";
  });
  parser.on("text", (part) => {
    text += part;
  });
  parser.on("closetag", ({ name }) => void found.push([name, text]));
  parser
    .write(feedHead({ title: "Shop", description: HOSTILE, url: "https://shop.example/" }) + items + FEED_FOOT)
    .close();
  return found;
}
const field = (item: Partial<FeedItem>, name: string) => {
  const found = read(feedItem({ ...ITEM, ...item })).filter(([each]) => each === name);
  return found.map(([, text]) => text);
};

describe("a sitemap", () => {
  test("says each address, when it changed and its other languages, whatever an address holds", async () => {
    const page = {
      url: `https://shop.example/en-us/products/${encodeURIComponent("ランプ & <b>")}`,
      atMs: Date.UTC(2026, 10, 21),
      alternates: [
        { readers: "en-US", url: "https://shop.example/en-us/products/a" },
        { readers: "ja-JP", url: "https://shop.example/ja-jp/products/b?x=1&y=2" },
      ],
      anyone: "https://shop.example/en-us/products/a",
    };
    const bare = { url: "https://shop.example/?a=1&b='2'", atMs: null, alternates: [], anyone: null };
    const text = SITEMAP_HEAD + sitemapEntry(page) + sitemapEntry(bare) + SITEMAP_FOOT;
    const found = await readSitemap(text);
    expect(found.map(({ url }) => url)).toEqual([page.url, bare.url]);
    expect(found[0]?.lastmod).toBe("2026-11-21T00:00:00.000Z");
    expect(found[0]?.links.map(({ lang, url }) => [lang, url])).toEqual([
      ["en-US", page.alternates[0]?.url],
      ["ja-JP", page.alternates[1]?.url],
      ["x-default", page.anyone],
    ]);
    expect(found[1]?.lastmod).toBeUndefined();
  });

  test("is named by an index", async () => {
    const urls = [
      "https://shop.example/en-us/sitemaps/pages.xml",
      "https://shop.example/en-us/sitemaps/products-1.xml",
    ];
    const found = await parseSitemapIndex(Readable.from([sitemapIndex(urls)]));
    expect(found.map(({ url }) => url)).toEqual(urls);
  });

  test("has a name that says its stretch; any other is none", () => {
    expect(mapFileOf("products-12")).toEqual({ kind: "products", number: 12 });
    expect(mapFileOf("pages")).toEqual({ kind: "pages" });
    for (const name of ["products", "products-0", "products-01", "products-123456", "pages-1", "../x", ""])
      expect(mapFileOf(name), name).toBeNull();
    expect([filesOf(0), filesOf(1), filesOf(5_000), filesOf(5_001), filesOf(100_000_000)]).toEqual([
      0, 1, 1, 2, 20_000,
    ]);
  });
});

describe("a product feed", () => {
  test("says of a variant what Google asks for, by the names it gives", () => {
    const names = read(feedItem(ITEM)).map(([name]) => name);
    for (const name of [
      "id",
      "title",
      "description",
      "link",
      "image_link",
      "availability",
      "price",
      "brand",
      "gtin",
      "condition",
    ])
      expect(names, name).toContain(`g:${name}`);
    // The way it is sent has a price of its own.
    expect(field({}, "g:price")).toEqual(["19.90 USD", "6.99 USD"]);
    expect(field({}, "g:product_type")).toEqual(["Home > Lamps"]);
    expect(field({}, "g:shipping_weight")).toEqual(["900 g"]);
    expect(field({ currency: "JPY", amountMinor: 1_980, shipping: [] }, "g:price")).toEqual(["1980 JPY"]);
  });

  test("tells a reduction by the price before it, and its days where it has an end", () => {
    const reduction = { amountMinor: 9_90, fromMs: Date.UTC(2026, 10, 1), untilMs: Date.UTC(2026, 10, 30) };
    expect(field({ reduction }, "g:sale_price")).toEqual(["9.90 USD"]);
    expect(field({ reduction }, "g:sale_price_effective_date")).toEqual([
      "2026-11-01T00:00:00.000Z/2026-11-30T00:00:00.000Z",
    ]);
    expect(field({ reduction: { ...reduction, untilMs: null } }, "g:sale_price_effective_date")).toEqual([]);
  });

  test("keeps markup, controls and lengths out of what a shop wrote", () => {
    const [title = ""] = field({ title: `<b>${"long ".repeat(60)}</b>` }, "g:title");
    expect(title.length).toBeLessThanOrEqual(150);
    expect(title).not.toContain("<");
    const [description] = field({ description: `=HYPERLINK("x")<script>1</script>${HOSTILE}` }, "g:description");
    for (const sign of ["\u0000", "\u000b", "\ud800", "\uffff", "\u202e", "<"]) expect(description).not.toContain(sign);
    expect(field({ description: "<p></p>" }, "g:description")).toEqual(["Lamp"]);
  });

  test("groups the variants of one product, and says what tells them apart", () => {
    const options = [
      { name: "Colour", words: "Farbe", value: "Rot" },
      { name: "Memory", words: "Speicher", value: "16 GB" },
    ];
    expect(field({ groupId: "lamp", options }, "g:item_group_id")).toEqual(["lamp"]);
    expect(field({ groupId: "lamp", options }, "g:color")).toEqual(["Rot"]);
    expect(field({ groupId: "lamp", options }, "g:title")).toEqual(["Lamp – Rot, 16 GB"]);
    expect(field({ groupId: "lamp", options }, "g:attribute_name")).toEqual(["Speicher"]);
    expect(field({ groupId: "lamp", options }, "g:attribute_value")).toEqual(["16 GB"]);
  });

  test("names no number that is no GTIN", () => {
    expect(isGtin("4006381333931")).toBe(true);
    expect(isGtin("036000291452")).toBe(true);
    for (const code of [null, "", "4006381333932", "123", "2012345678900", "ABC"])
      expect(isGtin(code), `${code}`).toBe(false);
    expect(field({ barcode: "4006381333932" }, "g:gtin")).toEqual([]);
  });

  test("says that there is no identifier only of what has neither a number nor a brand", () => {
    const said = (barcode: string | null, brand: string) => field({ barcode, brand }, "g:identifier_exists");
    expect(said("4006381333931", "Lux")).toEqual([]);
    expect(said("4006381333931", "")).toEqual([]);
    expect(said(null, "Lux")).toEqual([]);
    expect(said(null, "")).toEqual(["no"]);
    expect(said("4006381333932", "")).toEqual(["no"]);
    expect(field({ barcode: null }, "g:brand")).toEqual(["Lux"]);
  });

  test("names the terms of return by their days, and none of what is not taken back", () => {
    expect(field({ returnLabel: returnLabelOf(14) }, "g:return_policy_label")).toEqual(["14-days"]);
    expect(field({ returnLabel: null }, "g:return_policy_label")).toEqual([]);
  });

  test("says of several goods sold as one that they are", () => {
    expect(field({ isBundle: true }, "g:is_bundle")).toEqual(["yes"]);
    expect(field({}, "g:is_bundle")).toEqual([]);
  });

  test("names the day of what ships later, and calls it sold out where that day is over", () => {
    const nowMs = Date.UTC(2026, 10, 22);
    const at = (over: Partial<StockOffer>) =>
      availabilityOf({ units: 5, here: 0, promise: null, orderMax: 9, keptBack: 0, ...over }, nowMs);
    const atMs = nowMs + 86_400_000;
    for (const kind of ["preorder", "backorder"] as const) {
      expect(at({ promise: { kind, atMs } })).toEqual({ availability: kind, availableAtMs: atMs });
      expect(field({ availability: kind, availableAtMs: atMs }, "g:availability_date")).toEqual([
        "2026-11-23T00:00:00.000Z",
      ]);
      expect(at({ promise: { kind, atMs: nowMs } })).toEqual({ availability: "out_of_stock", availableAtMs: null });
    }
    expect(at({}).availability).toBe("out_of_stock");
    expect(at({ units: 0, promise: { kind: "preorder", atMs } }).availability).toBe("out_of_stock");
    expect(at({ here: 1 })).toEqual({ availability: "in_stock", availableAtMs: null });
    expect(availabilityOf(undefined, nowMs).availability).toBe("in_stock");
  });

  test("has ids as short as Google takes them, each its own", () => {
    const long = "A".repeat(63);
    expect([feedIdOf("LAMP-1"), feedIdOf(`${long}1`).length]).toEqual(["LAMP-1", 50]);
    expect(feedIdOf(`${long}1`)).not.toBe(feedIdOf(`${long}2`));
    expect([feedNumberOf("google-3"), feedNumberOf("google-0"), feedNumberOf("google")]).toEqual([3, null, null]);
  });
});

test("text for programs is cut between words, on one line", () => {
  expect(plainText("one  two\nthree", 50)).toBe("one two three");
  expect(plainText("one two three four", 12)).toBe("one two…");
  expect(xmlText("a\u0001<&>\"'")).toBe("a&lt;&amp;&gt;&quot;&apos;");
});

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { ProductCard } from "../../worker/catalog/product.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { QUERY_LENGTH_MAX, RAW_LENGTH_MAX } from "../../worker/search/query-text.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import { MARKETS } from "../support/markets.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

type Page = { items: ProductCard[]; nextCursor: string | null; total: number };
const EVERY_MARKET = MARKETS.map((market) => market.id);
const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");

const search = (q: string, market = "en-us", more = "") =>
  ask<Page & Record<string, unknown>>(`/api/search?market=${market}&q=${encodeURIComponent(q)}${more}`);
const found = async (q: string, market?: string) =>
  (await search(q, market, "&limit=100")).body.items.map((item) => item.externalId);

const usd = (amountMinor: number) => ({ USD: { amountMinor } });
const PHONES = 23;

beforeAll(async () => {
  await putCategory("sound", { en: "Sound", de: "Klang" });
  await importNow([
    importedProduct({
      externalId: "headset",
      brand: "Ōrbit Audio",
      categoryIds: ["sound"],
      attributes: [
        { key: "Model", kind: "text", value: "WH-1000XM5" },
        { key: "Noise cancelling", kind: "boolean", value: true },
      ],
      translations: {
        en: { title: "Wireless headphones", description: "They fold flat for travelling." },
        de: { title: "Kabelloser Kopfhörer für die Straße", description: "Faltbar." },
        ja: { title: "ワイヤレスイヤホン", description: "旅行に最適です。Sony製ケース付き" },
        ar: { title: "سمّاعات رأس لاسلكية", description: "للسفر" },
      },
      variants: [
        {
          sku: "HEAD-BLK-01",
          options: { Colour: "Black" },
          barcodes: ["4006381333931", "96385074"],
          prices: usd(20_000),
        },
        { sku: "HEAD-WHT-01", options: { Colour: "White" }, prices: usd(21_000) },
      ],
    }),
    importedProduct({ externalId: "cable", title: "Cable for headphones", brand: "Comet", productType: "cables" }),
    importedProduct({ externalId: "draft", title: "Wireless headphones of tomorrow", status: "draft" }),
    ...Array.from({ length: PHONES }, (_, index) =>
      importedProduct({ externalId: `phone-${index}`, title: `Telephone ${index}`, rank: index % 3 }),
    ),
  ]);
});

describe("a shopper finds a product in every market", () => {
  test.each([
    ["its title", "wireless headphones"],
    ["its brand", "orbit audio"],
    ["its description", "fold travelling"],
    ["its category", "sound"],
    ["what it has", "noise cancelling"],
    ["its SKU", "HEAD-WHT-01"],
    ["its SKU without hyphens", "headwht01"],
    ["its EAN", "4006381333931"],
    ["another barcode of it", "96385074"],
    ["its model", "wh1000xm5"],
    ["its id at the source", "headset"],
    ["the beginning of its last word", "wireless headph"],
    ["words in another order, in capitals", "HEADPHONES Wireless"],
    ["one word instead of many", "headphone"],
  ])("by %s: %s", async (_, q) => {
    for (const market of EVERY_MARKET) expect(await found(q, market), market).toContain("headset");
  });

  test("at that market's price, in its language, with what is left", async () => {
    const { status, headers, body } = await search("kopfhörer", "de-de");
    expect([status, headers.get("cache-tag")]).toEqual([200, expect.stringMatching(/^catalog,search,/)]);
    expect(body.items[0]).toMatchObject({
      id: "test-headset",
      title: "Kabelloser Kopfhörer für die Straße",
      price: { amountMinor: 20_800, currency: "EUR" },
    });
    expect(body.nextCursor).toBeNull();
  });
});

describe("a shopper finds a product in their own language", () => {
  test.each([
    ["de-de", "strasse"],
    ["de-de", "Kopfhorer"],
    ["de-de", "klang"],
    ["ja-jp", "イヤホン"],
    ["ja-jp", "ｲﾔﾎﾝ"],
    ["ja-jp", "ワイヤレス イヤホン"],
    ["ja-jp", "sony"],
    ["ja-jp", "旅行"],
    ["ar-ae", "سماعات"],
    ["ar-ae", "السماعات"],
    ["ar-ae", "لاسلكيه"],
    ["ar-ae", "للسفر رأس"],
  ])("in %s by %s", async (market, q) => {
    // What means the same in another language may follow.
    expect((await found(q, market))[0]).toBe("headset");
  });

  test("and not by words of a language that its market does not speak", async () => {
    expect(await found("kopfhörer", "en-us")).toEqual([]);
    expect(await found("イヤホン", "de-de")).toEqual([]);
  });
});

describe("what is shown, and in which order", () => {
  test("a title counts more than a mention, all words more than some", async () => {
    expect(await found("headphones cable")).toEqual(["cable", "headset"]);
    expect((await found("wireless headphones"))[0]).toBe("headset");
  });

  test("where no product has all the words, those that have some are shown", async () => {
    expect(await found("unheardof headphones")).toEqual(expect.arrayContaining(["headset", "cable"]));
    expect(await found("unheardof nonsense")).toEqual([]);
  });

  test.each(["", "   "])("a query of nothing (%j) is refused", async (q) => {
    expect(refusal(await search(q))).toBe("422 request.invalid");
  });

  test("a query of signs finds nothing", async () => {
    expect((await search('"* - ( ^')).body).toMatchObject({ items: [], facets: [], nextCursor: null, total: 0 });
  });

  test("what is not published never shows, whatever it was before", async () => {
    await importNow([importedProduct({ externalId: "fading", title: "Fading gramophone" })]);
    expect(await found("gramophone")).toEqual(["fading"]);
    await askAsStaff("PATCH", "/api/admin/products/test-fading", { version: 1, status: "archived" });
    expect(await found("gramophone"), "before the projection is through, too").toEqual([]);
    await inWorld((world) => projectProducts(world, ["test-fading"]));
    expect((await search("gramophone")).body.total).toBe(0);
    expect(await found("tomorrow")).toEqual([]);
  });

  test("what has no price in a market's currency is not found there", async () => {
    const id = await seedProduct({ sku: "US-ONLY", title: "Harmonica", prices: { USD: 5_00, GBP: 4_00 } });
    await inWorld((world) => projectProducts(world, [id]));
    const totals = await Promise.all(
      EVERY_MARKET.map(async (market) => [market, (await search("harmonica", market)).body.total] as const),
    );
    const where = totals.flatMap(([market, total]) => (total > 0 ? [market] : []));
    expect(where.toSorted()).toEqual(["en-gb", "en-us"]);
    expect(totals.length).toBeGreaterThan(where.length);
  });
});

describe("pages of what was found", () => {
  test.each([1, 5, 24])("of %i hold everything once, in the same order as one page", async (limit) => {
    const seen: (string | null)[] = [];
    let more = "";
    for (let turn = 0; turn <= PHONES; turn += 1) {
      const { body } = await search("telephone", "en-us", `&limit=${limit}${more}`);
      expect(body.total).toBe(PHONES);
      seen.push(...body.items.map((item) => item.externalId));
      if (body.nextCursor === null) break;
      more = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual(await found("telephone"));
    expect(new Set(seen).size).toBe(PHONES);
  });

  test("go on with the words that the first page was found by", async () => {
    const first = (await search("unheardof telephone", "en-us", "&limit=10")).body;
    const next = (await search("unheardof telephone", "en-us", `&limit=100&cursor=${first.nextCursor}`)).body;
    expect([first.total, next.total, next.items.length]).toEqual([PHONES, PHONES, PHONES - 10]);
  });

  test("a cursor of another query, another market or nobody is refused", async () => {
    const cursor = (await search("telephone", "en-us", "&limit=5")).body.nextCursor;
    for (const [q, market, given] of [
      ["headphones", "en-us", cursor],
      ["telephone", "en-gb", cursor],
      ["telephone", "en-us", "bm90IGEgY3Vyc29y"],
      ["telephone", "en-us", "%00"],
    ])
      expect(refusal(await search(q ?? "", market ?? "", `&cursor=${given}`))).toBe("422 cursor.invalid");
  });

  test.each([
    ["&limit=0", "422 request.invalid"],
    ["&limit=101", "422 request.invalid"],
    ["&limit=ten", "422 request.invalid"],
    ["&limit=1.5", "422 request.invalid"],
    ["&cursor=", "422 request.invalid"],
  ])("%s is refused as %s", async (more, expected) => {
    expect(refusal(await search("telephone", "en-us", more))).toBe(expected);
  });

  test("an unknown market and an endless query are refused", async () => {
    expect(refusal(await search("telephone", "xx-xx"))).toBe("404 market.unknown");
    expect(refusal(await search("x".repeat(QUERY_LENGTH_MAX + 1)))).toBe("422 search.query_too_long");
    expect(refusal(await search("x".repeat(RAW_LENGTH_MAX + 1)))).toBe("422 request.invalid");
    expect((await search("漢".repeat(QUERY_LENGTH_MAX))).status).toBe(200);
  });
});

test("nothing that can be typed breaks the search", { timeout: 300_000 }, async () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: QUERY_LENGTH_MAX }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc
      .array(fc.constantFrom('"', "*", "NEAR(", "OR", "title:", "\u0301", "\u3099", "⺀", "𠮷", "x", " "), {
        maxLength: 20,
      })
      .map((parts) => parts.join("")),
  );
  await inWorld((world) =>
    fc.assert(
      fc.asyncProperty(typed, async (q) => {
        expect((await searchProducts(world, enUs, { q, limit: 1 })).ok).toBe(true);
      }),
      { numRuns: 40 },
    ),
  );
});

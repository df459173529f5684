import { beforeAll, describe, expect, test } from "vitest";
import { findProduct } from "../../worker/catalog/find-product-store.ts";
import type { ProductCard } from "../../worker/catalog/product.ts";
import type { ProductAnswer } from "../../worker/catalog/product-answer.ts";
import { marketOf } from "../support/markets.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

const jaJp = marketOf("ja-jp");
if (!jaJp) throw new Error("The markets are there");

type Page = { items: ProductCard[]; nextCursor: string | null };
const list = (query: string) => ask<Page & Record<string, unknown>>(`/api/products?${query}`);
const titles = (page: Page) => page.items.map((item) => item.title);

const PRICES = [30_000, 10_000, 20_000, 20_000, 50_000];
const NAMES = ["Delta", "alpha", "Echo", "Bravo", "charlie"];

beforeAll(async () => {
  await putCategory("computers", { en: "Computers", de: "Rechner" });
  await putCategory("laptops", { en: "Laptops", de: "Klapprechner" }, "computers");
  await putCategory("empty", { en: "Empty shelf" });
  await importNow(
    NAMES.map((title, index) =>
      importedProduct({
        title,
        externalId: title.toLowerCase(),
        rank: index,
        categoryIds: index < 3 ? ["laptops"] : ["computers"],
        variants: [{ sku: `LIST-${title}`, quantity: index, prices: { USD: { amountMinor: PRICES[index] ?? 1 } } }],
      }),
    ),
  );
  await importNow([
    importedProduct({
      externalId: "orbit-14",
      title: "Orbit 14",
      status: "published",
      rank: -1,
      categoryIds: ["laptops"],
      media: [{ key: "demo/orbit.svg", alt: { en: "A laptop" } }, { sourceUrl: "http://pictures.example/1.jpg" }],
      attributes: [{ key: "Display size", kind: "number", value: 14, unit: "in" }],
      translations: {
        en: { title: "Orbit 14", description: "Thin.", slug: "orbit-14" },
        de: { title: "Orbit 14 Klapprechner", description: "Dünn.", slug: "orbit-14-klapprechner" },
      },
      variants: [
        {
          sku: "ORBIT-S",
          options: { Storage: "256 GB" },
          quantity: 3,
          prices: { USD: { amountMinor: 90_000, compareAtMinor: 99_000 } },
        },
        { sku: "ORBIT-L", options: { Storage: "512 GB" }, quantity: 4, prices: { USD: { amountMinor: 120_000 } } },
      ],
    }),
    importedProduct({ externalId: "hidden", title: "Hidden", status: "draft" }),
  ]);
});

describe("GET /api/products", () => {
  test("lists what is published, best ranked first, with price, picture and units", async () => {
    const { status, headers, body } = await list("market=en-us");
    expect(status).toBe(200);
    expect(titles(body)).toEqual(["charlie", "Bravo", "Echo", "alpha", "Delta", "Orbit 14"]);
    expect(body.items.at(-1)).toMatchObject({
      id: "test-orbit-14",
      externalId: "orbit-14",
      slug: "orbit-14",
      brand: "Orbit",
      price: { amountMinor: 90_000, currency: "USD" },
      compareAtMinor: 99_000,
      image: "/media/demo/orbit.svg",
      available: 7,
      variantCount: 2,
    });
    expect(headers.get("cache-control")).toBe("public, no-cache");
    expect(headers.get("cache-tag")).toMatch(/^catalog,product-test-charlie,/);
  });

  test("speaks the market's language and currency, and the product's own language where that lacks it", async () => {
    const { body } = await list("market=de-de");
    expect(titles(body)).toContain("Orbit 14 Klapprechner");
    expect(titles(body)).toContain("alpha");
    expect(body.items.every((item) => item.price.currency === "EUR")).toBe(true);
  });

  test.each([
    ["price-asc", ["alpha", "Bravo", "Echo", "Delta", "charlie", "Orbit 14"]],
    ["price-desc", ["Orbit 14", "charlie", "Delta", "Echo", "Bravo", "alpha"]],
    ["name", ["alpha", "Bravo", "charlie", "Delta", "Echo", "Orbit 14"]],
    ["featured", ["charlie", "Bravo", "Echo", "alpha", "Delta", "Orbit 14"]],
  ])("sorted by %s, pages of one end where the next begins", async (sort, expected) => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const after = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await list(`market=en-us&limit=1&sort=${sort}${after}`);
      seen.push(...titles(body));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(expected);
  });

  test("newest first begins with what came last", async () => {
    expect(titles((await list("market=en-us&sort=newest")).body)[0]).toBe("Orbit 14");
  });

  test("a category holds what is in the categories below it, and is found by slug in any language or by id", async () => {
    const inComputers = await list("market=en-us&category=computers");
    expect(titles(inComputers.body)).toHaveLength(6);
    expect(inComputers.headers.get("cache-tag")).toMatch(
      /^category-computers,category-list-computers,product-test-charlie,/,
    );
    expect(titles((await list("market=en-us&category=laptops&sort=price-asc")).body)).toEqual([
      "alpha",
      "Echo",
      "Delta",
      "Orbit 14",
    ]);
    expect(titles((await list("market=de-de&category=klapprechner")).body)).toHaveLength(4);
    expect(titles((await list("market=en-us&category=klapprechner")).body)).toHaveLength(4);
    expect((await list("market=en-us&category=empty-shelf")).body).toEqual({ items: [], nextCursor: null });
  });

  test("a category's pages go on in its own order", async () => {
    const first = (await list("market=en-us&category=computers&limit=4")).body;
    const second = (await list(`market=en-us&category=computers&limit=4&cursor=${first.nextCursor}`)).body;
    expect([...titles(first), ...titles(second)]).toEqual(["charlie", "Bravo", "Echo", "alpha", "Delta", "Orbit 14"]);
    expect(second.nextCursor).toBeNull();
  });

  test.each([
    ["market=xx-xx", "404 market.unknown"],
    ["market=en-us&category=nowhere", "404 category.unknown"],
    ["", "422 request.invalid"],
    ["market=en-us&limit=0", "422 request.invalid"],
    ["market=en-us&limit=101", "422 request.invalid"],
    ["market=en-us&limit=1e1", "422 request.invalid"],
    ["market=en-us&sort=best", "422 request.invalid"],
    ["market=en-us&cursor=nonsense", "422 cursor.invalid"],
  ])("?%s is refused as %s", async (query, expected) => {
    expect(refusal(await list(query))).toBe(expected);
  });

  test("a cursor is of no use to another market, order or category", async () => {
    const { nextCursor } = (await list("market=en-us&limit=2")).body;
    for (const other of ["market=de-de", "market=en-us&sort=name", "market=en-us&category=computers"])
      expect(refusal(await list(`${other}&cursor=${nextCursor}`))).toBe("422 cursor.invalid");
  });
});

describe("GET /api/products/{slug}", () => {
  const read = (slug: string, market = "en-us", headers: Record<string, string> = {}) =>
    ask<ProductAnswer & Record<string, unknown>>(`/api/products/${encodeURIComponent(slug)}?market=${market}`, {
      headers,
    });

  test("answers the product with its variants, their prices and units", async () => {
    const { status, headers, body } = await read("orbit-14");
    expect(status).toBe(200);
    expect(headers.get("cache-tag")).toBe("product-test-orbit-14,markets");
    expect(body).toMatchObject({
      id: "test-orbit-14",
      externalId: "orbit-14",
      slugs: { en: "orbit-14", de: "orbit-14-klapprechner" },
      title: "Orbit 14",
      description: "Thin.",
      image: "/media/demo/orbit.svg",
      media: [{ image: "/media/demo/orbit.svg", alt: "A laptop" }],
      categories: [
        { id: "computers", slug: "computers", name: "Computers" },
        { id: "laptops", slug: "laptops", name: "Laptops" },
      ],
      attributes: [{ key: "Display size", kind: "number", value: 14, unit: "in" }],
      price: { amountMinor: 90_000, currency: "USD" },
      available: 7,
      variants: [
        {
          sku: "ORBIT-S",
          options: { Storage: "256 GB" },
          price: { amountMinor: 90_000, currency: "USD" },
          compareAtMinor: 99_000,
          available: 3,
        },
        { sku: "ORBIT-L", price: { amountMinor: 120_000, currency: "USD" }, compareAtMinor: null, available: 4 },
      ],
    });
  });

  test("a product is found by its slug in its own language from every market", async () => {
    expect((await read("orbit-14", "de-de")).body).toMatchObject({ slug: "orbit-14-klapprechner" });
    expect((await read("alpha", "ja-jp")).body).toMatchObject({ slug: "alpha", price: { currency: "JPY" } });
  });

  test("who has the answer already is told so, and only then", async () => {
    const etag = (await read("orbit-14")).headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    for (const given of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await read("orbit-14", "en-us", { "if-none-match": given });
      expect(again.status).toBe(304);
      expect(again.headers.get("etag")).toBe(etag);
      expect(again.body).toBe("");
    }
    expect((await read("orbit-14", "en-us", { "if-none-match": '"other"' })).status).toBe(200);
    expect((await read("orbit-14", "en-gb", { "if-none-match": etag })).status).toBe(200);
  });

  test.each([
    ["nothing", "en-us", "404 product.unknown"],
    ["hidden", "en-us", "404 product.unknown"],
    ["orbit-14", "xx-xx", "404 market.unknown"],
    ["x".repeat(81), "en-us", "422 request.invalid"],
  ])("%s in %s is refused as %s", async (slug, market, expected) => {
    expect(refusal(await read(slug, market))).toBe(expected);
  });

  test("a document that was read once is read near the shopper from then on", async () => {
    const built = await inWorld((world) => findProduct(world, jaJp, "bravo"));
    const catalog = new Proxy({} as never, {
      get: () => {
        throw new Error("the catalogue's database was asked");
      },
    });
    expect(await inWorld((world) => findProduct(world, jaJp, "bravo"), { catalog })).toEqual(built);
  });

  test("what is not there is not remembered as missing", async () => {
    expect((await read("late-arrival")).status).toBe(404);
    await askAsStaff("POST", "/api/admin/imports", { products: [importedProduct({ title: "Late arrival" })] });
    expect((await read("late-arrival")).status).toBe(200);
  });
});

describe("GET /api/categories", () => {
  test("answers the tree in the market's language, in English where that lacks a name", async () => {
    const { status, body } = await ask<{ items: { name: string; children: { name: string }[] }[] }>(
      "/api/categories?market=de-de",
    );
    expect(status).toBe(200);
    expect(body.items.map((item) => item.name)).toEqual(["Rechner", "Empty shelf"]);
    expect(body.items[0]?.children.map((item) => item.name)).toEqual(["Klapprechner"]);
  });

  test.each([
    ["market=xx-xx", "404 market.unknown"],
    ["", "422 request.invalid"],
  ])("?%s is refused as %s", async (query, expected) => {
    expect(refusal(await ask(`/api/categories?${query}`))).toBe(expected);
  });
});

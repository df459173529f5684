import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import type { ProductAnswer } from "../../worker/catalog/product-answer.ts";
import { readSellables } from "../../worker/catalog/product-store.ts";
import { readLevels } from "../../worker/inventory/stock-flow.ts";
import {
  type ImportAnswer,
  type ImportedProductInput,
  PRODUCTS_PER_IMPORT_MAX,
} from "../../worker/transfer/imported-product.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { MARKETS } from "../support/markets.ts";
import {
  type Answer,
  ask,
  askAsStaff,
  importedProduct,
  inWorld,
  putCategory,
  refusal,
} from "../support/store-client.ts";

type Refused = { code: string; at: { path: string; why: string }[] };
const PATH = "/api/admin/imports";
const send = (products: readonly unknown[], more: object = {}) =>
  askAsStaff<ImportAnswer & Refused>("POST", PATH, { products, ...more });
const did = ({ status, body }: Answer<ImportAnswer>) => [status, body.created, body.updated, body.unchanged];
const usd = (amountMinor: number) => ({ USD: { amountMinor } });
const sameName = (product: ImportedProductInput) => ({ ...product, translations: { en: { title: "Same name" } } });

const idOf = ({ externalId }: ImportedProductInput) => `test-${externalId}`;
const versionOf = async (product: ImportedProductInput) =>
  (await env.CATALOG.prepare("SELECT version FROM products WHERE id = ?")
    .bind(idOf(product))
    .first<number>("version")) ?? 0;
const count = async (table: "products" | "variants" | "outbox" | "prices") =>
  (await env.CATALOG.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n")) ?? 0;
const all = async () => [
  await count("products"),
  await count("variants"),
  await count("prices"),
  await count("outbox"),
];
const readProduct = (slug: string, market = "en-us") => ask<ProductAnswer>(`/api/products/${slug}?market=${market}`);
const skuOf = (product: ImportedProductInput) => product.variants[0]?.sku ?? "";

describe("an import", () => {
  test("makes products that are sold in every market at once, at prices derived from US dollars", async () => {
    const product = importedProduct({ title: "Sold everywhere" });
    expect(did(await send([product, importedProduct()]))).toEqual([200, 2, 0, 0]);
    const prices = await inWorld(async (world) =>
      Promise.all(
        MARKETS.map(async (market) => {
          const sellable = (await readSellables(world, market, [skuOf(product)])).get(skuOf(product));
          return [market.currency, sellable?.unitMinor];
        }),
      ),
    );
    expect(Object.fromEntries(prices)).toMatchObject({
      ...{ USD: 10_000, GBP: 9_100, EUR: 10_400, JPY: 16_500, AED: 38_600 },
    });
    expect(prices.map(([, unitMinor]) => typeof unitMinor)).toEqual(MARKETS.map(() => "number"));
    expect((await readProduct("sold-everywhere")).body).toMatchObject({ id: idOf(product), available: 5 });
  });

  test("with a price in one other currency is sold where that currency is, and where prices follow it", async () => {
    const product = importedProduct({
      title: "Sold in euros",
      variants: [{ sku: "EURO-1", prices: { EUR: { amountMinor: 500 } } }],
    });
    await send([product]);
    const sold = await inWorld((world) =>
      Promise.all(
        MARKETS.map(async (market) =>
          (await readSellables(world, market, ["EURO-1"])).size > 0 ? market.currency : null,
        ),
      ),
    );
    // The złoty's list follows the euro's.
    expect([...new Set(sold.filter(Boolean))]).toEqual(["EUR", "PLN"]);
  });

  test("that comes again changes nothing: no version, no event, no audit entry", async () => {
    const products = [importedProduct(), importedProduct()];
    await send(products);
    const audits = () => inWorld((world) => listAudit(world, { subject: "products", limit: 100 }));
    const [before, audited] = [await all(), (await audits()).length];
    expect(did(await send(products))).toEqual([200, 0, 0, 2]);
    expect(await all()).toEqual(before);
    expect((await audits()).length).toBe(audited);
    expect(await Promise.all(products.map(versionOf))).toEqual([1, 1]);
  });

  test("updates what changed and leaves the rest alone", async () => {
    const [one, other] = [importedProduct(), importedProduct()];
    await send([one, other]);
    const events = await count("outbox");
    expect(did(await send([{ ...one, brand: "Comet" }, other]))).toEqual([200, 0, 1, 1]);
    expect([await versionOf(one), await versionOf(other)]).toEqual([2, 1]);
    expect(await count("outbox")).toBe(events + 1);
    const { results } = await env.CATALOG.prepare("SELECT payload FROM outbox ORDER BY rowid DESC LIMIT 1").all<{
      payload: string;
    }>();
    expect(JSON.parse(results[0]?.payload ?? "")).toEqual({ productIds: [idOf(one)] });
  });

  test("that is sent three times at the same moment makes one product", async () => {
    const product = importedProduct({ externalId: "Not Readable 1" });
    const ends = await Promise.all([1, 2, 3].map(() => send([product])));
    expect(ends.map((end) => end.status)).toEqual([200, 200, 200]);
    const { results } = await env.CATALOG.prepare("SELECT id FROM products WHERE external_id = 'Not Readable 1'").all();
    expect(results).toHaveLength(1);
    expect(did(await send([product]))).toEqual([200, 0, 0, 1]);
  });

  test("leaves what staff edited since alone until the file itself changes", async () => {
    const product = importedProduct({ title: "Edited" });
    await send([product]);
    await askAsStaff("PATCH", `/api/admin/products/${idOf(product)}`, { version: 1, brand: "By hand" });
    expect(did(await send([product]))).toEqual([200, 0, 0, 1]);
    const brand = async () => (await askAsStaff("GET", `/api/admin/products/${idOf(product)}`)).body.brand;
    expect(await brand()).toBe("By hand");
    expect(did(await send([{ ...product, rank: 3 }]))).toEqual([200, 0, 1, 0]);
    expect(await brand()).toBe("Orbit");
  });

  test("that is only tried says what it would do, and does nothing", async () => {
    const known = importedProduct();
    await send([known]);
    const before = await all();
    expect(did(await send([{ ...known, brand: "X" }, importedProduct()], { dryRun: true }))).toEqual([200, 1, 1, 0]);
    expect(await all()).toEqual(before);
  });
});

describe("a product is found again", () => {
  test("by its SKU, whatever it is called at the new source, and keeps its address", async () => {
    const product = importedProduct({ title: "Old name" });
    await send([product]);
    const again = { ...product, source: "other", externalId: "4711", translations: { en: { title: "New name" } } };
    expect(did(await send([again]))).toEqual([200, 0, 1, 0]);
    expect((await readProduct("old-name")).body).toMatchObject({ id: idOf(product), title: "New name" });
    expect(did(await send([again]))).toEqual([200, 0, 0, 1]);
  });

  test("by its EAN, and keeps its SKU, to which orders and stock belong", async () => {
    const barcodes = ["4006381333931"];
    const product = importedProduct();
    const [variant] = product.variants;
    if (!variant) throw new Error("it has a variant");
    await send([{ ...product, variants: [{ ...variant, barcodes }] }]);
    const variants = [{ sku: "OTHER-SKU", barcodes, prices: usd(20_000) }];
    expect(did(await send([importedProduct({ source: "other", variants })]))).toEqual([200, 0, 1, 0]);
    const { results } = await env.CATALOG.prepare("SELECT sku FROM variants WHERE product_id = ?")
      .bind(idOf(product))
      .all();
    expect(results).toEqual([{ sku: variant.sku }]);
  });

  test("with a quantity, its stock is set to that; without one, it is left alone", async () => {
    const product = importedProduct();
    const [variant] = product.variants;
    if (!variant) throw new Error("it has a variant");
    const available = () =>
      inWorld(async (world) => {
        const levels = await readLevels(world, variant.sku);
        return levels.ok && levels.value.available;
      });
    await send([product]);
    await send([{ ...product, variants: [{ ...variant, quantity: 12 }] }]);
    expect(await available()).toBe(12);
    const { quantity: _quantity, ...silent } = variant;
    await send([{ ...product, variants: [silent] }], { openingQuantity: 99 });
    expect(await available()).toBe(12);
  });

  test("two products of one name have two addresses", async () => {
    const [one, other] = [sameName(importedProduct()), sameName(importedProduct())];
    await send([one, other]);
    expect((await readProduct("same-name")).body.id).toBe(idOf(one));
    expect((await readProduct(`same-name-${other.externalId}`)).body.id).toBe(idOf(other));
  });

  test("products of two sources whose ids read alike stay two", async () => {
    const [one, other] = [
      importedProduct({ source: "a", externalId: "b-c" }),
      importedProduct({ source: "a-b", externalId: "c" }),
    ];
    expect(did(await send([one]))).toEqual([200, 1, 0, 0]);
    expect(did(await send([other]))).toEqual([200, 1, 0, 0]);
    expect(did(await send([one, other]))).toEqual([200, 0, 0, 2]);
  });

  test("one that costs nothing any more is not sold any more", async () => {
    const product = importedProduct({ title: "Priceless" });
    await send([product]);
    expect((await readProduct("priceless")).status).toBe(200);
    const sold = () =>
      inWorld((world) => Promise.all(MARKETS.map((market) => readSellables(world, market, [skuOf(product)]))));
    await send([{ ...product, variants: product.variants.map((variant) => ({ ...variant, prices: {} })) }]);
    expect((await sold()).map((each) => each.size)).toEqual(MARKETS.map(() => 1));
    const variants = product.variants.map((variant) => ({ ...variant, prices: { USD: null } }));
    expect(did(await send([{ ...product, variants }]))).toEqual([200, 0, 1, 0]);
    expect((await sold()).map((each) => each.size)).toEqual(MARKETS.map(() => 0));
  });
});

describe("a chunk with a fault is refused whole", () => {
  const good = () => importedProduct();
  const with1 = (over: object) => ({ ...good(), variants: [{ sku: "BAD", prices: usd(100), ...over }] });
  test.each<[string, () => unknown, string]>([
    ["no title", () => ({ ...good(), translations: { en: { title: " " } } }), "products.1.translations.en.title"],
    ["not its own language", () => ({ ...good(), languageDefault: "de" }), "products.1.translations"],
    ["no variant", () => ({ ...good(), variants: [] }), "products.1.variants"],
    ["a free one", () => with1({ prices: usd(0) }), "products.1.variants.0.prices.USD.amountMinor"],
    ["half a cent", () => with1({ prices: usd(0.5) }), "products.1.variants.0.prices.USD.amountMinor"],
    ["a US price beyond all", () => with1({ prices: usd(90_000_000) }), "products.1.variants.0.prices"],
    ["a quantity below zero", () => with1({ quantity: -1 }), "products.1.variants.0.quantity"],
    [
      "a script for a picture",
      () => ({ ...good(), media: [{ sourceUrl: "javascript:alert(1)" }] }),
      "products.1.media.0.sourceUrl",
    ],
    ["an unknown part", () => ({ ...good(), admin: true }), "products.1"],
    [
      "a slug in capitals",
      () => ({ ...good(), translations: { en: { title: "T", slug: "Capital" } } }),
      "products.1.translations.en.slug",
    ],
  ])("%s: 422 with its path, and nothing of the others written", async (_, bad, path) => {
    const before = await all();
    const answer = await send([good(), bad()]);
    expect(refusal(answer)).toBe("422 request.invalid");
    expect(answer.body.at.map((each) => each.path)).toContain(path);
    expect(await all()).toEqual(before);
  });

  test.each<[string, () => unknown, string]>([
    ["a category that is not there", () => ({ ...good(), categoryIds: ["nowhere"] }), "products.1.categoryIds"],
    [
      "another product's SKU",
      () => ({ ...importedProduct({ externalId: "known-2" }), variants: [{ sku: "KNOWN-1", prices: usd(5) }] }),
      "products.1.variants.0.sku",
    ],
    [
      "another product's slug",
      () => ({ ...good(), translations: { en: { title: "T", slug: "known-one" } } }),
      "products.1.translations.en.slug",
    ],
  ])("%s: 422 import.refused with its path", async (_, bad, path) => {
    await putCategory("somewhere", { en: "Somewhere" });
    await send([
      importedProduct({ externalId: "known-1", title: "Known one", variants: [{ sku: "KNOWN-1", prices: usd(5) }] }),
      importedProduct({ externalId: "known-2", variants: [{ sku: "KNOWN-2", prices: usd(5) }] }),
    ]);
    const before = await all();
    const answer = await send([{ ...good(), categoryIds: ["somewhere"] }, bad()]);
    expect(refusal(answer)).toBe("422 import.refused");
    expect(answer.body.at.map((each) => each.path)).toContain(path);
    expect(await all()).toEqual(before);
  });

  test("not more faults are told than anybody reads", async () => {
    const products = Array.from({ length: PRODUCTS_PER_IMPORT_MAX }, () => ({ ...good(), categoryIds: ["nowhere"] }));
    const answer = await send(products);
    expect([refusal(answer), answer.body.at.length]).toEqual(["422 import.refused", 50]);
  });
});

describe("who may import, and how much at once", () => {
  const body = () => JSON.stringify({ products: [importedProduct()] });
  const json = { "content-type": "application/json" };

  test("staff alone", async () => {
    await openAccount("import@example.com");
    const cookie = cookieOf(await signIn("import@example.com"));
    const origin = "http://store.test";
    const before = await all();
    const nobody = await ask(PATH, { method: "POST", headers: { ...json, origin }, body: body() });
    const customer = await ask(PATH, { method: "POST", headers: { ...json, cookie, origin }, body: body() });
    expect([refusal(nobody), refusal(customer)]).toEqual(["401 access.sign_in_needed", "403 access.staff_only"]);
    expect(await all()).toEqual(before);
  });

  test("as many products as a chunk may have, in one go", async () => {
    const products = Array.from({ length: PRODUCTS_PER_IMPORT_MAX }, () => importedProduct());
    expect(refusal(await send([...products, importedProduct()]))).toBe("422 request.invalid");
    expect(did(await send(products))).toEqual([200, PRODUCTS_PER_IMPORT_MAX, 0, 0]);
  });

  test.each([
    ["no product", { products: [] }, "422 request.invalid"],
    ["an opening stock of fractions", { products: [importedProduct()], openingQuantity: 1.5 }, "422 request.invalid"],
    [
      "a description beyond a request's size",
      { products: [importedProduct({ brand: "x".repeat(1_100_000) })] },
      "413 request.too_large",
    ],
  ])("%s is refused", async (_, ask, expected) => {
    expect(refusal(await askAsStaff("POST", PATH, ask))).toBe(expected);
  });

  test("a body that is no JSON is refused", async () => {
    const headers = { authorization: "Bearer staff-token-for-tests", "content-type": "text/csv" };
    expect(refusal(await ask(PATH, { method: "POST", headers, body: "Handle,Title" }))).toBe("415 request.not_json");
  });
});

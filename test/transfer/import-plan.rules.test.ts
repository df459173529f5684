import { describe, expect, test } from "vitest";
import { slugShape } from "../../worker/catalog/product-shapes.ts";
import { decideImport, type Known, slugWishesOf } from "../../worker/transfer/import-plan.ts";
import { type ImportedProduct, importedProductShape } from "../../worker/transfer/imported-product.ts";

const NOTHING_KNOWN: Known = {
  hashes: new Map(),
  byExternal: new Map(),
  bySku: new Map(),
  undone: new Set<string>(),
  byBarcode: new Map(),
};

function product(
  externalId: string,
  over: { source?: string; sku?: string; barcodes?: string[] } = {},
): ImportedProduct {
  const { source = "test", sku = `SKU-${source}-${externalId}`, barcodes = [] } = over;
  return importedProductShape.parse({
    source,
    externalId,
    status: "published",
    brand: "",
    productType: "",
    languageDefault: "en",
    translations: { en: { title: "Article" } },
    variants: [{ sku, barcodes, prices: { USD: { amountMinor: 100 } } }],
  });
}
const decide = (products: readonly ImportedProduct[], known: Partial<Known> = {}) =>
  decideImport(
    products,
    products.map((_, index) => `hash-${index}`),
    products.map((_, index) => `made-${index}`),
    { ...NOTHING_KNOWN, ...known },
  );
const kinds = (plan: ReturnType<typeof decide>) => plan.decisions.map(({ kind, productId }) => `${kind} ${productId}`);

describe("what becomes of a product of an import", () => {
  test("one nobody knows is made, under a name that can be read where it has one", () => {
    expect(kinds(decide([product("a-1"), product("Ä 1")]))).toEqual(["create test-a-1", "create made-1"]);
  });

  test("the one with its id at the source comes first, then the one with its SKU, then the one with its barcode", () => {
    const known = {
      byExternal: new Map([["test/a", "by-external"]]),
      bySku: new Map([["S", "by-sku"]]),
      byBarcode: new Map([["B", { productId: "by-barcode", sku: "X" }]]),
    };
    expect(kinds(decide([product("b", { sku: "S", barcodes: ["B"] })], known))).toEqual(["update by-sku"]);
    expect(kinds(decide([product("b", { barcodes: ["B"] })], known))).toEqual(["update by-barcode"]);
    expect(kinds(decide([product("a", { barcodes: ["B"] })], known))).toEqual(["update by-external"]);
  });

  test("one that came with the same content before is left alone", () => {
    const known = { byExternal: new Map([["test/a", "test-a"]]), hashes: new Map([["test-a", "hash-0"]]) };
    expect(kinds(decide([product("a")], known))).toEqual(["unchanged test-a"]);
  });

  test("products of two sources whose ids read alike stay two", () => {
    const [one, other] = [product("b-c", { source: "a" }), product("c", { source: "a-b" })];
    expect(kinds(decide([one, other]))).toEqual(["create a-b-c", "create made-1"]);
    expect(kinds(decide([other], { hashes: new Map([["a-b-c", null]]) }))).toEqual(["create made-0"]);
  });
});

describe("what is not clear is refused with its place", () => {
  test.each([
    ["twice the same product", [product("a"), product("a", { sku: "OTHER" })], "products.1.externalId"],
    ["twice the same SKU", [product("a", { sku: "S" }), product("b", { sku: "S" })], "products.1.variants.0.sku"],
    [
      "twice the same barcode",
      [product("a", { barcodes: ["B"] }), product("b", { barcodes: ["B"] })],
      "products.1.variants.0.barcodes",
    ],
  ])("%s", (_, products, path) => {
    expect(decide(products).refusals.map((refusal) => refusal.path)).toContain(path);
  });

  test("two products that both are one of the store's", () => {
    const byBarcode = new Map(["B", "C"].map((code) => [code, { productId: "here", sku: "X" }] as const));
    const plan = decide([product("a", { barcodes: ["B"] }), product("b", { barcodes: ["C"] })], { byBarcode });
    expect(plan.refusals).toEqual([{ path: "products.1", why: "is the same product as products.0" }]);
  });

  test("a SKU that another product has", () => {
    const known = { byExternal: new Map([["test/a", "test-a"]]), bySku: new Map([["S", "stranger"]]) };
    expect(decide([product("a", { sku: "S" })], known).refusals).toEqual([
      { path: "products.0.variants.0.sku", why: "S belongs to the product stranger" },
    ]);
  });
});

describe("the slugs a product may get", () => {
  const wishes = (ask: ImportedProduct, productId = "test-1") =>
    slugWishesOf({ kind: "create", productId, hash: "", ask }, "en");

  test("begin with its title, and end with what only it has", () => {
    expect(wishes(product("42"))).toEqual(["article", "article-42", expect.stringMatching(/^article-[a-z0-9]{7}$/)]);
  });

  test("are the one that was asked for and no other", () => {
    const ask = product("42");
    expect(wishes({ ...ask, translations: { en: { title: "Article", description: "", slug: "wish" } } })).toEqual([
      "wish",
    ]);
  });

  test("differ for products whose title and long ids at the source begin alike", () => {
    const id = "x".repeat(150);
    const [one, other] = ["1", "2"].map((end) => wishes(product(id + end, { sku: "S" }), `test-${id}${end}`));
    if (!one || !other) throw new Error("there are two");
    expect(one.at(-1)).not.toBe(other.at(-1));
    for (const slug of [...one, ...other]) expect(slugShape.safeParse(slug)).toMatchObject({ success: true });
  });
});

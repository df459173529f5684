/** Staff's list of products: what it finds, in which order, and that no page of it reads the whole catalogue. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { listProductsForStaff, type StaffProductList } from "../../worker/catalog/staff-list-store.ts";
import { askAsStaff, importedProduct, inWorld, refusal } from "../support/store-client.ts";

const idsOf = ({ items }: StaffProductList) => items.map(({ id }) => id.replace("test-", ""));
const list = async (ask: Record<string, string>) => {
  const answer = await askAsStaff<StaffProductList>("GET", `/api/admin/products?${new URLSearchParams(ask)}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};
const listAll = async (ask: Record<string, string>) => {
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: StaffProductList = await list({ ...ask, ...(cursor ? { cursor } : {}) });
    ids.push(...idsOf(page));
    cursor = page.nextCursor;
  }
  return ids;
};
const importOne = async (externalId: string, over: Parameters<typeof importedProduct>[0]) => {
  const answer = await askAsStaff("POST", "/api/admin/imports", {
    products: [importedProduct({ externalId, ...over })],
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const text = (title: string) => ({ title, description: "" });
const change = async (id: string, version: number, changes: object) => {
  const answer = await askAsStaff("PATCH", `/api/admin/products/test-${id}`, { version, ...changes });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

beforeAll(async () => {
  await importOne("lamp", {
    brand: "Lumen & Söhne",
    translations: { en: text("Desk lamp"), de: text("Schreibtischlampe"), ja: text("卓上の照明スタンド") },
    variants: [{ sku: "LAMP-77", barcodes: ["4006381333931"], quantity: 1, prices: { USD: { amountMinor: 1 } } }],
  });
  await importOne("draft", { title: "Desk chair, unfinished", status: "draft" });
  await importOne("shelf", { title: "Wall shelf" });
});

describe("what staff looks for", () => {
  test.each([
    ["a part of a title", "sk la", ["lamp"]],
    ["a part of a word, in another language", "tischlam", ["lamp"]],
    ["a title in a script without spaces", "照明スタ", ["lamp"]],
    ["a shorter piece of one", "照明", ["lamp"]],
    ["a part of a brand, without its dots", "sohne", ["lamp"]],
    ["drafts too, the newest first", "desk", ["draft", "lamp"]],
    ["an id", "test-shelf", ["shelf"]],
    ["a SKU", "LAMP-77", ["lamp"]],
    ["a barcode", "4006381333931", ["lamp"]],
    ["its id in another shop", "shelf", ["shelf"]],
    ["nothing that is there", "zeppelin", []],
    ["what would be a command to the index", '" OR words : "a', []],
  ])("%s", async (_, q, ids) => {
    expect(await listAll({ q })).toEqual(ids);
  });

  test("is found among those of a status alone", async () => {
    expect(await listAll({ q: "desk", status: "draft" })).toEqual(["draft"]);
    expect(await listAll({ q: "LAMP-77", status: "draft" })).toEqual([]);
  });

  test("is found as it is called now, of the status and brand it has now, and no longer as before", async () => {
    await importOne("moved", { title: "Copper kettle", brand: "Old brand" });
    const translations = { en: { title: "Brass samovar", description: "" } };
    await change("moved", 1, { translations, brand: "New maker", status: "archived" });
    for (const [q, found] of [
      ["kettle", 0],
      ["old brand", 0],
      ["samovar", 1],
      ["new maker", 1],
    ] as const)
      expect((await listAll({ q })).length, q).toBe(found);
    expect(await listAll({ q: "samovar", status: "published" })).toEqual([]);
    await change("moved", 2, {
      translations: { de: { title: "Samowar aus Messing", slug: "samowar", description: "" } },
    });
    expect(await listAll({ q: "sam" })).toEqual(["moved"]);
    await change("moved", 3, { translations: { de: null } });
    expect(await listAll({ q: "samowar" })).toEqual([]);
  });
});

describe("in pages", () => {
  const many = Array.from({ length: 30 }, (_, index) => `many-${String(index).padStart(2, "0")}`);
  beforeAll(async () => {
    const products = many.map((externalId) =>
      importedProduct({
        externalId,
        translations: { en: text(`Folding stool ${externalId}`), de: text(`Folding Hocker ${externalId}`) },
      }),
    );
    expect((await askAsStaff("POST", "/api/admin/imports", { products })).status).toBe(200);
  });

  test("each product is there once, whatever is asked", async () => {
    for (const ask of [{ q: "folding" }, { q: "folding", status: "published" }, { q: "fo" }, {}]) {
      const ids = await listAll({ ...ask, limit: "7" });
      const mine = ids.filter((id) => id.startsWith("many-"));
      expect(mine.toSorted(), JSON.stringify(ask)).toEqual(many);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test("a cursor of another list is refused", async () => {
    const { nextCursor } = await list({ q: "folding", limit: "7" });
    expect(refusal(await askAsStaff("GET", `/api/admin/products?cursor=${nextCursor}`))).toBe("422 cursor.invalid");
  });

  test("a query of two letters that nothing has comes to its end through pages that look at a stretch each", async () => {
    await env.CATALOG.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999)
      INSERT INTO products (id, source, status, brand, product_type, language_default, attributes, media, rank, version, created_at_ms, updated_at_ms)
      SELECT 'bulk-' || i, 'bulk', 'draft', 'B', '', 'en', '[]', '[]', 0, 1, i, i FROM n`,
    ).run();
    await env.CATALOG.prepare(
      `INSERT INTO product_translations (product_id, language, slug, title, description)
      SELECT id, 'en', id, 'Thing ' || id, '' FROM products WHERE source = 'bulk'`,
    ).run();
    let pages = 0;
    for (let cursor: string | null = ""; cursor !== null; pages += 1)
      ({ nextCursor: cursor } = await list({ q: "zq", ...(cursor ? { cursor } : {}) }));
    expect(pages).toBe(3);
  });

  test.each([
    {},
    { status: "draft" },
    { q: "thing bulk-77" },
    { q: "zeppelin" },
    { q: "thing", status: "published" },
    { q: "zq" },
  ])("one of %j reads a bounded number of rows", async (ask) => {
    let rows = 0;
    await inWorld(async (world) => {
      const client = (world.catalog as unknown as { $client: D1Database }).$client;
      const counted = new Proxy(client, {
        get: (own, name) =>
          name === "prepare" ? (query: string) => noting(own.prepare(query)) : Reflect.get(own, name),
      });
      const noting = (statement: D1PreparedStatement): D1PreparedStatement =>
        new Proxy(statement, {
          get: (own, name) => {
            if (name === "bind") return (...values: unknown[]) => noting(own.bind(...values));
            if (name === "all")
              return async () => {
                const result = await own.all();
                rows += result.meta.rows_read;
                return result;
              };
            return Reflect.get(own, name);
          },
        });
      const { drizzle } = await import("drizzle-orm/d1");
      await listProductsForStaff({ ...world, catalog: drizzle(counted) }, { ...ask, limit: 24 } as never);
    });
    expect(rows, JSON.stringify(ask)).toBeLessThan("q" in ask && ask.q === "zq" ? 20_000 : 4_000);
  });
});

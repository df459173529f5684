import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { documentKey } from "../../worker/catalog/document-store.ts";
import { findProduct } from "../../worker/catalog/find-product-store.ts";
import type { ProductDocument } from "../../worker/catalog/product.ts";
import { LANGUAGES } from "../../worker/markets/markets.ts";
import { indexRows } from "../../worker/search/index/index-products-flow.ts";
import { readProductsToIndex } from "../../worker/search/index/read-products-flow.ts";
import { REBUILD_TURN } from "../../worker/search/index/rebuild-search-flow.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import type { ProjectionCheck, RebuildTurn } from "../../worker/search/rebuild-flow.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import type { World } from "../../worker/world.ts";
import { MARKETS } from "../support/markets.ts";
import { inEveryShard } from "../support/search-index.ts";
import { setProductStatus } from "../support/seed-catalog.ts";
import {
  type Answer,
  ask,
  askAsStaff,
  importedProduct,
  importNow,
  inWorld,
  putCategory,
  refusal,
} from "../support/store-client.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");

const change = async (id: string, version: number, changes: object) => {
  const answer = await askAsStaff("PATCH", `/api/admin/products/${id}`, { version, ...changes });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
/** As many turns as it takes: one writes no more than an invocation may. */
async function project(...ids: string[]): Promise<void> {
  for (let left: readonly string[] = ids; left.length > 0; ) {
    const asked = left;
    left = await inWorld((world) => projectProducts(world, asked));
    expect(left.length).toBeLessThan(asked.length);
  }
}
const kept = (slug: string, language: (typeof LANGUAGES)[number] = "en") =>
  env.CATALOG_CACHE.get<ProductDocument>(documentKey(language, slug), "json");
const found = (q: string) =>
  inWorld(async (world) => {
    const page = await searchProducts(world, enUs, { q, limit: 100 });
    return page.ok ? page.value.items.map((item) => item.id) : [];
  });
const title = (text: string, slug?: string) => ({
  translations: { en: { title: text, description: "", ...(slug ? { slug } : {}) } },
});
const check = async (after = "") =>
  (await askAsStaff<ProjectionCheck>("GET", `/api/admin/projections?after=${after}`)).body;

describe("a change reaches documents and search", () => {
  test("the new title is on the page and found, the old one is not", async () => {
    await importNow([importedProduct({ externalId: "lamp", title: "Brass lamp" })]);
    await change("test-lamp", 1, title("Copper lantern"));
    await project("test-lamp");
    expect(await kept("brass-lamp")).toMatchObject({ title: "Copper lantern", version: 2 });
    expect([await found("copper lantern"), await found("brass")]).toEqual([["test-lamp"], []]);
  });

  test("under a new slug; documents of the old one are gone, in every language it was read in", async () => {
    await importNow([importedProduct({ externalId: "chair", title: "Oak chair" })]);
    for (const market of MARKETS) await inWorld((world) => findProduct(world, market, "oak-chair"));
    expect(await kept("oak-chair", "ja")).not.toBeNull();
    await change("test-chair", 1, title("Elm chair", "elm-chair"));
    await project("test-chair");
    expect(await Promise.all(LANGUAGES.map((language) => kept("oak-chair", language)))).toEqual(
      LANGUAGES.map(() => null),
    );
    expect(await kept("elm-chair")).toMatchObject({ title: "Elm chair" });
    expect((await ask("/api/products/oak-chair?market=en-us")).body).toMatchObject({ slug: "elm-chair" });
  });

  test("one that is taken off sale has no document left", async () => {
    await importNow([importedProduct({ externalId: "table", title: "Pine table" })]);
    await change("test-table", 1, { status: "archived" });
    await project("test-table");
    expect(await kept("pine-table")).toBeNull();
    expect(refusal(await ask("/api/products/pine-table?market=en-us"))).toBe("410 product.gone");
    await change("test-table", 2, { status: "published" });
    await project("test-table");
    expect(await found("pine table")).toEqual(["test-table"]);
  });

  test("a product nobody knows is no fault", async () => {
    await project("test-nobody");
  });
});

describe("what a change purges", () => {
  const purgedBy = async (id: string) => {
    const purged = new Set<string>();
    const pageCache: World["pageCache"] = {
      isLimited: false,
      purge: async (tags) => {
        for (const tag of tags) purged.add(tag);
      },
    };
    await inWorld((world) => projectProducts(world, [id]), { pageCache });
    return [...purged].toSorted();
  };

  test("is what shows the product, and lists of its own category, brand and collections; nothing that is everybody's", async () => {
    await putCategory("light", { en: "Light" });
    await putCategory("torches", { en: "Torches" }, "light");
    await importNow([
      importedProduct({ externalId: "torch", title: "Torch", categoryIds: ["torches"], brand: "Beam" }),
    ]);
    const rule = { match: "all", conditions: [{ field: "brand", is: ["beam"] }] };
    const facts = { version: 0, rule, translations: { en: { slug: "beams", name: "Beams" } } };
    expect((await askAsStaff("PUT", "/api/admin/collections/beams", facts)).status).toBe(200);
    const lists = ["brand-beam", "category-list-torches", "collection-beams"];
    expect(await purgedBy("test-torch")).toEqual(lists);
    await change("test-torch", 1, title("Lantern"));
    expect(await purgedBy("test-torch")).toEqual([...lists, "product-test-torch"]);
  });

  test("is on the lists that show it: each names its products", async () => {
    for (const path of ["products?category=torches", "products?brand=beam", "search?q=lantern", "suggest?q=lantern"]) {
      const { headers } = await ask(`/api/${path}&market=en-us`);
      expect(headers.get("cache-tag"), path).toContain("product-test-torch");
    }
  });
});

describe("an old event never brings back an old value", () => {
  test("events in any order, late or twice, end at what is true now", async () => {
    await importNow([importedProduct({ externalId: "clock", title: "First clock" })]);
    await change("test-clock", 1, title("Second clock"));
    await change("test-clock", 2, title("Third clock"));
    await Promise.all([project("test-clock"), project("test-clock"), project("test-clock", "test-clock")]);
    expect(await kept("first-clock")).toMatchObject({ title: "Third clock", version: 3 });
    expect([await found("third"), await found("second"), await found("first")]).toEqual([["test-clock"], [], []]);
  });

  test("a projection that is overtaken while it writes takes back what it wrote", async () => {
    await importNow([importedProduct({ externalId: "vase", title: "Grey vase" })]);
    await change("test-vase", 1, title("Green vase"));
    let isOvertaken = false;
    await inWorld(async (world) => {
      const documents = new Proxy(world.documents, {
        get: (target, name) => {
          if (name !== "put") return Reflect.get(target, name).bind(target);
          return async (...given: Parameters<World["documents"]["put"]>) => {
            if (!isOvertaken) {
              isOvertaken = true;
              await change("test-vase", 2, title("Golden vase"));
              await project("test-vase");
            }
            await target.put(...given);
          };
        },
      });
      await projectProducts({ ...world, documents }, ["test-vase"]);
    });
    expect(isOvertaken).toBe(true);
    expect(await kept("grey-vase")).toMatchObject({ title: "Golden vase", version: 3 });
    expect([await found("golden vase"), await found("green")]).toEqual([["test-vase"], []]);
  });

  test("rows of an older version are not put into the index, not even of a product that is gone from it", async () => {
    await importNow([importedProduct({ externalId: "sofa", title: "Velvet sofa" })]);
    const old = await inWorld((world) => readProductsToIndex(world, ["test-sofa"]));
    await change("test-sofa", 1, { status: "archived" });
    await project("test-sofa");
    await inWorld((world) => indexRows(world, old.rows));
    await setProductStatus("test-sofa", "published");
    expect(await found("velvet sofa")).toEqual([]);
    await setProductStatus("test-sofa", "archived");
  });
});

describe("misspelt words are mended", () => {
  const corrected = (q: string) =>
    inWorld(async (world) => {
      const page = await searchProducts(world, enUs, { q, limit: 10 });
      return page.ok ? (page.value.corrected?.changes ?? null) : null;
    });

  test("to a word that a description had before a title had it", async () => {
    const described = importedProduct({ externalId: "display", title: "Wall mount" });
    await importNow([
      { ...described, translations: { en: { title: "Wall mount", description: "Holds a zweihander." } } },
    ]);
    expect(await corrected("zweihandr")).toBeNull();
    await importNow([importedProduct({ externalId: "sword", title: "Zweihander sword" })]);
    expect(await corrected("zweihandr")).toEqual([{ from: "zweihandr", to: "zweihander" }]);
  });

  test("to no word of what another market sells", async () => {
    await importNow([importedProduct({ externalId: "quiz", title: "Quizzlebox deluxe" })]);
    await change("test-quiz", 1, { markets: ["en-gb"] });
    await project("test-quiz");
    expect(await corrected("quizzlebax")).toBeNull();
    await change("test-quiz", 2, { markets: ["en-us"] });
    await project("test-quiz");
    expect(await corrected("quizzlebax")).toEqual([{ from: "quizzlebax", to: "quizzlebox" }]);
  });
});

describe("what was made of the catalogue can be thrown away and made again", () => {
  const snapshot = async () => {
    const columns = "number, product_id, language, shard, version, markets, prices, title, codes, kinds";
    const rows = await inEveryShard<{ number: number }>(`SELECT ${columns} FROM search_documents_{g}`);
    const terms = await inEveryShard<{ term: string }>(
      "SELECT term, documents FROM search_terms_{g} WHERE documents > 0",
    );
    rows.sort((a, b) => a.number - b.number);
    terms.sort((a, b) => (a.term < b.term ? -1 : 1));
    return { rows, terms, phones: await found("phone"), codes: await found("SKU-REBUILD") };
  };
  const rebuild = async (what: "search" | "documents") => {
    let after: string | null = "";
    let products = 0;
    for (let turn = 0; after !== null && turn < 100; turn += 1) {
      const answer: Answer<RebuildTurn> = await askAsStaff("POST", "/api/admin/projections/rebuild", { what, after });
      expect(answer.status).toBe(200);
      products += answer.body.products;
      after = answer.body.nextId;
    }
    return products;
  };
  const stretch = async () => {
    const differs = { search: [] as string[], documents: [] as string[] };
    let after: string | null = "";
    for (let turn = 0; after !== null && turn < 100; turn += 1) {
      const { searchDiffers, documentDiffers, nextId }: ProjectionCheck = await check(after);
      differs.search.push(...searchDiffers);
      differs.documents.push(...documentDiffers);
      after = nextId;
    }
    return differs;
  };

  test("drift is seen: an index row or a document of another version, a row that is missing, and one too many", async () => {
    await importNow(
      ["one", "two", "three", "four"].map((name) =>
        importedProduct({ externalId: `drift-${name}`, title: `Drift ${name}` }),
      ),
    );
    await inEveryShard("UPDATE search_documents_{g} SET version = 0 WHERE product_id = 'test-drift-one'");
    await inEveryShard("DELETE FROM search_documents_{g} WHERE product_id = 'test-drift-two'");
    const document = await kept("drift-three");
    await env.CATALOG_CACHE.put(documentKey("en", "drift-three"), JSON.stringify({ ...document, version: 7 }));
    await setProductStatus("test-drift-four", "draft");
    expect(await stretch()).toEqual({
      search: ["test-drift-one", "test-drift-two"],
      documents: ["test-drift-four", "test-drift-three"],
    });
    const { sold, searchable } = await check();
    expect(searchable).toBe((sold ?? 0) + 1);
    await rebuild("search");
    await rebuild("documents");
    await env.CATALOG.prepare("UPDATE products SET status = 'draft', version = 2 WHERE id = 'test-drift-four'").run();
    await project("test-drift-four");
    expect(await stretch()).toEqual({ search: [], documents: [] });
  });

  test("search that lacks products says so by number", async () => {
    const before = await check();
    await askAsStaff("POST", "/api/admin/imports", {
      products: [importedProduct({ externalId: "lost", title: "Lost and found" })],
    });
    expect(await check()).toMatchObject({ sold: (before.sold ?? 0) + 1, searchable: before.searchable });
    await project("test-lost");
    expect(await check()).toMatchObject({ sold: (before.sold ?? 0) + 1, searchable: (before.searchable ?? 0) + 1 });
  });

  test("staff alone look and rebuild", async () => {
    expect(refusal(await ask("/api/admin/projections"))).toBe("401 access.sign_in_needed");
    const headers = { "content-type": "application/json", origin: "http://store.test" };
    const body = JSON.stringify({ what: "search" });
    expect(refusal(await ask("/api/admin/projections/rebuild", { method: "POST", headers, body }))).toBe(
      "401 access.sign_in_needed",
    );
    expect(refusal(await askAsStaff("POST", "/api/admin/projections/rebuild", { what: "all" }))).toBe(
      "422 request.invalid",
    );
  });

  test("a rebuilt index is the same as one that followed every change, over several turns", {
    timeout: 300_000,
  }, async () => {
    const many = Array.from({ length: REBUILD_TURN + 7 }, (_, index) =>
      importedProduct({
        externalId: `rebuild-${index}`,
        title: `Phone ${index}`,
        status: index % 10 === 0 ? "draft" : "published",
        variants: [{ sku: `SKU-REBUILD-${index}`, prices: { USD: { amountMinor: 1_000 + index } } }],
      }),
    );
    for (let start = 0; start < many.length; start += 100)
      await askAsStaff("POST", "/api/admin/imports", { products: many.slice(start, start + 100) });
    await project(...many.map(({ externalId }) => `test-${externalId}`));
    const before = await snapshot();
    await inEveryShard("DELETE FROM search_documents_{g}");
    expect((await snapshot()).phones).toEqual([]);
    expect(await rebuild("search")).toBeGreaterThan(REBUILD_TURN);
    expect(await snapshot()).toEqual(before);
    await rebuild("search");
    expect(await snapshot()).toEqual(before);
    expect(await stretch()).toEqual({ search: [], documents: [] });
  });
});

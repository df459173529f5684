/** What lists can be narrowed by, and in which order they stand: of a search and of a category alike. */
import { beforeAll, describe, expect, test } from "vitest";
import { forgetAll } from "../../worker/base/memory-store.ts";
import type { Outcome } from "../../worker/base/outcome.ts";
import { browseCategory } from "../../worker/search/browse-flow.ts";
import { type Facet, FILTER_KEYS_MAX, type Filters, NO_FILTERS } from "../../worker/search/facets/facet.ts";
import { FOUND_MAX } from "../../worker/search/index/find-candidates-flow.ts";
import { WALKED_MAX } from "../../worker/search/index/match-store.ts";
import type { ListPage } from "../../worker/search/list-page.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { CANDIDATES_MAX } from "../../worker/search/ranking/match-rounds.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import { MARKETS } from "../support/markets.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, putCategory, refusal } from "../support/store-client.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");
const BRANDS = ["Kestrel", "Nordlicht", "Orbit"];
const KETTLES = 12;

const pageOf = <Page>(found: Outcome<Page, unknown>): Page => {
  if (!found.ok) throw new Error("refused");
  return found.value;
};
const chosen = (values: Filters["values"], ranges: Filters["ranges"] = {}): Filters => ({ values, ranges });
const search = (filters: Filters = NO_FILTERS, more = {}) =>
  inWorld(async (world) => pageOf(await searchProducts(world, enUs, { q: "kettle", limit: 100, filters, ...more })));
const browse = (filters: Filters = NO_FILTERS, more = {}) =>
  inWorld(async (world) =>
    pageOf(
      await browseCategory(world, enUs, { categoryId: "kitchen", sort: "featured", limit: 100, filters, ...more }),
    ),
  );
const LISTS = [
  ["a search", search],
  ["a category", browse],
] as const;
const names = ({ items }: ListPage) => items.map((item) => item.externalId);
const facet = ({ facets }: ListPage, key: string) => facets.find((each) => each.key === key);
const counts = (found: Facet | undefined) =>
  found?.kind === "values" ? Object.fromEntries(found.values.map(({ value, count }) => [value, count])) : null;

beforeAll(async () => {
  const litres = { productType: "", key: "litres", kind: "number", unit: "l", version: 0 };
  expect((await askAsStaff("PUT", "/api/admin/attributes", litres)).status).toBe(200);
  await putCategory("kitchen", { en: "Kitchen", de: "Küche" });
  await putCategory("tea", { en: "Tea" }, "kitchen");
  await importNow(
    Array.from({ length: KETTLES }, (_, index) =>
      importedProduct({
        externalId: `kettle-${String(index).padStart(2, "0")}`,
        title: `Kettle ${String.fromCharCode(65 + index)}`,
        brand: BRANDS[index % 3] ?? "",
        categoryIds: [index % 4 === 0 ? "tea" : "kitchen"],
        rank: 100 - index,
        attributes: [
          { key: "Colour", kind: "text", value: index % 2 === 0 ? "Black" : "White" },
          { key: "Cordless", kind: "boolean", value: index % 6 === 0 },
          // One maker tells it in another unit.
          index === 7
            ? { key: "litres", kind: "number", value: 1_700, unit: "ml" }
            : { key: "litres", kind: "number", value: 1 + index / 10, unit: "l" },
          { key: "Serial", kind: "text", value: `S-${index}` },
          { key: "Plug", kind: "text", value: "Type F" },
        ],
        variants: [
          {
            sku: `KETTLE-${index}`,
            quantity: index < 3 ? 0 : 5,
            prices: { USD: { amountMinor: 2_000 + 100 * index } },
          },
        ],
      }),
    ),
  );
});

describe.each(LISTS)("%s", (_, list) => {
  test("offers what helps to choose, with how many there are, and nothing else", async () => {
    const page = await list();
    expect([page.total, page.isAbout, page.partial]).toEqual([KETTLES, false, false]);
    expect(counts(facet(page, "brand"))).toEqual({ Kestrel: 4, Nordlicht: 4, Orbit: 4 });
    expect(counts(facet(page, "category"))).toEqual({ kitchen: KETTLES, tea: 3 });
    expect(counts(facet(page, "attribute:Colour"))).toEqual({ Black: 6, White: 6 });
    expect(counts(facet(page, "attribute:Cordless"))).toEqual({ true: 2, false: 10 });
    expect(counts(facet(page, "available"))).toEqual({ yes: 9 });
    expect(facet(page, "price")).toMatchObject({ kind: "range", min: 2_000, max: 3_100, from: null, to: null });
    expect(facet(page, "attribute:litres")).toMatchObject({ kind: "range", min: 1, max: 2.1, unit: "l" });
    expect([facet(page, "attribute:Serial"), facet(page, "attribute:Plug")]).toEqual([undefined, undefined]);
  });

  test("narrows by several values of one facet, by several facets, by ranges, and by what is there", async () => {
    expect(names(await list(chosen({ brand: ["Kestrel", "Orbit"] })))).toHaveLength(8);
    expect(names(await list(chosen({ brand: ["Kestrel"], "attribute:Colour": ["Black"] })))).toEqual(
      expect.arrayContaining(["kettle-00", "kettle-06"]),
    );
    expect((await list(chosen({ brand: ["Kestrel"], "attribute:Colour": ["Black"] }))).total).toBe(2);
    expect((await list(chosen({ category: ["tea"] }))).total).toBe(3);
    expect((await list(chosen({ "attribute:Cordless": ["true"] }))).total).toBe(2);
    expect((await list(chosen({ available: ["yes"] }))).total).toBe(9);
    expect((await list(chosen({}, { price: { from: 2_500, to: 2_700 } }))).total).toBe(3);
    expect((await list(chosen({}, { "attribute:litres": { from: 1.95, to: null } }))).total).toBe(2);
    expect(names(await list(chosen({}, { "attribute:litres": { from: 1.65, to: 1.75 } })))).toEqual(["kettle-07"]);
    expect((await list(chosen({ brand: ["Nobody"] }))).total).toBe(0);
  });

  test("counts a chosen facet as if it were not chosen, and the others as they are left", async () => {
    const page = await list(chosen({ brand: ["Kestrel"] }));
    expect(counts(facet(page, "brand"))).toEqual({ Kestrel: 4, Nordlicht: 4, Orbit: 4 });
    expect(counts(facet(page, "attribute:Colour"))).toEqual({ Black: 2, White: 2 });
    const none = await list(chosen({ brand: ["Kestrel"] }, { price: { from: 9_000, to: null } }));
    expect(none.total).toBe(0);
    expect(facet(none, "price")).toMatchObject({ min: 2_000, max: 2_900, from: 9_000 });
    expect(counts(facet(none, "brand"))).toEqual({ Kestrel: 0 });
  });

  test.each(["featured", "price-asc", "name"])(
    "takes as many ranges as there may be, in the order %s",
    async (sort) => {
      const known = { price: { from: 2_100, to: 2_900 }, "attribute:litres": { from: 1.2, to: 1.8 } };
      expect((await list(chosen({}, known), { sort })).total).toBe(7);
      expect((await list(chosen({}, { "attribute:litres": { from: 1.85, to: null } }), { sort })).total).toBe(3);
      const others = Array.from({ length: FILTER_KEYS_MAX - 2 }, (_, index) => [
        `attribute:Size ${index}`,
        { from: index, to: index + 1 },
      ]);
      expect((await list(chosen({}, { ...known, ...Object.fromEntries(others) }), { sort })).total).toBe(0);
    },
  );

  test.each([
    ["price-asc", ["kettle-00", "kettle-01"]],
    ["price-desc", ["kettle-11", "kettle-10"]],
    ["name", ["kettle-00", "kettle-01"]],
    ["featured", ["kettle-00", "kettle-01"]],
  ])("in the order %s, page by page, has everything once", async (sort, begins) => {
    const whole = names(await list(NO_FILTERS, { sort }));
    expect(whole.slice(0, 2)).toEqual(begins);
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    for (let turn = 0; turn < KETTLES; turn += 1) {
      const page = await list(NO_FILTERS, { sort, limit: 5, cursor });
      seen.push(...names(page));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole);
    expect(new Set(seen).size).toBe(KETTLES);
  });

  test("takes no cursor of another order, of other filters, of another list or of nobody", async () => {
    const { nextCursor } = await list(NO_FILTERS, { sort: "price-asc", limit: 5 });
    const other = list === search ? browse : search;
    const tries = [
      () => list(NO_FILTERS, { sort: "price-desc", limit: 5, cursor: nextCursor }),
      () => list(chosen({ brand: ["Orbit"] }), { sort: "price-asc", limit: 5, cursor: nextCursor }),
      () => other(NO_FILTERS, { sort: "price-asc", limit: 5, cursor: nextCursor }),
      () => list(NO_FILTERS, { sort: "price-asc", limit: 5, cursor: btoa('["x",1,"y"]') }),
      () => list(NO_FILTERS, { sort: "price-asc", limit: 5, cursor: "%00'; DROP TABLE products" }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toThrow("refused");
  });
});

test("what staff keep from the filters is not offered, but for products of a type of which they say otherwise", async () => {
  const define = (productType: string, facetable: boolean) =>
    askAsStaff("PUT", "/api/admin/attributes", { productType, key: "Colour", kind: "text", facetable, version: 0 });
  expect((await define("", false)).status).toBe(200);
  forgetAll();
  expect(facet(await search(), "attribute:Colour")).toBeUndefined();
  expect(facet(await browse(), "attribute:Colour")).toBeUndefined();
  // Who has it in an address still narrows by it, and sees what is chosen.
  const narrowed = await search(chosen({ "attribute:Colour": ["Black"] }));
  expect([narrowed.total, counts(facet(narrowed, "attribute:Colour"))]).toEqual([6, { Black: 6, White: 6 }]);
  expect((await define("laptops", true)).status).toBe(200);
  forgetAll();
  expect(counts(facet(await search(), "attribute:Colour"))).toEqual({ Black: 6, White: 6 });
});

describe("over HTTP", () => {
  type Page = { items: { externalId: string }[]; total: number; facets: Facet[]; code: string };
  const get = (more: string) => ask<Page>(`/api/search?market=en-us&q=kettle${more}`);

  test("filters are parts of the address", async () => {
    expect((await get("&brand=Kestrel&brand=Orbit&price.max=25&a.Colour=Black&sort=price-desc")).body).toMatchObject({
      items: [{ externalId: "kettle-02" }, { externalId: "kettle-00" }],
      total: 2,
    });
  });

  test.each(["&price.min=much", "&a.Litres.min=1e9", "&price=5", "&sort=worst", "&available=no", "&zzz=1"])(
    "%s is refused",
    async (more) => {
      expect(refusal(await get(more))).toBe("422 request.invalid");
    },
  );
});

test("what is sold in one market only is found there, and in no other", async () => {
  const changed = await askAsStaff("PATCH", "/api/admin/products/test-kettle-05", { version: 1, markets: ["en-gb"] });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  await inWorld((world) => projectProducts(world, ["test-kettle-05"]));
  expect(names(await search())).not.toContain("kettle-05");
  expect(names(await browse())).not.toContain("kettle-05");
  expect((await browse()).total).toBe(KETTLES - 1);
});

test.each(["featured", "price-asc", "name"] as const)(
  "what has words in a market's own language is listed once, %s",
  async (sort) => {
    const TEAPOTS = 7;
    await putCategory("pots", { en: "Pots", de: "Kannen" });
    await importNow(
      Array.from({ length: TEAPOTS }, (_, index) =>
        importedProduct({
          ...{ externalId: `pot-${index}`, title: `Pot ${index}`, categoryIds: ["pots"], rank: index },
          translations: {
            en: { title: `Pot ${index}` },
            // One has none.
            ...(index !== 3 && { de: { title: `Kanne ${index}` } }),
          },
        }),
      ),
    );
    const listed = async (id: string) => {
      const market = MARKETS.find((each) => each.id === id) ?? enUs;
      const seen: string[] = [];
      for (let cursor: string | undefined, turn = 0; turn < TEAPOTS; turn += 1) {
        const page = await inWorld(async (world) =>
          pageOf(
            await browseCategory(world, market, { categoryId: "pots", filters: NO_FILTERS, sort, limit: 2, cursor }),
          ),
        );
        expect(page.total).toBe(TEAPOTS);
        seen.push(...page.items.map(({ title }) => title));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      return seen.toSorted();
    };
    expect(await listed("de-de")).toEqual([0, 1, 2, 4, 5, 6].map((index) => `Kanne ${index}`).concat("Pot 3"));
    expect(await listed("en-us")).toEqual(Array.from({ length: TEAPOTS }, (_, index) => `Pot ${index}`));
  },
);

test("of very many, the best are counted and paged through, and the page says that there are more", async () => {
  const many = Array.from({ length: CANDIDATES_MAX + 20 }, (_, index) =>
    importedProduct({ externalId: `spoon-${index}`, title: `Spoon ${index}`, categoryIds: ["kitchen"], rank: index }),
  );
  for (let start = 0; start < many.length; start += 100) await importNow(many.slice(start, start + 100));
  const page = await inWorld(async (world) => pageOf(await searchProducts(world, enUs, { q: "spoon", limit: 10 })));
  expect(page.total).toBeGreaterThanOrEqual(CANDIDATES_MAX);
  expect(page.total).toBeLessThanOrEqual(FOUND_MAX);
  expect(page.isAbout).toBe(true);
  const category = await browse(NO_FILTERS, { limit: 10 });
  // One of the kettles is sold elsewhere.
  expect([category.total, category.isAbout]).toEqual([many.length + KETTLES - 1, true]);
  // In another order than the best first, only some of them stand: the page says of how many.
  const byPrice = { sort: "price-asc" as const, limit: 10 };
  const found = await inWorld(async (world) => pageOf(await searchProducts(world, enUs, { q: "spoon", ...byPrice })));
  expect([found.sortedOf, page.sortedOf]).toEqual([found.total, null]);
  expect((await browse(NO_FILTERS, byPrice)).sortedOf).toBeNull();
  expect((await browse(chosen({ available: ["yes"] }), byPrice)).sortedOf).toBe(WALKED_MAX);
  expect((await search(NO_FILTERS, byPrice)).sortedOf).toBeNull();
});

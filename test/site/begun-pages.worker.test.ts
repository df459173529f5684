/** How much is read before the first byte of a page that the cache does not have: rounds, each of which waits for the one before. */
import { beforeAll, describe, expect, test } from "vitest";
import { readHomeLists } from "../../site/home-page.ts";
import { readShownProduct } from "../../site/product-page.ts";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { findCategoryPlace } from "../../worker/catalog/category-store.ts";
import { findProduct } from "../../worker/catalog/find-product-store.ts";
import { beginProductCards } from "../../worker/catalog/product-store.ts";
import { beginCategory, browseCategory } from "../../worker/search/browse-flow.ts";
import { type Filters, NO_FILTERS } from "../../worker/search/facets/facet.ts";
import type { ListBegun, ListPage } from "../../worker/search/list-page.ts";
import { beginSearch, searchProducts } from "../../worker/search/search-flow.ts";
import type { World } from "../../worker/world.ts";
import { MARKETS } from "../support/markets.ts";
import { importedProduct, importNow, inWorld, putCategory } from "../support/store-client.ts";
import { watchedIndex, watchedWorld } from "../support/watched-world.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");
const LAMPS = 60;

/** Lets calls go in rounds: those that were asked for while the round before was answered. What `work` leaves behind goes on afterwards. */
async function roundsOf<Value>(work: (world: World) => Promise<Value>): Promise<{ rounds: number; value: Value }> {
  const waiting: (() => void)[] = [];
  let under = 0;
  let isOver = false;
  const watch = async <Answer>(_: unknown, go: () => Promise<Answer>): Promise<Answer> => {
    if (!isOver) await new Promise<void>((resolve) => waiting.push(resolve));
    under += 1;
    try {
      return await go();
    } finally {
      under -= 1;
    }
  };
  return inWorld(async (world) => {
    const documents = new Proxy(world.documents, {
      get: (kv, name) => {
        const own = Reflect.get(kv, name);
        return typeof own !== "function" ? own : (...given: never[]) => watch(null, () => own.apply(kv, given));
      },
    });
    const done = work({ ...watchedWorld(world, watch), ...watchedIndex(world, watch), documents });
    const ended = done.then(
      () => true,
      () => true,
    );
    let rounds = 0;
    while (!(await Promise.race([ended, quiet()]))) {
      rounds += 1;
      for (const go of waiting.splice(0)) go();
      while (under > 0) await quiet();
    }
    isOver = true;
    for (const go of waiting.splice(0)) go();
    return { rounds, value: await done };
  });
}
/** False, once what is at hand has been done. */
const quiet = async (): Promise<false> => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  return false;
};

const okOf = <Value>(outcome: { ok: true; value: Value } | { ok: false }): Value => {
  if (!outcome.ok) throw new Error("refused");
  return outcome.value;
};

beforeAll(async () => {
  await putCategory("light", { en: "Light" });
  await putCategory("tables", { en: "For tables" }, "light");
  await importNow(
    Array.from({ length: LAMPS }, (_, index) =>
      importedProduct({ externalId: `lamp-${index}`, title: `Lamp ${index}`, categoryIds: ["tables"], brand: "Orbit" }),
    ),
  );
  await inWorld(async (world) => {
    okOf(await searchProducts(world, enUs, { q: "lamp", limit: 24 }));
    await findProduct(world, enUs, "lamp-1");
  });
});

const category =
  (filters: Filters = NO_FILTERS) =>
  async (world: World) => {
    const place = await findCategoryPlace(world, enUs.language, "for-tables");
    if (place.kind !== "here") throw new Error("It is there");
    const { category: found, path } = place.found;
    const rootId = path[0]?.id ?? found.id;
    return okOf(
      await beginCategory(world, enUs, { categoryId: found.id, rootId, filters, sort: "featured", limit: 24 }),
    );
  };

const PAGES: readonly [string, (world: World) => Promise<unknown>][] = [
  ["home", (world) => readHomeLists(world, enUs)],
  ["a category", category()],
  ["a category, narrowed", category({ values: { brand: ["Orbit"] }, ranges: {} })],
  ["a search", async (world) => okOf(await beginSearch(world, enUs, { q: "lamp", limit: 24 }))],
  [
    "a brand, once it is found",
    async (world) => okOf(await beginProductCards(world, enUs, { brandId: "orbit", sort: "featured", limit: 24 })),
  ],
  [
    "a product",
    async (world) => {
      const found = await findProduct(world, enUs, "lamp-1");
      if (found.kind !== "here") throw new Error("It is there");
      const { related, contents, definitions, ...shown } = (await readShownProduct(
        world,
        enUs,
        found.document,
        null,
      )) as Exclude<Awaited<ReturnType<typeof readShownProduct>>, string>;
      return shown;
    },
  ],
];

describe("a page begins after two rounds of reads at most", () => {
  test.each(PAGES)("%s", async (_, begin) => {
    const { rounds } = await roundsOf(begin);
    expect(rounds).toBeGreaterThan(0);
    expect(rounds).toBeLessThanOrEqual(2);
  });
});

describe("what a page begins with is what it has", () => {
  const begunAndWhole = async <Page extends ListPage>(begin: (world: World) => Promise<ListBegun<Page>>) =>
    inWorld(async (world) => {
      const begun = await begin(world);
      return { begun, whole: await begun.whole };
    });
  test("of a category", async () => {
    const { begun, whole } = await begunAndWhole(category());
    expect(begun.ids).toHaveLength(24);
    expect(whole.items.map(({ id }) => id)).toEqual(begun.ids);
    expect(whole.total).toBe(LAMPS);
  });
  test("of a search", async () => {
    const { begun, whole } = await begunAndWhole(async (world) =>
      okOf(await beginSearch(world, enUs, { q: "lamps", limit: 24 })),
    );
    expect(begun.ids).toHaveLength(24);
    expect(whole.items.map(({ id }) => id)).toEqual(begun.ids);
  });
});

test("where cards cannot be read, a page that has begun is told", async () => {
  const down = (world: World): World =>
    watchedWorld(world, ({ on }, go) => (on === "catalog" ? Promise.reject(new Error("down")) : go()));
  await inWorld(async (world) => {
    const list = { categoryId: "tables", rootId: "light", filters: NO_FILTERS, sort: "featured" as const, limit: 24 };
    forgetAll();
    okOf(await browseCategory(world, enUs, list));
    const begun = okOf(await beginCategory(down(world), enUs, list));
    expect(begun.ids).toHaveLength(24);
    await expect(begun.whole).rejects.toThrow();
  });
});

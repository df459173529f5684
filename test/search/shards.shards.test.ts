/** What only an index over several databases can do: go on without one of them, take one more, and lose nothing meanwhile. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, test } from "vitest";
import { newRouter } from "../../worker/http/router.ts";
import { browseCategory } from "../../worker/search/browse-flow.ts";
import { NO_FILTERS } from "../../worker/search/facets/facet.ts";
import { ASKED_AT_ONCE_MAX, askShards } from "../../worker/search/index/ask-shards-flow.ts";
import { spreadShards, turnMove } from "../../worker/search/index/move-shards-flow.ts";
import { turnRebuild, turnRetired } from "../../worker/search/index/rebuild-search-flow.ts";
import { databasesOf, freshPlacement, placementOf } from "../../worker/search/index/search-shard.ts";
import { freshState } from "../../worker/search/index/search-state.ts";
import { copySearchState } from "../../worker/search/index/search-state-store.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import { suggestRoutes } from "../../worker/search/suggest-routes.ts";
import type { SearchShards, World } from "../../worker/world.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { MARKETS } from "../support/markets.ts";
import { inEveryShard, searchBindings, searchDatabase, searchStateNow } from "../support/search-index.ts";
import { setProductStatus } from "../support/seed-catalog.ts";
import { askAsStaff, importedProduct, importNow, inWorld, putCategory } from "../support/store-client.ts";
import { testWorld } from "../support/test-world.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");
const LAMPS = 60;

/** What hangs is waited for so long, and all others have to come in that time. */
const DEADLINE_MS = 3_000;
/** The index as a Worker sees it that was deployed with these databases. */
const shardsOf = (names: readonly string[], change?: (name: string, db: D1Database) => D1Database) => ({
  databases: new Map(
    names.map((name) => [name, drizzle(change ? change(name, searchDatabase(name)) : searchDatabase(name))]),
  ),
  deadlineMs: change ? DEADLINE_MS : 20_000,
  memory: { kept: null, totals: null },
});
const found = async (world: World, q = "lamp") => {
  const page = await searchProducts(world, enUs, { q, limit: 100 });
  if (!page.ok) throw new Error("a first page has no cursor");
  return page.value;
};
const idsOf = async (world: World, q?: string) => (await found(world, q)).items.map(({ id }) => id).sort();
/** A clock that goes on by what a move or a rebuild waits; databases have their time. */
const quickWorld = (searchShards: SearchShards): World => {
  const world = testWorld({ searchShards });
  const sleep = async (ms: number) => {
    if (ms <= searchShards.deadlineMs) return world.sleep(ms);
    world.clock.aheadMs += ms;
  };
  return { ...world, nowMs: () => Date.now() + world.clock.aheadMs, sleep };
};

beforeAll(async () => {
  for (const id of ["light", "sound", "garden"]) await putCategory(id, { en: id });
  await importNow(
    Array.from({ length: LAMPS }, (_, index) =>
      importedProduct({
        externalId: `lamp-${index}`,
        title: `Lamp number ${index}`,
        categoryIds: [["light", "sound", "garden"][index % 3] ?? ""],
      }),
    ),
  );
});

describe("an index over several databases", () => {
  test("has products in several of them, each in one", async () => {
    const rows = await inEveryShard<{ product_id: string }>("SELECT product_id FROM search_documents_{g}");
    expect(new Set(rows.map((row) => row.product_id)).size).toBe(rows.length);
    const each = await Promise.all(
      searchBindings().map((name) =>
        searchDatabase(name).prepare("SELECT count(*) AS rows FROM search_documents_a").first<{ rows: number }>(),
      ),
    );
    expect(each.filter((part) => (part?.rows ?? 0) > 0).length).toBeGreaterThan(1);
  });

  test("answers from the databases that come in time, and says that it is not all", async () => {
    const whole = await found(quickWorld(shardsOf(searchBindings())));
    expect([whole.total, whole.partial]).toEqual([LAMPS, false]);
    const [hanging] = await fullest();
    const world = testWorld({
      searchShards: shardsOf(searchBindings(), (name, db) => (name === hanging ? hangingDatabase(db) : db)),
    });
    const part = await found(world);
    expect(part.partial).toBe(true);
    expect(part.total).toBeGreaterThan(0);
    expect(part.total).toBeLessThan(LAMPS);
    expect(takeErrors().every((line) => JSON.stringify(line).includes("search.shard_missing"))).toBe(true);
  });

  test("suggests from the databases that come in time, says that it is not all, and keeps no such answer", async () => {
    const suggestions = async (searchShards: SearchShards) => {
      const router = newRouter();
      router.use(async (c, next) => {
        c.set("world", testWorld({ searchShards }));
        await next();
      });
      const answer = await router.route("/", suggestRoutes).request("/api/suggest?market=en-us&q=lam");
      return { kept: answer.headers.get("cache-control"), ...(await answer.json<{ partial: boolean }>()) };
    };
    const whole = await suggestions(shardsOf(searchBindings()));
    expect([whole.partial, whole.kept]).toEqual([false, expect.stringContaining("public")]);
    const [hanging] = await fullest();
    const part = await suggestions(
      shardsOf(searchBindings(), (name, db) => (name === hanging ? hangingDatabase(db) : db)),
    );
    expect([part.partial, part.kept]).toEqual([true, null]);
    takeErrors();
  });

  test("goes on without its first database, by what the others know of it", async () => {
    await copySearchState(shardsOf(searchBindings()), await searchStateNow());
    const [first = ""] = searchBindings();
    const searchShards = shardsOf(searchBindings(), (name, db) => (name === first ? hangingDatabase(db) : db));
    const world = testWorld({ searchShards, search: drizzle(hangingDatabase(searchDatabase(first))) });
    const part = await found(world);
    expect(part.partial).toBe(true);
    expect(part.total).toBeGreaterThan(0);
    expect(
      takeErrors()
        .map((line) => JSON.stringify(line))
        .join(""),
    ).toContain("search.state_missing");
  });

  test("are asked a few at a time, all within one deadline", async () => {
    const names = Array.from({ length: ASKED_AT_ONCE_MAX * 2 }, (_, index) => `SEARCH_${index}`);
    const [own = ""] = searchBindings();
    const databases = new Map(names.map((name) => [name, drizzle(searchDatabase(own))]));
    const world = testWorld({ searchShards: { ...shardsOf([]), databases, deadlineMs: DEADLINE_MS } });
    let [now, most] = [0, 0];
    const all = await askShards(world, names, async (_, name) => {
      most = Math.max(most, ++now);
      await world.sleep(5);
      now -= 1;
      return name;
    });
    expect([most, [...all.answers.values()].sort(), all.missing]).toEqual([ASKED_AT_ONCE_MAX, [...names].sort(), []]);
    const [, ...hanging] = names;
    const some = await askShards(world, names, (_, name) =>
      hanging.includes(name) ? new Promise(() => undefined) : Promise.resolve(name),
    );
    expect([...some.answers.keys()]).toEqual(names.slice(0, 1));
    expect(some.missing.sort()).toEqual([...hanging].sort());
    expect(takeErrors()).toHaveLength(hanging.length);
  });

  test("asks for a category only where its root category lies", async () => {
    const asked = new Set<string>();
    const world = quickWorld(shardsOf(searchBindings(), (name, db) => watchedDatabase(db, () => asked.add(name))));
    const page = await browseCategory(world, enUs, {
      categoryId: "light",
      filters: NO_FILTERS,
      sort: "featured",
      limit: 100,
    });
    expect(page.ok && page.value.items.length).toBe(LAMPS / 3);
    expect(asked.size).toBeLessThan(searchBindings().length);
  });

  test("shows a product once that moved to another category, and so to another database", async () => {
    const world = quickWorld(shardsOf(searchBindings()));
    const before = await idsOf(world);
    for (const [version, category] of ["sound", "garden", "light"].entries()) {
      const answer = await askAsStaff("PATCH", "/api/admin/products/test-lamp-0", {
        version: version + 1,
        categoryIds: [category],
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      await inWorld((each) => projectProducts(each, ["test-lamp-0"]));
      const rows = await inEveryShard("SELECT number FROM search_documents_{g} WHERE product_id = 'test-lamp-0'");
      expect(rows).toHaveLength(1);
      expect(await idsOf(world)).toEqual(before);
    }
  });
});

describe("a database more", () => {
  const [first = "", second = "", third = ""] = searchBindings();
  const before = { ...freshState([first]), epoch: 1_000 };
  const start = async () => {
    await env.SEARCH.prepare("UPDATE search_state SET epoch = ?, state = ?")
      .bind(before.epoch, JSON.stringify(before))
      .run();
    const world = quickWorld(shardsOf([first]));
    for (let turn = 0; !(await turnRebuild(world)).isDone; turn += 1) if (turn > 50) throw new Error("no end");
    return world;
  };

  test("takes its part and no more, step by step, and every search meanwhile finds everything", async () => {
    await start();
    const two = quickWorld(shardsOf([first, second]));
    for (let turn = 0; (await searchStateNow()).retired; turn += 1) {
      await turnRetired(two);
      if (turn > 50) throw new Error("no end");
    }
    const whole = await idsOf(two);
    expect(whole).toHaveLength(LAMPS);
    expect(await spreadShards(two)).toBe(true);
    const steps = new Set<string>();
    for (let turn = 0; await turnMove(two); turn += 1) {
      if (turn > 200) throw new Error("no end");
      const { moving } = await searchStateNow();
      if (moving) steps.add(moving.step);
      // A Worker that has just come, and one that keeps what it read before the step.
      expect(await idsOf(quickWorld(shardsOf([first, second])))).toEqual(whole);
      expect(await idsOf(two)).toEqual(whole);
      const id = `test-lamp-${turn % LAMPS}`;
      await setProductStatus(id, "archived");
      await projectProducts(two, [id]);
      expect(await idsOf(quickWorld(shardsOf([first, second]))), id).not.toContain(id);
      await setProductStatus(id, "published");
      await projectProducts(two, [id]);
    }
    expect([...steps]).toEqual(["copying", "leaving", "dropping"]);
    const { placement, moving, wanted } = await searchStateNow();
    expect([databasesOf(placement), moving, wanted]).toEqual([[first, second], null, null]);
    const rows = await inEveryShard<{ product_id: string }>("SELECT product_id FROM search_documents_{g}");
    expect(rows.filter((row) => row.product_id.startsWith("test-lamp-"))).toHaveLength(LAMPS);
    expect(third).not.toBe("");
    expect(placementOf([first])).toEqual(freshPlacement([first]));
  });
});

/** Bindings by how many rows they have, the most first. */
async function fullest(): Promise<string[]> {
  const counted = await Promise.all(
    searchBindings().map(async (name) => {
      const row = await searchDatabase(name)
        .prepare(`SELECT count(*) AS rows FROM search_documents_${(await searchStateNow()).serving}`)
        .first<{ rows: number }>();
      return { name, rows: row?.rows ?? 0 };
    }),
  );
  return counted.sort((a, b) => b.rows - a.rows).map(({ name }) => name);
}

const watchedDatabase = (database: D1Database, tell: () => void): D1Database =>
  new Proxy(database, {
    get: (target, name) => {
      tell();
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

/** A database whose answers never come. */
const hangingDatabase = (database: D1Database): D1Database =>
  new Proxy(database, {
    get: (target, name) => {
      if (name === "prepare") return () => HANGING;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
const never = () => new Promise<never>(() => undefined);
const HANGING = { bind: () => HANGING, all: never, raw: never, run: never, first: never };

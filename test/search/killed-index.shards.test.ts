/** A rebuild and a move of shards, killed after every number of statements, under searches that go on all the while. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, test } from "vitest";
import { spreadShards, turnMove } from "../../worker/search/index/move-shards-flow.ts";
import { turnRebuild, turnRetired } from "../../worker/search/index/rebuild-search-flow.ts";
import { databasesOf, freshPlacement } from "../../worker/search/index/search-shard.ts";
import type { SearchState } from "../../worker/search/index/search-state.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import type { World } from "../../worker/world.ts";
import { MARKETS } from "../support/markets.ts";
import { inEveryShard, searchBindings, searchDatabase, searchStateNow } from "../support/search-index.ts";
import { setProductStatus } from "../support/seed-catalog.ts";
import { importedProduct, importNow, putCategory } from "../support/store-client.ts";
import { testWorld } from "../support/test-world.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");
const CHAIRS = 24;
const [first = "", second = ""] = searchBindings();
/** More statements than any turn takes. */
const STATEMENTS_MAX = 200;
const CHANGED_EVERY = 5;

class Killed extends Error {}

/** A world whose process ends after so many statements to the index; waits of seconds are over at once. */
function worldThatDies(names: readonly string[], statements: number): World {
  const world = testWorld();
  let left = statements;
  const spend = () => {
    left -= 1;
    if (left < 0) throw new Killed();
  };
  const dying = (database: D1Database): D1Database =>
    new Proxy(database, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          if (name === "prepare" || name === "batch") spend();
          return Reflect.apply(value, target, given);
        };
      },
    });
  return {
    ...world,
    search: drizzle(dying(searchDatabase(first))),
    searchShards: {
      databases: new Map(names.map((name) => [name, drizzle(dying(searchDatabase(name)))])),
      deadlineMs: 1_000,
      memory: { kept: null, totals: null },
    },
    nowMs: () => Date.now() + world.clock.aheadMs,
    sleep: async (ms) => {
      world.clock.aheadMs += ms;
    },
  };
}

const searcher = (names: readonly string[]): World => ({
  ...testWorld(),
  searchShards: {
    databases: new Map(names.map((name) => [name, drizzle(searchDatabase(name))])),
    deadlineMs: 5_000,
    memory: { kept: null, totals: null },
  },
});

async function foundBy(world: World): Promise<string[]> {
  const page = await searchProducts(world, enUs as (typeof MARKETS)[number], { q: "chair", limit: 100 });
  return page.ok ? page.value.items.map(({ id }) => id).sort() : [];
}

/** Lets one process after the other begin, each a statement older than the last, until one comes to the end. */
async function killedAgainAndAgain(
  names: readonly string[],
  work: (world: World) => Promise<boolean>,
  meanwhile: (kills: number) => Promise<void>,
): Promise<number> {
  for (let kills = 0; kills < STATEMENTS_MAX; kills += 1) {
    const world = worldThatDies(names, kills);
    try {
      for (let turn = 0; turn < 100; turn += 1) if (await work(world)) return kills;
    } catch (error) {
      const causes = [error, (error as Error).cause];
      if (!causes.some((each) => each instanceof Killed)) throw error;
    }
    await meanwhile(kills);
  }
  throw new Error("It never came to its end");
}

/** A product leaves and comes back while a process lies dead: every few kills, since it takes its time. */
async function changeOne(world: World, kills: number, expected: readonly string[]): Promise<void> {
  expect(await foundBy(searcher([...world.searchShards.databases.keys()]))).toEqual(expected);
  if (kills % CHANGED_EVERY !== 0) return;
  const id = `test-chair-${kills % CHAIRS}`;
  await setProductStatus(id, "archived");
  await projectProducts(world, [id]);
  expect(await foundBy(searcher([...world.searchShards.databases.keys()])), id).not.toContain(id);
  await setProductStatus(id, "published");
  await projectProducts(world, [id]);
  expect(await foundBy(searcher([...world.searchShards.databases.keys()]))).toEqual(expected);
}

beforeAll(async () => {
  for (const id of ["kitchen", "office", "garden"]) await putCategory(id, { en: id });
  await importNow(
    Array.from({ length: CHAIRS }, (_, index) =>
      importedProduct({
        externalId: `chair-${index}`,
        title: `Chair number ${index}`,
        categoryIds: [["kitchen", "office", "garden"][index % 3] ?? ""],
      }),
    ),
  );
});

describe("killed after every number of statements", () => {
  test("a move of shards goes on where it was, and leaves each product in one database", async () => {
    const state: SearchState = { ...(await searchStateNow()), epoch: 5_000, placement: freshPlacement([first]) };
    await env.SEARCH.prepare("UPDATE search_state SET epoch = 5000, state = ?").bind(JSON.stringify(state)).run();
    await inEveryShard("DELETE FROM search_documents_{g}");
    const names = [first, second];
    const ids = Array.from({ length: CHAIRS }, (_, index) => `test-chair-${index}`);
    await projectProducts(searcher([first]), ids);
    const whole = await foundBy(searcher(names));
    expect(whole).toEqual(ids.sort());
    await killedAgainAndAgain(
      names,
      async (world) => {
        if (databasesOf((await searchStateNow()).placement).length === 1) await spreadShards(world);
        return !(await turnMove(world)) && (await searchStateNow()).wanted === null;
      },
      (kills) => changeOne(searcher(names), kills, whole),
    );
    expect(databasesOf((await searchStateNow()).placement)).toEqual(names);
    const rows = await inEveryShard<{ product_id: string }>("SELECT product_id FROM search_documents_{g}");
    expect(rows.map((row) => row.product_id).sort()).toEqual(whole);
    expect(await foundBy(searcher(names))).toEqual(whole);
  });

  test("a rebuild goes on where it was, and every search meanwhile finds everything, with every change", async () => {
    const names = [first, second];
    const whole = await foundBy(searcher(names));
    expect(whole).toHaveLength(CHAIRS);
    const before = (await searchStateNow()).serving;
    const kills = await killedAgainAndAgain(
      names,
      async (world) => (await turnRebuild(world)).isDone,
      (kills) => changeOne(searcher(names), kills, whole),
    );
    expect(kills).toBeGreaterThan(5);
    expect((await searchStateNow()).serving).not.toBe(before);
    expect(await foundBy(searcher(names))).toEqual(whole);
    const rows = await inEveryShard<{ product_id: string }>("SELECT product_id FROM search_documents_{g}");
    expect(rows.map((row) => row.product_id).sort()).toEqual(whole);
    await killedAgainAndAgain(
      names,
      async (world) => {
        await turnRetired(world);
        return (await searchStateNow()).retired === null;
      },
      () => Promise.resolve(),
    );
    expect(await inEveryShard("SELECT number FROM search_documents_{g}", before)).toEqual([]);
  });
});

/** What the timer does for the index, of one database and of several. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { eventOf } from "../../worker/events/event-form.ts";
import type { MarketAsk } from "../../worker/markets/check-market.ts";
import { forgetMarkets, listMarkets, readMarkets } from "../../worker/markets/market-store.ts";
import type { MarketFacts } from "../../worker/markets/markets.ts";
import { saveMarket } from "../../worker/markets/save-market-flow.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { lacksMarkets } from "../../worker/search/index/follow-markets-flow.ts";
import { turnRebuild } from "../../worker/search/index/rebuild-search-flow.ts";
import { reportIndex } from "../../worker/search/index/search-index-flow.ts";
import { sweepSearch, tendSearch } from "../../worker/search/index/tend-search-flow.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import type { World } from "../../worker/world.ts";
import { MARKETS } from "../support/markets.ts";
import { inEveryShard, searchBindings, searchStateNow } from "../support/search-index.ts";
import { ask, askAsStaff, importedProduct, importNow, refusal } from "../support/store-client.ts";
import { newTestWorld, testWorld } from "../support/test-world.ts";

const [enUs] = MARKETS;
if (!enUs) throw new Error("The markets are there");

const quick = (): World => {
  const world = testWorld();
  const { deadlineMs } = world.searchShards;
  return {
    ...world,
    nowMs: () => Date.now() + world.clock.aheadMs,
    sleep: async (ms) => {
      if (ms === deadlineMs) return world.sleep(ms);
      world.clock.aheadMs += ms;
    },
  };
};
const found = async (world: World) => {
  const page = await searchProducts(world, enUs, { q: "bench", limit: 10 });
  return page.ok ? page.value.total : null;
};

test("an empty store's index is left alone, and grows by changes", async () => {
  const world = quick();
  expect(await tendSearch(world)).toBe(0);
  expect((await searchStateNow()).epoch).toBe(1);
  await importNow(
    [1, 2, 3].map((number) => importedProduct({ externalId: `bench-${number}`, title: `Bench ${number}` })),
  );
  expect(await tendSearch(world)).toBe(0);
  expect(await found(world)).toBe(3);
});

test("an index of an older shape is built by itself, although a change was written to it already", async () => {
  await inEveryShard("DELETE FROM search_documents_{g} WHERE product_id <> 'test-bench-1'");
  await env.SEARCH.prepare("UPDATE search_state SET epoch = 0, state = json_set(state, '$.epoch', 0)").run();
  const world = quick();
  expect(await found(quick())).toBe(1);
  for (let run = 0; run < 10 && (await tendSearch(world)) > 0; run += 1);
  expect(await found(quick())).toBe(3);
  const { rebuild, retired } = await searchStateNow();
  expect([rebuild, retired]).toEqual([null, null]);
});

test("the timer sends word of what is to be done, and does none of it itself", async () => {
  const sent: unknown[] = [];
  const world = { ...quick(), send: async (events: readonly StoreEvent[]) => void sent.push(...events) };
  await sweepSearch(world);
  expect(sent).toEqual([]);
  await env.SEARCH.prepare("UPDATE search_state SET epoch = 0, state = json_set(state, '$.epoch', 0)").run();
  await sweepSearch(world);
  expect(sent).toMatchObject([{ kind: "search.due", payload: {} }]);
  expect(eventOf(sent[0])).toMatchObject({ kind: "search.due" });
  expect((await searchStateNow()).rebuild).toBeNull();
  for (let run = 0; run < 10 && (await tendSearch(quick())) > 0; run += 1);
  expect(await found(quick())).toBe(3);
});

test("an index that cannot be tended is logged, and no message is given up on for it", async () => {
  const world = { ...newTestWorld(), search: drizzle(brokenDatabase) };
  expect(await tendSearch({ ...world, searchShards: { ...world.searchShards, databases: new Map() } })).toBe(0);
  expect(world.errors).toMatchObject([{ event: "search.not_tended" }]);
});

test("staff see where the index lies; nobody else does", async () => {
  expect(refusal(await ask("/api/admin/search-index"))).toBe("401 access.sign_in_needed");
  const { status, body } = await askAsStaff("GET", "/api/admin/search-index");
  expect(status).toBe(200);
  expect(body).toMatchObject({ rebuild: null, moving: null });
  const { databases } = await reportIndex(quick());
  expect(databases.map(({ name }) => name)).toEqual(searchBindings());
  expect(databases.reduce((sum, { shards }) => sum + shards, 0)).toBe(1_024);
  expect(databases.reduce((sum, { products }) => sum + products, 0)).toBe(3);
});

const by: Viewer = { id: "staff-1", name: "Robin Example", email: "", role: "staff", market: "en-us" };
const facts = SHIPPED_MARKETS.known("en-gb");
const ireland: MarketAsk = {
  ...(facts as MarketFacts),
  ...{ id: "en-ie", countries: ["GB"], currency: "USD", paymentMethods: [], position: 500, version: 0 },
};
/** What a search in the market finds, once the timer has nothing more to do for the index. */
async function foundIn(id: string): Promise<number | null> {
  for (let run = 0; run < 20 && ((await tendSearch(quick())) > 0 || (await lacksMarkets(quick()))); run += 1);
  forgetMarkets();
  const market = (await readMarkets(quick())).known(id);
  const page = market && (await searchProducts(quick(), market, { q: "bench", limit: 10 }));
  return page?.ok ? page.value.total : null;
}

test("a market that is made while the index is built anew is read in the end: another rebuild follows", async () => {
  const world = quick();
  const { serving } = await searchStateNow();
  for (let turn = 0; (await searchStateNow()).rebuild?.step !== "filling"; turn += 1) {
    expect(turn).toBeLessThan(20);
    await turnRebuild(world);
  }
  expect(await saveMarket({ ...world, defer: () => undefined }, ireland, by)).toMatchObject({ ok: true });
  expect(await foundIn("en-ie")).toBe(3);
  expect((await searchStateNow()).serving, "two were built, so that the first of the two tables serves again").toBe(
    serving,
  );
  const { epoch } = await searchStateNow();
  expect(await foundIn("en-ie"), "and then nothing more is built").toBe(3);
  expect((await searchStateNow()).epoch).toBe(epoch);
});

test("a market whose save died before the index heard of it is read all the same", async () => {
  const market: MarketAsk = { ...ireland, id: "en-ie-2" };
  await saveMarket({ ...quick(), defer: () => undefined }, market, by);
  expect(await foundIn("en-ie-2")).toBe(3);
});

test("a product that comes while a market is closed is found in it once it is opened again", async () => {
  const saved = async (over: Partial<MarketAsk>) => {
    const world = quick();
    const kept = (await listMarkets(world.catalog)).find(({ id }) => id === "en-ie") as MarketFacts;
    const deferred: Promise<unknown>[] = [];
    const ask = { ...kept, paymentMethods: [], ...over };
    await saveMarket({ ...world, defer: (work) => void deferred.push(work) }, ask, by);
    await Promise.all(deferred);
  };
  await saved({ state: "closed" });
  await importNow([importedProduct({ externalId: "bench-4", title: "Bench 4" })]);
  await saved({ state: "open" });
  expect(await foundIn("en-ie")).toBe(4);
});

test("a rebuild that is under way tells how many of how many", async () => {
  let last: Record<string, unknown> = {};
  for (let turn = 0; turn < 20 && last.nextId !== null; turn += 1) {
    const { body } = await askAsStaff("POST", "/api/admin/projections/rebuild", { what: "search", after: "" });
    last = body;
    const { body: told } = await askAsStaff<{ rebuild: object | null }>("GET", "/api/admin/search-index");
    if (told.rebuild) expect(told.rebuild).toMatchObject({ products: 0, total: 4 });
  }
  expect(last).toMatchObject({ rebuilt: 4, total: 4, nextId: null });
});

test("who has the index or documents made again is in the audit, once for each time it is begun", async () => {
  const entries = async (what: string) =>
    (await listAudit(newTestWorld(), { subject: `projection:${what}`, limit: 50 })).map(
      ({ action, byId }) => `${action} ${byId}`,
    );
  const before = (await entries("documents")).length;
  const turn = (after: string) => askAsStaff("POST", "/api/admin/projections/rebuild", { what: "documents", after });
  await turn("");
  await turn("zzz");
  const after = await entries("documents");
  expect(after.length).toBe(before + 1);
  expect(after[0]).toBe("projection.rebuilt token:staff");
});

/** A database that is down. */
const brokenDatabase = {
  prepare: () => {
    throw new Error("D1 is down");
  },
} as unknown as D1Database;

/** What is searched is noted a moment later, all of it in one write, and says nothing of who searched. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, describe, expect, test } from "vitest";
import type { MarketId } from "../../worker/markets/markets.ts";
import { noteSearch } from "../../worker/search/staff/note-search-flow.ts";
import { gatherPopular, POPULAR_MIN, readPopularQueries } from "../../worker/search/staff/popular-queries-flow.ts";
import {
  addTallies,
  CLICKED_A_DAY_MAX,
  LOG_KEPT_DAYS,
  listFollowed,
  listFullMarkets,
  listQueries,
  pruneAskers,
  pruneSearchLog,
  QUERIES_A_DAY_MAX,
  QUERIES_OF_NETWORK_MAX,
  readSearchFigures,
} from "../../worker/search/staff/search-log-store.ts";
import { type Noted, newTallies, tally } from "../../worker/search/staff/search-tally.ts";
import { MARKETS } from "../support/markets.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { ask, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const DAY_MS = 86_400_000;
const db = drizzle(env.INSIGHTS);
const [enUs] = MARKETS;
if (!enUs) throw new Error("There is a market");
const nobody: ReadonlySet<MarketId> = new Set();
const TODAY = Date.UTC(2026, 10, 21, 12);

const made = (q: string, over: Partial<Extract<Noted, { kind: "made" }>> = {}): Noted => ({
  ...{ kind: "made", market: "en-us", q, network: "a", atMs: TODAY, shown: q, found: 3, whole: true },
  ...over,
});
const clicked = (q: string, productId: string, place: number, network = "a"): Noted => ({
  ...{ kind: "clicked", market: "en-us", q, network, atMs: TODAY, productId, place },
});
const seen = (q: string, network = "a"): Noted => ({ kind: "seen", market: "en-us", q, network, atMs: TODAY });
async function write(noted: readonly Noted[], full = nobody): Promise<void> {
  const tallies = newTallies();
  for (const each of noted) tally(tallies, each);
  await addTallies(db, tallies, full);
}
/** The same, from so many networks. */
const from = (networks: number, noted: Noted) =>
  Array.from({ length: networks }, (_, index) => ({ ...noted, network: `network ${index}` }));
const report = async (which: Parameters<typeof listQueries>[1]["which"] = "all") =>
  (await listQueries(db, { markets: ["en-us"], fromDay: "2026-11-15", which, limit: 50 })).map(
    ({ query, searches, clicks, found }) => [query, searches, clicks, found],
  );
afterEach(() =>
  env.INSIGHTS.exec(
    "DELETE FROM search_counts; DELETE FROM search_clicks; DELETE FROM search_askers; DELETE FROM search_salts",
  ),
);

describe("searches", () => {
  test("are written once, a moment after they gathered; a network counts once a day, by no name that can be made again", async () => {
    const writes: number[] = [];
    const world = { ...newTestWorld(), sleep: async (ms: number) => void writes.push(ms) };
    const lamp = { kind: "made", market: "en-us", q: "Desk lamp", shown: "desk lamp", found: 2, whole: true } as const;
    for (const network of ["192.0.2.1", "192.0.2.1", "192.0.2.2", null]) noteSearch(world, { ...lamp, network });
    noteSearch(world, { kind: "seen", market: "en-us", q: "Desk-Lamp", network: "192.0.2.1" });
    await world.settled();
    expect(writes).toHaveLength(1);
    noteSearch(world, { kind: "seen", market: "en-us", q: "desk lamp", network: "192.0.2.2" });
    await world.settled();
    expect(await rowsOf("search_counts")).toMatchObject([
      { query: "desk lamp", shown: "desk lamp", networks: 3, found: 2, whole: 1 },
    ]);
    const askers = await rowsOf("search_askers");
    expect(askers).toHaveLength(3);
    expect(JSON.stringify(askers)).not.toContain("192.0.2");
    await pruneAskers(world.insights, world.nowMs());
    expect(await rowsOf("search_askers")).toHaveLength(3);
    await pruneAskers(world.insights, world.nowMs() + DAY_MS);
    expect([await rowsOf("search_askers"), await rowsOf("search_salts")]).toEqual([[], []]);
  });

  test("that cannot be written are lost, and said to be, and the next ones are noted again", async () => {
    const world = newTestWorld();
    const noted = { kind: "made", market: "en-us", network: "a", shown: "", found: 1, whole: true } as const;
    const broken = { ...world, insights: { ...world.insights, batch: () => Promise.reject(new Error("D1 is down")) } };
    noteSearch(broken as never, { ...noted, q: "lost" });
    await world.settled();
    expect(world.errors).toMatchObject([{ event: "searches.not_noted", facts: { queries: 1 } }]);
    noteSearch(world, { ...noted, q: "noted" });
    await world.settled();
    expect(await rowsOf("search_counts")).toMatchObject([{ query: "noted" }]);
  });

  test("are told of by browsers, where the store made results, and nothing else is taken", async () => {
    const post = (body: unknown, type = "application/json") =>
      ask("/api/search/notes", {
        method: "POST",
        headers: { "content-type": type, "cf-connecting-ip": "192.0.2.7" },
        body: JSON.stringify(body),
      });
    await seedProduct({ sku: "P1", id: "p1" });
    await write([made("told of", { atMs: Date.now() })]);
    expect((await post({ market: "en-us", q: "posted by anybody" })).status).toBe(204);
    expect((await post({ market: "en-us", q: "told of" })).status).toBe(204);
    for (const productId of ["p1", "p1", "any-text"])
      expect((await post({ market: "en-us", q: "told of", followed: { productId, place: 3 } })).status).toBe(204);
    await expect
      .poll(() => env.INSIGHTS.prepare("SELECT query, networks, clicks FROM search_counts").all())
      .toMatchObject({ results: [{ query: "told of", networks: 2, clicks: 1 }] });
    expect(await rowsOf("search_clicks")).toMatchObject([{ product_id: "p1", clicks: 1, places: 3 }]);
    expect(refusal(await post({ market: "xx-xx", q: "a" }))).toBe("404 market.unknown");
    expect(refusal(await post({ market: "en-us", q: "x".repeat(10_000) }))).toBe("422 request.invalid");
    expect(refusal(await post({ market: "en-us", q: "a", who: "me" }))).toBe("422 request.invalid");
    expect(refusal(await post({ market: "en-us", q: "a", followed: { productId: "p", place: 0 } }))).toBe(
      "422 request.invalid",
    );
    expect(refusal(await post("x", "text/plain"))).toBe("415 request.not_json");
  });
});

describe("the report", () => {
  test("counts each network once a day, and says what is followed", async () => {
    await write([
      ...from(3, made("lamp")),
      clicked("lamp", "p1", 1, "network 0"),
      clicked("lamp", "p1", 3, "network 1"),
      clicked("lamp", "p2", 2, "network 0"),
    ]);
    await write([
      made("lamp", { network: "network 1" }),
      ...from(7, seen("lamp")),
      clicked("lamp", "p1", 1, "network 0"),
    ]);
    await write([
      made("nowhere", { found: 0 }),
      made("part of it", { whole: false }),
      made("lamp", { market: "de-de" }),
    ]);
    expect(await report()).toEqual([
      ["lamp", 7, 3, 3],
      ["nowhere", 1, 0, 0],
      ["part of it", 1, 0, 3],
    ]);
    expect(await report("nothing")).toEqual([["nowhere", 1, 0, 0]]);
    expect(await report("part")).toEqual([["part of it", 1, 0, 3]]);
    const followed = await listFollowed(db, { market: "en-us", query: "lamp", fromDay: "2026-11-15", limit: 9 });
    expect(followed).toEqual([
      { productId: "p1", clicks: 2, place: 2 },
      { productId: "p2", clicks: 1, place: 2 },
    ]);
    const all = { markets: MARKETS.map(({ id }) => id), fromDay: "2026-11-15" };
    expect(await readSearchFigures(db, all)).toEqual({ searches: 10, empty: 1, followed: 3, queries: 4 });
  });

  test("goes by what was found the last time, and by its own days", async () => {
    await write([made("lamp", { found: 0, atMs: TODAY - DAY_MS })]);
    expect(await report("nothing")).toEqual([["lamp", 1, 0, 0]]);
    await write([made("lamp", { found: 4 }), made("lamp", { atMs: TODAY - 20 * DAY_MS })]);
    expect(await report("nothing")).toEqual([]);
    expect(await report()).toEqual([["lamp", 2, 0, 4]]);
  });

  test("names what many search and nobody follows", async () => {
    await write([...from(5, made("unloved")), ...from(5, made("loved")), clicked("loved", "p", 1), made("rare")]);
    expect(await report("unfollowed")).toEqual([["unloved", 5, 0, 3]]);
  });
});

describe("a day", () => {
  test("has so many different queries; new ones are then counted without words, known ones go on", async () => {
    await write([made("known")]);
    expect(await listFullMarkets(db, "2026-11-21")).toEqual(new Set());
    await env.INSIGHTS.prepare(
      `INSERT INTO search_counts (market, day, query, shown, networks, clicks, found, whole)
       SELECT 'en-us', '2026-11-21', 'q' || value, '', 1, 0, 1, 1 FROM json_each(?)`,
    )
      .bind(JSON.stringify(Array.from({ length: QUERIES_A_DAY_MAX }, (_, index) => index)))
      .run();
    const full = await listFullMarkets(db, "2026-11-21");
    expect(full).toEqual(new Set(["en-us"]));
    await write([made("known", { network: "b" }), made("new one"), made("new two"), clicked("new one", "p", 1)], full);
    const count = (query: string) =>
      env.INSIGHTS.prepare("SELECT networks, shown FROM search_counts WHERE query = ?").bind(query).first();
    expect(await count("known")).toMatchObject({ networks: 2 });
    expect(await count("new one")).toBeNull();
    expect(await count("")).toEqual({ networks: 1, shown: "" });
    expect(await listFollowed(db, { market: "en-us", query: "new one", fromDay: "2026-11-15", limit: 9 })).toEqual([]);
  });

  test("has so many queries of one network; its further ones are counted without words, those of others go on", async () => {
    await write(Array.from({ length: QUERIES_OF_NETWORK_MAX }, (_, index) => made(`noise ${index}`)));
    await write([made("noise more"), made("lamp", { network: "b" })]);
    const named = await env.INSIGHTS.prepare("SELECT query FROM search_counts WHERE query NOT LIKE 'noise _%'").all();
    expect(named.results).toEqual([{ query: "" }, { query: "lamp" }]);
    expect(
      await env.INSIGHTS.prepare("SELECT count(*) AS of FROM search_counts WHERE query = 'noise more'").first(),
    ).toEqual({ of: 0 });
  });

  test("has so many followed products of a query", async () => {
    await write([made("lamp")]);
    await write(Array.from({ length: CLICKED_A_DAY_MAX }, (_, index) => clicked("lamp", `p${index}`, 1)));
    await write([clicked("lamp", "one more", 1)]);
    const followed = await listFollowed(db, { market: "en-us", query: "lamp", fromDay: "2026-11-15", limit: 500 });
    expect(followed).toHaveLength(CLICKED_A_DAY_MAX);
  });

  test("is forgotten after three months", async () => {
    await write([made("old", { atMs: TODAY - (LOG_KEPT_DAYS + 1) * DAY_MS }), made("young")]);
    await pruneSearchLog(db, MARKETS, TODAY);
    const rows = await env.INSIGHTS.prepare("SELECT query FROM search_counts").all();
    expect(rows.results).toEqual([{ query: "young" }]);
  });
});

test("what several networks searched on several days and found whole is suggested, as products spell it", async () => {
  const world = newTestWorld();
  const atMs = world.nowMs();
  const onTwoDays = (networks: number, q: string, over: Partial<Extract<Noted, { kind: "made" }>> = {}) =>
    [0, 1].flatMap((day) => from(networks, made(q, { atMs: atMs - day * DAY_MS, ...over })));
  await write([
    ...onTwoDays(POPULAR_MIN, "USB hub", { shown: "usb hub" }),
    ...onTwoDays(POPULAR_MIN + 1, "»desk — lamp!« ☎", { shown: "»desk — lamp!« ☎" }),
    ...onTwoDays(POPULAR_MIN, "vanished", { found: 0 }),
    ...onTwoDays(POPULAR_MIN, "odd words", { whole: false }),
    ...onTwoDays(1, "rare"),
    ...from(POPULAR_MIN * 9, made("all at once", { atMs })),
    ...Array.from({ length: POPULAR_MIN * 9 }, (_, index) =>
      made("one network", { atMs: atMs - (index % 2) * DAY_MS }),
    ),
    ...from(POPULAR_MIN, { ...seen("only told of"), atMs }),
  ]);
  await gatherPopular(world);
  expect(await readPopularQueries(world, enUs)).toEqual(["desk lamp", "usb hub"]);
});

const rowsOf = async (table: string) => (await env.INSIGHTS.prepare(`SELECT * FROM ${table}`).all()).results;

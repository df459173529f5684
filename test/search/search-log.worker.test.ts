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
  pruneSearchLog,
  QUERIES_A_DAY_MAX,
  readSearchFigures,
} from "../../worker/search/staff/search-log-store.ts";
import { type Noted, newTallies, tally } from "../../worker/search/staff/search-tally.ts";
import { MARKETS } from "../support/markets.ts";
import { ask, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const DAY_MS = 86_400_000;
const db = drizzle(env.INSIGHTS);
const [enUs] = MARKETS;
if (!enUs) throw new Error("There is a market");
const nobody: ReadonlySet<MarketId> = new Set();
const TODAY = Date.UTC(2026, 10, 21, 12);

const made = (q: string, over: Partial<Extract<Noted, { kind: "made" }>> = {}): Noted => ({
  ...{ kind: "made", market: "en-us", q, atMs: TODAY, found: 3, whole: true },
  ...over,
});
const clicked = (q: string, productId: string, place: number): Noted => ({
  ...{ kind: "clicked", market: "en-us", q, atMs: TODAY, productId, place },
});
async function write(noted: readonly Noted[], full = nobody): Promise<void> {
  const tallies = newTallies();
  for (const each of noted) tally(tallies, each);
  await addTallies(db, tallies, full);
}
const times = (count: number, noted: Noted) => Array.from({ length: count }, () => noted);
const report = async (which: Parameters<typeof listQueries>[1]["which"] = "all") =>
  (await listQueries(db, { markets: ["en-us"], fromDay: "2026-11-15", which, limit: 50 })).map(
    ({ query, searches, clicks, found }) => [query, searches, clicks, found],
  );
afterEach(() => env.INSIGHTS.exec("DELETE FROM search_counts; DELETE FROM search_clicks"));

describe("searches", () => {
  test("are written once, a moment after they gathered", async () => {
    const writes: number[] = [];
    const world = {
      ...newTestWorld(),
      sleep: async (ms: number) => void writes.push(ms),
    };
    for (let index = 0; index < 5; index += 1)
      noteSearch(world, { kind: "made", market: "en-us", q: "desk lamp", found: 2, whole: true });
    noteSearch(world, { kind: "seen", market: "en-us", q: "Desk-Lamp" });
    await world.settled();
    expect(writes).toHaveLength(1);
    const rows = await env.INSIGHTS.prepare("SELECT * FROM search_counts").all();
    expect(rows.results).toMatchObject([{ query: "desk lamp", made: 5, seen: 1, found: 2, whole: 1 }]);
  });

  test("that cannot be written are lost, and said to be, and the next ones are noted again", async () => {
    const world = newTestWorld();
    const broken = {
      ...world,
      insights: { batch: () => Promise.reject(new Error("D1 is down")), all: async () => [] },
    };
    noteSearch(broken as never, { kind: "seen", market: "en-us", q: "lost" });
    await world.settled();
    expect(world.errors).toMatchObject([{ event: "searches.not_noted", facts: { queries: 1 } }]);
    noteSearch(world, { kind: "seen", market: "en-us", q: "noted" });
    await world.settled();
    const rows = await env.INSIGHTS.prepare("SELECT query FROM search_counts").all();
    expect(rows.results).toEqual([{ query: "noted" }]);
  });

  test("are told of by browsers, in words of a market, and nothing else is taken", async () => {
    const post = (body: unknown, type = "application/json") =>
      ask("/api/search/notes", { method: "POST", headers: { "content-type": type }, body: JSON.stringify(body) });
    expect((await post({ market: "en-us", q: "told of" })).status).toBe(204);
    expect((await post({ market: "en-us", q: "told of", followed: { productId: "p1", place: 3 } })).status).toBe(204);
    await expect
      .poll(() => env.INSIGHTS.prepare("SELECT query, seen, clicks FROM search_counts").first())
      .toEqual({ query: "told of", seen: 1, clicks: 1 });
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
  test("adds up what was made and shown, without counting a search twice, and says what is followed", async () => {
    await write([
      ...times(3, made("lamp")),
      clicked("lamp", "p1", 1),
      clicked("lamp", "p1", 3),
      clicked("lamp", "p2", 2),
    ]);
    await write([made("lamp"), ...times(7, { kind: "seen", market: "en-us", q: "lamp", atMs: TODAY })]);
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
    await write([...times(5, made("unloved")), ...times(5, made("loved")), clicked("loved", "p", 1), made("rare")]);
    expect(await report("unfollowed")).toEqual([["unloved", 5, 0, 3]]);
  });
});

describe("a day", () => {
  test("has so many different queries; new ones are then counted without words, known ones go on", async () => {
    await write([made("known")]);
    expect(await listFullMarkets(db, "2026-11-21")).toEqual(new Set());
    await env.INSIGHTS.prepare(
      `INSERT INTO search_counts SELECT 'en-us', '2026-11-21', 'q' || value, '', 1, 0, 0, 1, 1
       FROM json_each(?)`,
    )
      .bind(JSON.stringify(Array.from({ length: QUERIES_A_DAY_MAX }, (_, index) => index)))
      .run();
    const full = await listFullMarkets(db, "2026-11-21");
    expect(full).toEqual(new Set(["en-us"]));
    await write([made("known"), made("new one"), made("new two"), clicked("new one", "p", 1)], full);
    const count = (query: string) =>
      env.INSIGHTS.prepare("SELECT made, shown FROM search_counts WHERE query = ?").bind(query).first();
    expect(await count("known")).toMatchObject({ made: 2 });
    expect(await count("new one")).toBeNull();
    expect(await count("")).toEqual({ made: 2, shown: "" });
    expect(await listFollowed(db, { market: "en-us", query: "new one", fromDay: "2026-11-15", limit: 9 })).toEqual([]);
  });

  test("has so many followed products of a query", async () => {
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

test("what many searched and found whole is suggested; what found nothing, or only a part, is not", async () => {
  const world = newTestWorld();
  const atMs = world.nowMs();
  await write([
    ...times(POPULAR_MIN, made("USB hub", { atMs })),
    ...times(POPULAR_MIN + 1, made("»desk — lamp!« ☎", { atMs })),
    ...times(POPULAR_MIN, made("vanished", { atMs, found: 0 })),
    ...times(POPULAR_MIN, made("odd words", { atMs, whole: false })),
    ...times(POPULAR_MIN - 1, made("rare", { atMs })),
    ...times(POPULAR_MIN, { kind: "seen", market: "en-us", q: "only told of", atMs } as const),
  ]);
  await gatherPopular(world);
  expect(await readPopularQueries(world, enUs)).toEqual(["desk lamp", "USB hub"]);
});

/** Reads and writes what is searched, in D1 `INSIGHTS`. A network counts once a day; when the day is over, nothing says who searched. */
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { statement } from "../../base/statement.ts";
import type { MarketId } from "../../markets/markets.ts";
import type { Database } from "../../world.ts";
import { searchAskers, searchClicks, searchCounts, searchDays, searchSalts } from "./search-log-tables.ts";
import { dayOf, type Tallies } from "./search-tally.ts";

/** Different queries of a market and day; further ones are counted together. */
export const QUERIES_A_DAY_MAX = 20_000;
/** Different products followed from one query on one day. */
export const CLICKED_A_DAY_MAX = 100;
/** Searches and follows that one network may name in a day: further new queries of its are counted under no words. */
export const QUERIES_OF_NETWORK_MAX = 300;
export const LOG_KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
/** Rows that one run of the timer forgets, of each market. */
const PRUNED_MAX = 2_000;
/** Hashes that one run of the timer forgets. */
const ASKERS_PRUNED_MAX = 20_000;

/**
 * `full` names the markets whose day has all the queries it may: new ones are counted under no words, as are those of a
 * network that has named as many as one may. What only browsers tell of is counted where the store itself made results.
 */
export async function addTallies(
  db: Database,
  { searches, clicks }: Tallies,
  full: ReadonlySet<MarketId>,
): Promise<void> {
  const rows = [...searches.values()].map((tally) => ({ ...tally, full: full.has(tally.market) }));
  if (rows.length === 0) return;
  const followed = [...clicks.values()];
  await db.batch([
    countsInsert(db, rows),
    askersInsert(db, rows),
    ...(followed.length > 0 ? [clicksInsert(db, followed), followersInsert(db, followed)] : []),
  ] as unknown as Parameters<Database["batch"]>[0]);
}

const field = (name: string): SQL => sql.raw(`json_extract(i.value, '$.${name}')`);
const isKnown = sql`EXISTS (SELECT 1 FROM ${searchCounts} c
  WHERE c.market = ${field("market")} AND c.day = ${field("day")} AND c.query = ${field("query")})`;

function countsInsert(db: Database, rows: readonly object[]) {
  const named = sql`(SELECT count(*) FROM (SELECT 1 FROM ${searchAskers} a
    WHERE a.day = ${field("day")} AND a.network = ${field("network")} LIMIT ${QUERIES_OF_NETWORK_MAX}))`;
  const isNamed = sql`(${isKnown} OR (${field("full")} = 0 AND ${named} < ${QUERIES_OF_NETWORK_MAX}))`;
  return statement(
    db,
    sql`INSERT INTO ${searchCounts} (market, day, query, shown, networks, clicks, found, whole)
    SELECT ${field("market")}, ${field("day")}, CASE WHEN ${isNamed} THEN ${field("query")} ELSE '' END,
      CASE WHEN ${isNamed} THEN ${field("shown")} ELSE '' END, 0, 0, ${field("found")}, ${field("whole")}
    FROM json_each(${JSON.stringify(rows)}) AS i WHERE ${field("made")} = 1
    ON CONFLICT (market, day, query) DO UPDATE SET shown = excluded.shown, found = excluded.found, whole = excluded.whole`,
  );
}

/** Each network once; the trigger counts those that are new. */
const askersInsert = (db: Database, rows: readonly object[]) =>
  statement(
    db,
    sql`INSERT OR IGNORE INTO ${searchAskers} (day, network, market, query, product_id)
    SELECT ${field("day")}, ${field("network")}, ${field("market")}, CASE WHEN ${isKnown} THEN ${field("query")} ELSE '' END, ''
    FROM json_each(${JSON.stringify(rows)}) AS i WHERE ${isKnown} OR ${field("made")} = 1`,
  );

/** Only of queries that are there by their own words, and so many products of each; each network once a product. */
function clicksInsert(db: Database, rows: readonly object[]) {
  const at = sql`k.market = ${field("market")} AND k.day = ${field("day")} AND k.query = ${field("query")}`;
  return statement(
    db,
    sql`INSERT INTO ${searchClicks} (market, day, query, product_id, clicks, places)
    SELECT ${field("market")}, ${field("day")}, ${field("query")}, ${field("productId")}, 1, ${field("place")}
    FROM json_each(${JSON.stringify(rows)}) AS i
    WHERE ${isKnown} AND NOT EXISTS (SELECT 1 FROM ${searchAskers} k
        WHERE ${at} AND k.network = ${field("network")} AND k.product_id = ${field("productId")})
      AND (SELECT count(*) FROM ${searchClicks} k WHERE ${at}) < ${CLICKED_A_DAY_MAX}
    ON CONFLICT (market, day, query, product_id) DO UPDATE SET
      clicks = clicks + excluded.clicks, places = places + excluded.places`,
  );
}

const followersInsert = (db: Database, rows: readonly object[]) =>
  statement(
    db,
    sql`INSERT OR IGNORE INTO ${searchAskers} (day, network, market, query, product_id)
    SELECT ${field("day")}, ${field("network")}, ${field("market")}, ${field("query")}, ${field("productId")}
    FROM json_each(${JSON.stringify(rows)}) AS i WHERE ${isKnown}`,
  );

/** What a day's hashes are salted with: made by whoever asks first. */
export async function readSalt(db: Database, day: string, fresh: string): Promise<string> {
  await db.insert(searchSalts).values({ day, salt: fresh }).onConflictDoNothing();
  const [row] = await db.select().from(searchSalts).where(eq(searchSalts.day, day));
  return row?.salt ?? fresh;
}

/** Forgets who searched on days that are over: the salt at once, the hashes, which say nothing without it, a stretch at a time. */
export async function pruneAskers(db: Database, nowMs: number): Promise<void> {
  const today = dayOf(nowMs);
  await db.delete(searchSalts).where(lt(searchSalts.day, today));
  await db.run(sql`DELETE FROM ${searchAskers} WHERE (day, network, market, query, product_id) IN
    (SELECT day, network, market, query, product_id FROM ${searchAskers} WHERE day < ${today} LIMIT ${ASKERS_PRUNED_MAX})`);
}

/** The markets that have all the different queries they may have on a day. */
export async function listFullMarkets(db: Database, day: string): Promise<Set<MarketId>> {
  const rows = await db
    .select({ market: searchDays.market })
    .from(searchDays)
    .where(and(eq(searchDays.day, day), gte(searchDays.queries, QUERIES_A_DAY_MAX)));
  return new Set(rows.map(({ market }) => market));
}

/** Forgets what is older than `LOG_KEPT_DAYS`, a stretch at a time. */
export async function pruneSearchLog(db: Database, markets: readonly { id: MarketId }[], nowMs: number): Promise<void> {
  const before = dayOf(nowMs - LOG_KEPT_DAYS * DAY_MS);
  const tables = [sql`search_counts`, sql`search_clicks`];
  for (const table of tables)
    for (const { id } of markets)
      await db.run(sql`DELETE FROM ${table} WHERE rowid IN
        (SELECT rowid FROM ${table} WHERE market = ${id} AND day < ${before} LIMIT ${PRUNED_MAX})`);
}

/** `searches` counts a network once a day; `days` are those on which one searched. */
export type QueryRow = {
  market: MarketId;
  query: string;
  shown: string;
  searches: number;
  days: number;
  clicks: number;
  found: number | null;
  whole: boolean | null;
};
export type QueryAsk = {
  markets: readonly MarketId[];
  fromDay: string;
  /**
   * By what was found the last time: `nothing`; `part`, without some of the words; `whole`, with all of them.
   * `unfollowed`: products that nobody looked at.
   */
  which: "all" | "nothing" | "part" | "whole" | "unfollowed";
  /** Only this one, folded. */
  query?: string;
  limit: number;
};

/** How often a query was searched: by so many networks, each once a day. */
const SEARCHES = sql`sum(networks)`;
/** Enough searches that nobody following one says something. */
const UNFOLLOWED_MIN = 5;
const HAVING = {
  all: sql`true`,
  nothing: sql`found = 0`,
  part: sql`found > 0 AND whole = 0`,
  whole: sql`found > 0 AND whole = 1`,
  unfollowed: sql`found > 0 AND sum(clicks) = 0 AND ${SEARCHES} >= ${UNFOLLOWED_MIN}`,
} as const;

/** The most searched first. What is counted without words is left out. */
export async function listQueries(db: Database, ask: QueryAsk): Promise<QueryRow[]> {
  const { markets, fromDay, which, query, limit } = ask;
  const only = query === undefined ? sql`query <> ''` : sql`query = ${query} AND query <> ''`;
  // SQLite takes bare columns from the row that has the greatest day.
  const rows = await db.all<Omit<QueryRow, "whole"> & { whole: number | null; day: string }>(sql`
    SELECT market, query, CASE WHEN shown = '' THEN query ELSE shown END AS shown, found, whole, max(day) AS day, sum(networks > 0) AS days, ${SEARCHES} AS searches, sum(clicks) AS clicks
    FROM ${searchCounts}
    WHERE market IN (SELECT value FROM json_each(${JSON.stringify(markets)})) AND day >= ${fromDay} AND ${only}
    GROUP BY market, query HAVING ${HAVING[which]}
    ORDER BY searches DESC, query LIMIT ${limit}`);
  return rows.map(({ day: _, whole, ...row }) => ({ ...row, whole: whole === null ? null : whole === 1 }));
}

/** `empty` is searches of queries that found nothing; `followed` is results that were followed. */
export type SearchFigures = { searches: number; empty: number; followed: number; queries: number };
export async function readSearchFigures(
  db: Database,
  { markets, fromDay }: Pick<QueryAsk, "markets" | "fromDay">,
): Promise<SearchFigures> {
  const [row] = await db.all<SearchFigures>(sql`
    SELECT coalesce(${SEARCHES}, 0) AS searches, coalesce(sum(CASE WHEN found = 0 THEN networks ELSE 0 END), 0) AS empty,
      coalesce(sum(clicks), 0) AS followed, count(DISTINCT CASE WHEN query <> '' THEN market || ' ' || query END) AS queries
    FROM ${searchCounts}
    WHERE market IN (SELECT value FROM json_each(${JSON.stringify(markets)})) AND day >= ${fromDay}`);
  return row ?? { searches: 0, empty: 0, followed: 0, queries: 0 };
}

export type FollowedRow = { productId: string; clicks: number; place: number };
/** What is followed from one query, the most first; `place` is where it stood, on average. */
export async function listFollowed(
  db: Database,
  ask: { market: MarketId; query: string; fromDay: string; limit: number },
): Promise<FollowedRow[]> {
  return db.all<FollowedRow>(sql`
    SELECT product_id AS productId, sum(clicks) AS clicks, 1.0 * sum(places) / sum(clicks) AS place
    FROM ${searchClicks} WHERE market = ${ask.market} AND day >= ${ask.fromDay} AND query = ${ask.query}
    GROUP BY product_id ORDER BY clicks DESC, place LIMIT ${ask.limit}`);
}

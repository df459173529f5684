/**
 * Finds rows of one database by their words, best placed first. Row numbers rise from the best placed on, and both full
 * texts hand out matches in their order, so a query with a limit costs the same however many more there are.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CursorPart } from "../../base/cursor.ts";
import type { ProductSort } from "../../catalog/product.ts";
import type { Market } from "../../markets/markets.ts";
import type { Database } from "../../world.ts";
import { ATTRIBUTE_PREFIX, type FilterRange, type Filters } from "../facets/facet.ts";
import { type Facts, markOf } from "./index-facts.ts";
import { tableOf } from "./index-table-store.ts";
import type { Generation } from "./search-state.ts";

/** Rows of the full text that one query walks at most: what it is narrowed by besides words may leave out most of them. */
const WALKED_MAX = 5_000;

/** `match` is for FTS5; `after` is the number of the last row seen. */
export type MatchAsk = {
  over: "names" | "words";
  match: string;
  market: Market;
  filters: Filters;
  /** Shards whose rows another database has. */
  hidden: { from: number; to: number } | null;
  after: number | null;
  limit: number;
};

/** `price` is in minor units of the market's currency. `facts` is null where they were not asked for. */
export type MatchedRow = {
  number: number;
  productId: string;
  version: number;
  rank: number;
  inStock: number;
  createdAtMs: number;
  price: number;
  label: string;
  facts: Facts | null;
};
export type WordedRow = MatchedRow & {
  title: string;
  brand: string;
  category: string;
  codes: string;
  text: string;
  kinds: string;
};

const PLAIN = sql.raw(
  "d.number, d.product_id AS productId, d.version, d.rank, d.in_stock AS inStock, d.created_at_ms AS createdAtMs, d.label",
);
const WORDED = sql.raw("d.facts, d.title, d.brand, d.category, d.codes, d.text, d.kinds");

/** With every word they are scored by, and their facts. */
export const listWorded = (db: Database, generation: Generation, ask: MatchAsk): Promise<WordedRow[]> =>
  listRead<WordedRow>(
    db,
    sql`SELECT ${PLAIN}, ${WORDED}, ${priceIn(ask.market)} AS price ${matched(generation, ask)}
    ORDER BY t.rowid LIMIT ${ask.limit}`,
  );

/** With their facts alone. */
export const listMatched = (db: Database, generation: Generation, ask: MatchAsk): Promise<MatchedRow[]> =>
  listRead<MatchedRow>(
    db,
    sql`SELECT ${PLAIN}, d.facts, ${priceIn(ask.market)} AS price ${matched(generation, ask)}
    ORDER BY t.rowid LIMIT ${ask.limit}`,
  );

/** Without words and facts: products to be shown. */
export const listPlain = (db: Database, generation: Generation, ask: MatchAsk): Promise<MatchedRow[]> =>
  db.all<MatchedRow>(sql`SELECT ${PLAIN}, NULL AS facts, ${priceIn(ask.market)} AS price ${matched(generation, ask)}
    ORDER BY t.rowid LIMIT ${ask.limit}`);

/** Facts lie in the row as JSON. */
async function listRead<Row extends MatchedRow>(db: Database, query: SQL): Promise<Row[]> {
  const rows = await db.all<Row & { facts: string }>(query);
  return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) as Facts }));
}

type Sorting = { kind: "string" | "number"; isDescending: boolean; keyIn: (market: Market) => SQL };
/** `kind` is the key's, for cursors. */
export const INDEX_SORTS = {
  newest: { kind: "number", isDescending: true, keyIn: () => sql.raw("d.created_at_ms") },
  "price-asc": { kind: "number", isDescending: false, keyIn: priceIn },
  "price-desc": { kind: "number", isDescending: true, keyIn: priceIn },
  name: { kind: "string", isDescending: false, keyIn: () => sql.raw("d.label COLLATE NOCASE") },
} as const satisfies Record<Exclude<ProductSort, "featured">, Sorting>;
export type IndexSort = keyof typeof INDEX_SORTS;

/**
 * In another order than the index has: of the `WALKED_MAX` best placed, those that come after the key and the product id of
 * the last one seen.
 */
export function listSorted(
  db: Database,
  generation: Generation,
  { sort, beyond, ...ask }: Omit<MatchAsk, "after"> & { sort: IndexSort; beyond: readonly [CursorPart, string] | null },
): Promise<MatchedRow[]> {
  const { isDescending, keyIn } = INDEX_SORTS[sort];
  const key = keyIn(ask.market);
  const [direction, than] = isDescending ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
  const later = beyond ? sql`AND (${key}, d.product_id) ${than} (${beyond[0]}, ${beyond[1]})` : sql``;
  return db.all<MatchedRow>(sql`SELECT ${PLAIN}, NULL AS facts, ${priceIn(ask.market)} AS price
    ${matched(generation, { ...ask, after: null })} AND ${isItsOwn(generation, ask.market)} ${later} ORDER BY ${key} ${direction}, d.product_id ${direction}
    LIMIT ${ask.limit}`);
}

function priceIn({ currency }: Market): SQL {
  return sql`(d.prices ->> ${`$.${currency}`})`;
}

/** Of a product with several rows for a market, the one in its language: a list in order has each product once. */
const isItsOwn = (generation: Generation, { language }: Market): SQL =>
  sql`(d.language = ${language} OR NOT EXISTS (SELECT 1 FROM ${tableOf("documents", generation)} o
    WHERE o.product_id = d.product_id AND o.language = ${language}))`;

function matched(generation: Generation, ask: MatchAsk): SQL {
  const text = tableOf(ask.over, generation);
  const { language, id } = ask.market;
  const after = ask.after === null ? sql`` : sql`AND rowid > ${ask.after}`;
  const conditions = [
    sql`d.language IN ('any', ${language})`,
    sql`instr(d.markets, ${` ${id} `}) > 0`,
    ...(ask.hidden ? [sql`d.shard NOT BETWEEN ${ask.hidden.from} AND ${ask.hidden.to}`] : []),
    ...(ask.filters.values.available ? [sql`d.in_stock = 1`] : []),
    ...Object.entries(ask.filters.ranges).map(([key, range]) => inRange(key, range, ask.market)),
  ];
  return sql`FROM (SELECT rowid FROM ${text} WHERE ${text} MATCH ${narrowed(ask.match, ask.filters)} ${after}
      ORDER BY rowid LIMIT ${WALKED_MAX}) t
    CROSS JOIN ${tableOf("documents", generation)} d ON d.number = t.rowid
    WHERE ${sql.join(conditions, sql` AND `)}`;
}

function inRange(key: string, { from, to }: FilterRange, market: Market): SQL {
  const within = (value: SQL) => sql`(${from} IS NULL OR ${value} >= ${from}) AND (${to} IS NULL OR ${value} <= ${to})`;
  if (key === "price") return within(priceIn(market));
  return sql`EXISTS (SELECT 1 FROM json_each(d.facts, '$.n') n WHERE n.value ->> 0 = ${key.slice(ATTRIBUTE_PREFIX.length)}
    AND ${within(sql`(n.value ->> 1)`)})`;
}

/** Any of a facet's values, and all of the facets. */
function narrowed(match: string, { values }: Filters): string {
  const chosen = Object.entries(values)
    .filter(([key]) => key !== "available")
    .map(([key, list]) => `(${list.map((value) => `"${markOf(key, value)}"`).join(" OR ")})`);
  return [`(${match})`, ...chosen].join(" AND ");
}

/** What finds everything of a category. */
export const matchOfCategory = (categoryId: string): string => `"${markOf("category", categoryId)}"`;

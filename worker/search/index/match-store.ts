/**
 * Finds rows of one database by their words, best placed first. Row numbers rise from the best placed on, and both full
 * texts hand out matches in their order, so a query with a limit costs the same however many more there are. Market,
 * stock and values of facets are words as well: nothing is left out after the limit but the ends of ranges.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CursorPart } from "../../base/cursor.ts";
import type { ProductSort } from "../../catalog/product.ts";
import type { Market } from "../../markets/markets.ts";
import { priceListOf } from "../../pricing/price-list.ts";
import type { Database } from "../../world.ts";
import { ATTRIBUTE_PREFIX, type FilterRange, type Filters } from "../facets/facet.ts";
import type { MatchArm } from "../ranking/search-plan.ts";
import type { Facts } from "./index-facts.ts";
import { narrowingOf } from "./index-marks.ts";
import { tableOf } from "./index-table-store.ts";
import type { Generation } from "./search-state.ts";

/** Rows of the full text that one query walks at most where some are left out row by row, or all are put in another order. */
export const WALKED_MAX = 5_000;

/** What a market's rows are narrowed to. `hidden` are shards whose rows another database has. */
export type Narrowing = { market: Market; filters: Filters; hidden: { from: number; to: number } | null };
/** `after` is the number of the last row seen. */
export type MatchAsk = Narrowing & MatchArm & { after: number | null; limit: number };

/** `price` is in minor units of the market's currency. `facts` is null where they were not asked for. */
export type MatchedRow = {
  number: number;
  productId: string;
  version: number;
  rank: number;
  popularity: number;
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
/** `arm` is the first of the arms that found it. */
export type FoundRow = WordedRow & { arm: number };
/** `end` is the number of the last row that was walked; null where there are no more. */
export type Walked<Row> = { rows: Row[]; end: number | null };

const PLAIN = sql.raw(
  "d.number, d.product_id AS productId, d.version, d.rank, d.popularity, d.in_stock AS inStock, d.created_at_ms AS createdAtMs, d.label",
);
const WORDED = sql.raw("d.facts, d.title, d.brand, d.category, d.codes, d.text, d.kinds");

/**
 * The best placed of each arm, the first arm's first, with every word they are scored by; each row once. `isCut`: the last
 * arm, which is the widest, has more.
 */
export async function listFound(
  db: Database,
  generation: Generation,
  { arms, armLimit, limit, ...ask }: Narrowing & { arms: readonly MatchArm[]; armLimit: number; limit: number },
): Promise<{ rows: FoundRow[]; isCut: boolean }> {
  const walks = arms.map((arm, index) => {
    const { from, where } = walkOf(generation, { ...ask, ...arm, after: null, limit: armLimit + 1 });
    const joined = where
      ? sql`CROSS JOIN ${tableOf("documents", generation)} d ON d.number = t.rowid WHERE ${where}`
      : sql``;
    return sql`SELECT rowid AS number, ${sql.raw(String(index))} AS arm FROM
      (SELECT t.rowid FROM ${from} t ${joined} ORDER BY t.rowid LIMIT ${armLimit + 1})`;
  });
  const rows = await db.all<FoundRow & { facts: string; walked: number }>(sql`
    WITH found AS MATERIALIZED (${sql.join(walks, sql` UNION ALL `)}),
      best AS (SELECT number, min(arm) AS arm FROM found GROUP BY number ORDER BY min(arm), number LIMIT ${limit})
    SELECT ${PLAIN}, ${WORDED}, ${priceIn(ask.market)} AS price, b.arm,
      (SELECT count(*) FROM found WHERE arm = ${sql.raw(String(arms.length - 1))}) AS walked
    FROM best b CROSS JOIN ${tableOf("documents", generation)} d ON d.number = b.number ORDER BY b.arm, b.number`);
  return {
    rows: rows.map(({ walked: _, ...row }) => ({ ...row, facts: JSON.parse(row.facts) as Facts })),
    isCut: (rows[0]?.walked ?? 0) > armLimit || rows.length === limit,
  };
}

/** With their facts. */
export const listMatched = (db: Database, generation: Generation, ask: MatchAsk): Promise<Walked<MatchedRow>> =>
  listWalked(db, generation, ask, sql.raw("d.facts"));

/** Without words and facts: products to be shown. */
export const listPlain = (db: Database, generation: Generation, ask: MatchAsk): Promise<Walked<MatchedRow>> =>
  listWalked(db, generation, ask, sql.raw("NULL AS facts"));

async function listWalked(
  db: Database,
  generation: Generation,
  ask: MatchAsk,
  facts: SQL,
): Promise<Walked<MatchedRow>> {
  const { from, where, walked } = walkOf(generation, ask);
  const kept = sql`SELECT ${PLAIN}, ${facts}, ${priceIn(ask.market)} AS price
    FROM ${from} t CROSS JOIN ${tableOf("documents", generation)} d ON d.number = t.rowid
    WHERE ${where ?? sql`true`} ORDER BY t.rowid LIMIT ${ask.limit}`;
  const read = where
    ? // The last row walked is told also where none of them is kept.
      sql`SELECT e.edge, r.* FROM (SELECT (${walked} LIMIT 1 OFFSET ${WALKED_MAX - 1}) AS edge) e LEFT JOIN (${kept}) r ON true`
    : kept;
  const rows = await db.all<MatchedRow & { facts: string | null; edge?: number | null }>(read);
  const found = rows.filter(({ number }) => number !== null);
  const edge = rows[0]?.edge ?? null;
  const end = found.length === ask.limit ? (found.at(-1)?.number ?? null) : edge;
  return {
    rows: found.map(({ edge: _, ...row }) => ({ ...row, facts: row.facts && (JSON.parse(row.facts) as Facts) })),
    end,
  };
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
  const { from, where } = walkOf(generation, { ...ask, after: null, limit: WALKED_MAX });
  return db.all<MatchedRow>(sql`SELECT ${PLAIN}, NULL AS facts, ${priceIn(ask.market)} AS price
    FROM ${from} t CROSS JOIN ${tableOf("documents", generation)} d ON d.number = t.rowid
    WHERE ${where ?? sql`true`} ${later}
    ORDER BY ${key} ${direction}, d.product_id ${direction} LIMIT ${ask.limit}`);
}

function priceIn(market: Market): SQL {
  return sql`(d.prices ->> ${`$."${priceListOf(market)}"`})`;
}

/** `walked` is every match in order, `from` as many of them as are needed, `where` what is still to be left out of these. */
function walkOf(generation: Generation, ask: MatchAsk): { from: SQL; where: SQL | null; walked: SQL } {
  const text = tableOf(ask.over, generation);
  const after = ask.after === null ? sql`` : sql`AND rowid > ${ask.after}`;
  const conditions = [
    ...(ask.hidden ? [sql`d.shard NOT BETWEEN ${ask.hidden.from} AND ${ask.hidden.to}`] : []),
    ...withinRanges(ask),
  ];
  const walked = sql`SELECT rowid FROM ${text} WHERE ${text} MATCH ${narrowed(ask)} ${after} ORDER BY rowid`;
  const where = conditions.length > 0 ? sql.join(conditions, sql` AND `) : null;
  return { from: sql`(${walked} LIMIT ${where ? WALKED_MAX : ask.limit})`, where, walked };
}

/** However many ranges there are, they are few parameters: D1 takes 100, and each arm asks again. */
function withinRanges({ market, filters: { ranges } }: Narrowing): SQL[] {
  const { price, ...others } = ranges;
  const numbers = Object.entries(others).map(([key, { from, to }]) => [key.slice(ATTRIBUTE_PREFIX.length), from, to]);
  return [
    ...(price ? endsOf(price).map(([than, end]) => sql`${priceIn(market)} ${than} ${end}`) : []),
    ...(numbers.length > 0
      ? [
          sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(numbers)}) r WHERE NOT EXISTS (
            SELECT 1 FROM json_each(d.facts, '$.n') n WHERE n.value ->> 0 = r.value ->> 0
              AND (r.value ->> 1 IS NULL OR n.value ->> 1 >= r.value ->> 1)
              AND (r.value ->> 2 IS NULL OR n.value ->> 1 <= r.value ->> 2)))`,
        ]
      : []),
  ];
}

const endsOf = ({ from, to }: FilterRange): [SQL, number][] => [
  ...(from === null ? [] : [[sql`>=`, from] satisfies [SQL, number]]),
  ...(to === null ? [] : [[sql`<=`, to] satisfies [SQL, number]]),
];

/** Any of the words of each mark, and all of the marks. */
const narrowed = ({ match, market, filters }: MatchAsk): string =>
  [
    `(${match})`,
    ...narrowingOf(market, filters).map((marks) => `(${marks.map((mark) => `"${mark}"`).join(" OR ")})`),
  ].join(" AND ");

/** What is done to whole parts of one database's index: counted, compared, copied out, emptied. */
import { sql } from "drizzle-orm";
import type { Database } from "../../world.ts";
import type { IndexRow } from "./index-row.ts";
import { COLUMNS } from "./index-store.ts";
import { tableOf } from "./index-table-store.ts";
import type { Generation } from "./search-state.ts";

/** Rows of `search_documents_*` that one turn deletes. */
const EMPTIED_MAX = 10_000;
const EMPTIED_AT_ONCE = ["terms", "term_kinds", "keys", "completions", "totals"] as const;

/** The version that a database has of each of these products; `isFound` where shoppers find it. Others are left out. */
export async function readIndexVersions(
  db: Database,
  generation: Generation,
  productIds: readonly string[],
): Promise<Map<string, { version: number; isFound: boolean; state: ProductState }>> {
  // SQLite takes bare columns from the row that has the greatest version.
  const rows = await db.all<{ id: string; version: number; found: number; inStock: number; popularity: number }>(sql`
    SELECT product_id AS id, max(version) AS version, language <> 'none' AS found, in_stock AS inStock, popularity
    FROM ${tableOf("documents", generation)}
    WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)})) GROUP BY product_id`);
  return new Map(
    rows.map(({ id, version, found, inStock, popularity }) => [
      id,
      { version, isFound: found === 1, state: { inStock: inStock === 1, popularity } },
    ]),
  );
}

/** What of a product is not of its record. */
export type ProductState = { inStock: boolean; popularity: number };

/** As a database has it of those of these products that search finds. */
export async function readIndexStates(
  db: Database,
  generation: Generation,
  productIds: readonly string[],
): Promise<Map<string, ProductState>> {
  const rows = await db.all<{ id: string; inStock: number; popularity: number }>(sql`
    SELECT d.product_id AS id, d.in_stock AS inStock, d.popularity
    FROM json_each(${JSON.stringify(productIds)}) i
    CROSS JOIN ${tableOf("documents", generation)} d ON d.product_id = i.value AND d.language <> 'none'`);
  return new Map(rows.map(({ id, inStock, popularity }) => [id, { inStock: inStock === 1, popularity }]));
}

/** Every row of these products. */
export const listProductRows = (
  db: Database,
  generation: Generation,
  productIds: readonly string[],
): Promise<IndexRow[]> =>
  db.all<IndexRow>(sql`SELECT number, ${ROW} FROM ${tableOf("documents", generation)}
    WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`);

const ROW = sql.raw(COLUMNS.map(([field, name]) => `${name} AS "${field}"`).join(", "));

/** How many products a database has that search finds, as the index sums them. */
export async function countSearchable(db: Database, generation: Generation): Promise<number> {
  const [sum] = await db.all<{ value: number }>(sql`
    SELECT value FROM ${tableOf("totals", generation)} WHERE name = 'products'`);
  return sum?.value ?? 0;
}

/** Products that are not sold have a row as well. */
export async function hasRows(db: Database, generation: Generation): Promise<boolean> {
  return (await db.all(sql`SELECT number FROM ${tableOf("documents", generation)} LIMIT 1`)).length > 0;
}

/** Rows of each shard. Walks an index over the whole database: for a move, not for a page. */
export async function listShardWeights(db: Database, generation: Generation): Promise<[shard: number, rows: number][]> {
  const rows = await db.all<{ shard: number; rows: number }>(sql`
    SELECT shard, count(*) AS rows FROM ${tableOf("documents", generation)} GROUP BY shard`);
  return rows.map((row) => [row.shard, row.rows]);
}

type Stretch = { from: number; to: number; after: readonly [shard: number, number: number]; limit: number };

/** Rows of shards `from` to `to` in the order of shard and number, whole products; `isLast` where no more come. */
export async function listShardRows(
  db: Database,
  generation: Generation,
  { from, to, after, limit }: Stretch,
): Promise<{ rows: IndexRow[]; isLast: boolean }> {
  const rows = await db.all<IndexRow>(sql`
    SELECT number, ${ROW} FROM ${tableOf("documents", generation)}
    WHERE shard BETWEEN ${from} AND ${to} AND (shard, number) > (${after[0]}, ${after[1]})
    ORDER BY shard, number LIMIT ${limit}`);
  const isLast = rows.length < limit;
  const cut = rows.at(-1)?.productId;
  const whole = isLast ? rows : rows.filter(({ productId }) => productId !== cut);
  return { rows: whole, isLast };
}

/** Deletes a stretch of a generation; true when nothing is left of it. */
export async function emptyGeneration(db: Database, generation: Generation): Promise<boolean> {
  const [names, words] = [tableOf("names", generation), tableOf("words", generation)];
  const documents = tableOf("documents", generation);
  if (await hasRows(db, generation)) {
    await db.run(sql`DELETE FROM ${documents} WHERE number IN (SELECT number FROM ${documents} LIMIT ${EMPTIED_MAX})`);
    return false;
  }
  await db.run(sql`INSERT INTO ${names} (${names}) VALUES ('delete-all')`);
  await db.run(sql`INSERT INTO ${words} (${words}) VALUES ('delete-all')`);
  for (const table of EMPTIED_AT_ONCE) await db.run(sql`DELETE FROM ${tableOf(table, generation)}`);
  return true;
}

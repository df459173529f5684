/** Which products the clock is about to put on sale or take off it, or to give another price, and that it has. */
import { and, asc, lte, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import { products } from "./catalog-tables.ts";
import { lowestWrites, priceDue } from "./price-write-store.ts";

/** Products whose time has come or is over, the longest ago first. */
export async function listDue(db: Database, nowMs: number, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: products.id })
    .from(products)
    .where(lte(products.publishDueMs, nowMs))
    .orderBy(asc(products.publishDueMs))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Those of these products that the clock has not been at yet. */
export async function listStillDue(db: Database, ids: readonly string[], nowMs: number): Promise<string[]> {
  const rows = await db
    .select({ id: products.id })
    .from(products)
    .where(and(lte(products.publishDueMs, nowMs), sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`));
  return rows.map((row) => row.id);
}

/** The first statement of a batch that flips: fails it, as another version does, where one is not due any more. */
export const guardDue = (db: Database, ids: readonly string[], nowMs: number): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE products SET version = NULL WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      AND (publish_due_ms IS NULL OR publish_due_ms > ${nowMs})`,
  );

/** A new version for each, what a sale makes of its lowest price, and the time of its next turn. Stand it in `versioned`. */
export function publicationFlip(db: Database, ids: readonly string[], nowMs: number): BatchItem<"sqlite">[] {
  const flipped = sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
  const touch = sql`UPDATE products SET version = version + 1, updated_at_ms = ${nowMs} WHERE id IN (${flipped})`;
  return [touch, ...lowestWrites(flipped, nowMs), dueWrite(flipped, nowMs)].map((query) => statement(db, query));
}

/** When the clock alone next changes whether these products are sold, or for what. */
export const dueWrite = (ids: SQL, nowMs: number): SQL => sql`
  UPDATE products SET publish_due_ms = ${nextTurn(nowMs)} WHERE id IN (${ids})`;
const nextTurn = (nowMs: number): SQL => sql`(SELECT min(value)
  FROM json_each(json_array(publish_from_ms, publish_until_ms, ${priceDue(nowMs)})) WHERE value > ${nowMs})`;

/** When the first of all products is due, also where that is over and the timer has not come to it; null where none is. */
export async function readFirstDue(db: Database): Promise<number | null> {
  const [row] = await db.all<{ dueMs: number }>(sql`SELECT publish_due_ms AS dueMs FROM products
    WHERE publish_due_ms IS NOT NULL ORDER BY publish_due_ms LIMIT 1`);
  return row?.dueMs ?? null;
}

/** When the clock next changes what one of these is sold for, whether the timer has come to its last turn or not. */
export async function readNextTurn(db: Database, ids: readonly string[], nowMs: number): Promise<number | null> {
  const [row] = await db.all<{ turnMs: number | null }>(sql`
    SELECT min(iif(publish_due_ms > ${nowMs}, publish_due_ms, ${nextTurn(nowMs)})) AS turnMs FROM products
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND publish_due_ms IS NOT NULL`);
  return row?.turnMs ?? null;
}

/** Which products the clock is about to put on sale or take off it, and that it has. */
import { asc, lte, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import { products } from "./catalog-tables.ts";

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

/** A new version for each, and the time of its next turn. Stand it in `versioned`. */
export const publicationFlip = (db: Database, ids: readonly string[], nowMs: number): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE products SET version = version + 1, updated_at_ms = ${nowMs},
      publish_due_ms = CASE WHEN publish_from_ms > ${nowMs} THEN publish_from_ms
        WHEN publish_until_ms > ${nowMs} THEN publish_until_ms END
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  );

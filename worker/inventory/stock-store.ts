/** The projected levels in D1: what lists and badges read. Nothing is sold by them; each SKU's object decides that. */
import { sql } from "drizzle-orm";
import { cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Database } from "../world.ts";
import { stockLevels } from "./stock-tables.ts";

export type StockLevelRow = typeof stockLevels.$inferSelect;
export const LOW_STOCK_LIMIT_MAX = 100;
export const LOW_STOCK_COUNT_MAX = 1_000;
const LOW_STOCK_LIST = "low-stock";

/** Keeps a SKU's level unless a newer one is kept already; false when it was. */
export async function upsertStockLevel(db: Database, level: typeof stockLevels.$inferInsert): Promise<boolean> {
  const written = await db
    .insert(stockLevels)
    .values(level)
    .onConflictDoUpdate({
      target: stockLevels.sku,
      set: level,
      setWhere: sql`excluded.ledger_number >= ${stockLevels.ledgerNumber}`,
    })
    .returning({ sku: stockLevels.sku });
  return written.length === 1;
}

/** As last projected; SKUs whose stock never moved have none. One query however many are asked for. */
export async function listLevels(db: Database, skus: readonly string[]): Promise<StockLevelRow[]> {
  if (skus.length === 0) return [];
  return db
    .select()
    .from(stockLevels)
    .where(sql`${stockLevels.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
}

export type LowStock = Pick<StockLevelRow, "sku" | "productId" | "onHand" | "held" | "available" | "lowStockAt">;

/**
 * SKUs at or below the level that their variant calls low, fewest units first; those whose ledger was never opened with
 * the units they came with. Walks two partial indexes side by side, so a page costs what it shows.
 */
export async function listLowStock(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | null },
): Promise<Outcome<{ items: LowStock[]; nextCursor: string | null }, { code: "cursor.invalid" }>> {
  const after = cursor ? partsOfCursor(cursor, LOW_STOCK_LIST, ["number", "string"]) : [-1, ""];
  if (!after) return refused({ code: "cursor.invalid" });
  const size = Math.min(limit, LOW_STOCK_LIMIT_MAX);
  const from = sql`(${Number(after[0])}, ${String(after[1])})`;
  const items = await db.all<LowStock>(sql`
    SELECT sku, product_id AS productId, on_hand AS onHand, held, available, low_stock_at AS lowStockAt
      FROM stock_levels s WHERE available <= low_stock_at AND (available, sku) > ${from} AND ${IS_COUNTED("s")}
    UNION ALL
    SELECT sku, product_id, opening_quantity, 0, opening_quantity, low_stock_at
      FROM variants v
      WHERE opening_quantity <= low_stock_at AND (opening_quantity, sku) > ${from} AND ${IS_UNOPENED} AND ${IS_SOLD} AND ${IS_COUNTED("v")}
    ORDER BY available, sku LIMIT ${size + 1}`);
  const last = items.length > size ? items[size - 1] : undefined;
  return done({
    items: items.slice(0, size),
    nextCursor: last ? cursorOf(LOW_STOCK_LIST, [last.available, last.sku]) : null,
  });
}

/** How many SKUs are low, for the dashboard's badge; stops at `LOW_STOCK_COUNT_MAX`. */
export async function countLowStock(db: Database): Promise<number> {
  const [row] = await db.all<{ count: number }>(sql`
    SELECT count(*) AS count FROM (
      SELECT sku FROM stock_levels s WHERE available <= low_stock_at AND ${IS_COUNTED("s")}
      UNION ALL SELECT sku FROM variants v WHERE opening_quantity <= low_stock_at AND ${IS_UNOPENED} AND ${IS_SOLD} AND ${IS_COUNTED("v")}
      LIMIT ${LOW_STOCK_COUNT_MAX})`);
  return row?.count ?? 0;
}

/** Drafts wait for whoever writes them, and are short of nothing yet. */
const IS_SOLD = sql`EXISTS (SELECT 1 FROM products p WHERE p.id = v.product_id AND p.status = 'published')`;
const IS_COUNTED = (table: "s" | "v") =>
  sql.raw(`NOT EXISTS (SELECT 1 FROM stock_policies c WHERE c.sku = ${table}.sku AND c.tracked = 0)`);
const IS_UNOPENED = sql`NOT EXISTS (SELECT 1 FROM stock_levels s WHERE s.sku = v.sku)`;

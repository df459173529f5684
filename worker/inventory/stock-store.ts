/** The projected levels in D1: what lists and badges read. Nothing is sold by them; each SKU's object decides that. */
import { and, asc, eq, gt, or, type SQL, sql } from "drizzle-orm";
import { cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Database } from "../world.ts";
import { stockLevels } from "./stock-tables.ts";

export type StockLevelRow = typeof stockLevels.$inferSelect;
export const LOW_STOCK_LIMIT_MAX = 100;
const LOW_STOCK_LIST = "low-stock";

/** Keeps a SKU's level unless a newer one is kept already; false when it was. */
export async function upsertStockLevel(db: Database, level: StockLevelRow): Promise<boolean> {
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

/** SKUs at or below the level that their variant calls low, fewest units first. */
export async function listLowStock(
  db: Database,
  { limit, cursor }: { limit: number; cursor?: string | null },
): Promise<Outcome<{ items: StockLevelRow[]; nextCursor: string | null }, { code: "cursor.invalid" }>> {
  const after = cursor ? afterCursor(cursor) : undefined;
  if (after === null) return refused({ code: "cursor.invalid" });
  const size = Math.min(limit, LOW_STOCK_LIMIT_MAX);
  const items = await db
    .select()
    .from(stockLevels)
    .where(and(sql`${stockLevels.available} <= ${stockLevels.lowStockAt}`, after))
    .orderBy(asc(stockLevels.available), asc(stockLevels.sku))
    .limit(size + 1);
  const last = items.length > size ? items[size - 1] : undefined;
  return done({
    items: items.slice(0, size),
    nextCursor: last ? cursorOf(LOW_STOCK_LIST, [last.available, last.sku]) : null,
  });
}

/** How many SKUs are low, for the dashboard's badge. */
export async function countLowStock(db: Database): Promise<number> {
  return db.$count(stockLevels, sql`${stockLevels.available} <= ${stockLevels.lowStockAt}`);
}

/** Where the list goes on after a cursor's item; null when the cursor is not one of this list's. */
function afterCursor(cursor: string): SQL | undefined | null {
  const [available, sku] = partsOfCursor(cursor, LOW_STOCK_LIST, ["number", "string"]) ?? [];
  if (available === undefined || sku === undefined) return null;
  const [units, name] = [Number(available), String(sku)];
  return or(gt(stockLevels.available, units), and(eq(stockLevels.available, units), gt(stockLevels.sku, name)));
}

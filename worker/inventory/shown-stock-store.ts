/** What pages show of a product's stock, from the projection: one query, and no object is asked. */
import { sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { shownStock } from "./shown-stock.ts";
import { type StockNews, WATCHED_SKUS_MAX } from "./stock-watchers.ts";

/** Of every variant of a published product, at most `WATCHED_SKUS_MAX`; empty when there is no such product. */
export async function readShownOfProduct(db: Database, productId: string): Promise<StockNews[]> {
  type Row = { sku: string; number: number; available: number; lowStockAt: number };
  const rows = await db.all<Row>(sql`
    SELECT v.sku, coalesce(s.ledger_number, 0) AS number, coalesce(s.available, v.opening_quantity) AS available,
      v.low_stock_at AS lowStockAt
    FROM variants v JOIN products p ON p.id = v.product_id AND p.status = 'published'
      LEFT JOIN stock_levels s ON s.sku = v.sku
    WHERE v.product_id = ${productId} ORDER BY v.position LIMIT ${WATCHED_SKUS_MAX}`);
  return rows.map(({ sku, number, ...level }) => ({ sku, number, shown: shownStock(level) }));
}

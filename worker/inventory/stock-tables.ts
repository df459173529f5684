import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { LocationLevel } from "./stock.ts";

/** A projection of each SKU's ledger, at most a second old. Lists and badges read it; nothing is sold by it. */
export const stockLevels = sqliteTable(
  "stock_levels",
  {
    sku: text("sku").primaryKey(),
    productId: text("product_id").notNull(),
    onHand: integer("on_hand").notNull(),
    held: integer("held").notNull(),
    available: integer("available").notNull(),
    /** Units that may still be sold before they are here, and those that were and are not here yet. */
    promisable: integer("promisable").notNull().default(0),
    owed: integer("owed").notNull().default(0),
    /** Between two locations; in neither's units. */
    inTransit: integer("in_transit").notNull().default(0),
    locations: text("locations", { mode: "json" }).$type<readonly LocationLevel[]>().notNull().default([]),
    lowStockAt: integer("low_stock_at").notNull(),
    /** Number of the ledger's event it was taken at; an older one never overwrites a newer. */
    ledgerNumber: integer("ledger_number").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [
    index("stock_by_product").on(table.productId),
    index("stock_low").on(table.available, table.sku).where(sql`available <= low_stock_at`),
  ],
);

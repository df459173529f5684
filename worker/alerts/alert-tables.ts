import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { user } from "../customers/account-tables.ts";

/** One row a SKU that is low, from when it fell to its level until it is above again: one alert, however many are sold. */
export const lowStockAlerts = sqliteTable(
  "low_stock_alerts",
  {
    sku: text("sku").primaryKey(),
    sinceMs: integer("since_ms").notNull(),
    /** The digest that staff were told in; null while it waits for the next. */
    digest: integer("digest"),
  },
  (table) => [
    index("alerts_untold").on(table.sinceMs, table.sku).where(sql`digest IS NULL`),
    index("alerts_by_digest").on(table.digest).where(sql`digest IS NOT NULL`),
  ],
);

/** One row a mail to staff. Its key lets one of several timers win. */
export const lowStockDigests = sqliteTable("low_stock_digests", {
  number: integer("number").primaryKey(),
  atMs: integer("at_ms").notNull(),
});

/** The staff accounts that want low stock by mail. */
export const lowStockReaders = sqliteTable("low_stock_readers", {
  userId: text("user_id")
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  sinceMs: integer("since_ms").notNull(),
});

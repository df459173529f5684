import { sql } from "drizzle-orm";
import { index, integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How much each product that was ever sold is sold lately. */
export const productPopularity = sqliteTable(
  "product_popularity",
  {
    productId: text("product_id").primaryKey(),
    /** `heatOf`. */
    heat: real("heat").notNull(),
    /** 0 to `POPULARITY_MAX`, as it was on the day `levelPeriod` since 1970. */
    level: integer("level").notNull(),
    levelPeriod: integer("level_period").notNull(),
    /** The index does not have the level yet. */
    due: integer("due", { mode: "boolean" }).notNull(),
  },
  (table) => [
    index("popularity_due").on(table.productId).where(sql`due = 1`),
    index("popularity_fading").on(table.levelPeriod).where(sql`level > 0`),
  ],
);

/** How far the orders of a database were counted: those placed up to here, by time and number. */
export const popularityMarks = sqliteTable("popularity_marks", {
  source: text("source").primaryKey(),
  placedAtMs: integer("placed_at_ms").notNull(),
  orderId: text("order_id").notNull(),
});

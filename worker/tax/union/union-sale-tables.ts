import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Sales to consumers in other member states, and what was given back of them: in the database of their order, each in the
 * batch of the payment or refund it comes of.
 */
export const unionSales = sqliteTable(
  "union_sales",
  {
    /** As of invoices: the order's number, the refund's id, or what takes its note back. */
    document: text("document").primaryKey(),
    orderId: text("order_id").notNull(),
    /** The member state it is sold from. */
    home: text("home").notNull(),
    /** On the seller's calendar. */
    day: text("day").notNull(),
    /** Cents without tax, below zero where it was given back; null where no rate was known. */
    eurMinor: integer("eur_minor"),
  },
  (table) => [
    index("union_sales_by_day").on(table.home, table.day, table.eurMinor),
    index("union_sales_of_order").on(table.orderId),
    // Holds the few that wait for a rate.
    index("union_sales_unrated").on(table.home, table.day).where(sql`eur_minor IS NULL`),
  ],
);

/** Their sums by day: what a checkout reads. */
export const unionDays = sqliteTable(
  "union_days",
  {
    home: text("home").notNull(),
    day: text("day").notNull(),
    soldMinor: integer("sold_minor").notNull(),
    backMinor: integer("back_minor").notNull(),
  },
  (table) => [primaryKey({ columns: [table.home, table.day] })],
);

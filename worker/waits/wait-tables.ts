import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { MarketId } from "../markets/markets.ts";

/** One row a wish to be told, once, that a sold-out SKU is back. Gone when it was told, taken back, or is half a year old. */
export const stockWaits = sqliteTable(
  "stock_waits",
  {
    id: text("id").primaryKey(),
    sku: text("sku").notNull(),
    market: text("market").$type<MarketId>().notNull(),
    email: text("email").notNull(),
    /** Stands for the address in links: who does not have a mail to it cannot make it. */
    emailKey: text("email_key").notNull(),
    /** `called`: a mail is on its way. */
    state: text("state").$type<"open" | "called">().notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    calledAtMs: integer("called_at_ms"),
  },
  (table) => [
    uniqueIndex("stock_waits_once").on(table.sku, table.emailKey),
    index("stock_waits_open").on(table.sku, table.createdAtMs, table.id).where(sql`state = 'open'`),
    index("stock_waits_called").on(table.calledAtMs).where(sql`state = 'called'`),
    index("stock_waits_by_email").on(table.emailKey, table.createdAtMs),
    index("stock_waits_oldest").on(table.createdAtMs),
  ],
);

/** One row a turn in which some of those who wait for a SKU were called. Its key lets one of several callers win. */
export const stockCalls = sqliteTable(
  "stock_calls",
  {
    sku: text("sku").notNull(),
    number: integer("number").notNull(),
    called: integer("called").notNull(),
    atMs: integer("at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sku, table.number] }), index("stock_calls_oldest").on(table.atMs)],
);

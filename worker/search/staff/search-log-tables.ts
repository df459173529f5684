import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MarketId } from "../../markets/markets.ts";

/** What was searched: one row a market, day (UTC) and folded query. Nothing in it says who searched. */
export const searchCounts = sqliteTable(
  "search_counts",
  {
    market: text("market").$type<MarketId>().notNull(),
    day: text("day").notNull(),
    /** Folded; empty for all that is not noted by itself. */
    query: text("query").notNull(),
    /** As it was last typed. */
    shown: text("shown").notNull(),
    /** Times that its results were made by the store. */
    made: integer("made").notNull(),
    /** Times that a browser showed them, kept copies too. */
    seen: integer("seen").notNull(),
    clicks: integer("clicks").notNull(),
    /** Products found, the last time; null where nobody counted. */
    found: integer("found"),
    /** Whether they had every word, as it was typed. */
    whole: integer("whole", { mode: "boolean" }),
  },
  (table) => [primaryKey({ columns: [table.market, table.day, table.query] })],
);

/** Which results were followed. */
export const searchClicks = sqliteTable(
  "search_clicks",
  {
    market: text("market").$type<MarketId>().notNull(),
    day: text("day").notNull(),
    query: text("query").notNull(),
    productId: text("product_id").notNull(),
    clicks: integer("clicks").notNull(),
    /** Sum of the places it stood at, the first being 1. */
    places: integer("places").notNull(),
  },
  (table) => [primaryKey({ columns: [table.market, table.day, table.query, table.productId] })],
);

/** How many different queries a market and day has: counted by triggers of `search_counts`, so nobody counts them to ask. */
export const searchDays = sqliteTable(
  "search_days",
  {
    market: text("market").$type<MarketId>().notNull(),
    day: text("day").notNull(),
    queries: integer("queries").notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.market] })],
);

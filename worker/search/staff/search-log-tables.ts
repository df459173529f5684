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
    /** As the products found spell it. */
    shown: text("shown").notNull(),
    /** Networks that searched it, each once; counted by a trigger of `search_askers`, as `clicks` is. */
    networks: integer("networks").notNull().default(0),
    /** Results that were followed, each once a network and product. */
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

/**
 * Which networks searched what, and followed what (`product_id`; empty for the search itself), until the day is over: so that
 * each counts once. `network` is a hash salted by the day: when the salt is gone, it is nobody's.
 */
export const searchAskers = sqliteTable(
  "search_askers",
  {
    day: text("day").notNull(),
    network: text("network").notNull(),
    market: text("market").$type<MarketId>().notNull(),
    query: text("query").notNull(),
    productId: text("product_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.network, table.market, table.query, table.productId] })],
);

/** What the hashes of a day are salted with; dropped when the day is over. */
export const searchSalts = sqliteTable("search_salts", { day: text("day").primaryKey(), salt: text("salt").notNull() });

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

import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MarketFacts, MarketState, TaxDisplay } from "./markets.ts";

/** One row a market, as it is now. Its id is never given to another: carts and orders name it. */
export const markets = sqliteTable("markets", {
  id: text("id").primaryKey(),
  locale: text("locale").$type<MarketFacts["locale"]>().notNull(),
  countries: text("countries", { mode: "json" }).$type<MarketFacts["countries"]>().notNull(),
  currency: text("currency").$type<MarketFacts["currency"]>().notNull(),
  priceListId: text("price_list_id"),
  taxDisplay: text("tax_display").$type<TaxDisplay>().notNull(),
  shippingZoneId: text("shipping_zone_id"),
  paymentMethods: text("payment_methods", { mode: "json" }).$type<MarketFacts["paymentMethods"]>(),
  timeZone: text("time_zone").notNull(),
  domain: text("domain").unique(),
  state: text("state").$type<MarketState>().notNull(),
  position: integer("position").notNull(),
  version: integer("version").notNull(),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

/** What each version said, whose it was and when; written with it, never changed. */
export const marketVersions = sqliteTable(
  "market_versions",
  {
    marketId: text("market_id").notNull(),
    version: integer("version").notNull(),
    atMs: integer("at_ms").notNull(),
    byId: text("by_id").notNull(),
    byName: text("by_name").notNull(),
    facts: text("facts", { mode: "json" }).$type<MarketFacts>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.marketId, table.version] }), index("market_versions_at").on(table.atMs)],
);

import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Currency } from "../pricing/money.ts";
import type { Tier } from "../pricing/price.ts";
import type { PriceListId, RateSource } from "../pricing/price-list.ts";

/** A list follows a base where it has one; then every column from `base_id` to `below_minor` is set. */
export const priceLists = sqliteTable("price_lists", {
  id: text("id").$type<PriceListId>().primaryKey(),
  name: text("name").notNull(),
  currency: text("currency").$type<Currency>().notNull(),
  baseId: text("base_id").$type<PriceListId>(),
  rate: text("rate"),
  rateDate: text("rate_date"),
  rateSource: text("rate_source").$type<RateSource>(),
  marginBp: integer("margin_bp"),
  stepMinor: integer("step_minor"),
  belowMinor: integer("below_minor"),
  followBp: integer("follow_bp"),
  /** What the rate and the margin come to, between minor units. */
  numerator: integer("numerator"),
  denominator: integer("denominator"),
  version: integer("version").notNull(),
  /** Whether what its terms make of a reduction is still the same reduction: where the rate alone has changed. */
  carriesPrior: integer("carries_prior", { mode: "boolean" }).notNull().default(true),
  /** While its prices are made anew: the last product that has them, and how many were gone through. Null: they all have. */
  workAfterId: text("work_after_id"),
  workDone: integer("work_done").notNull().default(0),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

/** What a variant costs in a price list: with tax where the market shows prices with tax, else without. */
export const prices = sqliteTable(
  "prices",
  {
    sku: text("sku").notNull(),
    listId: text("list_id").$type<PriceListId>().notNull(),
    /** False: set by hand or by an import. True: made from the price in the list's base, with everything about it. */
    derived: integer("derived", { mode: "boolean" }).notNull().default(false),
    amountMinor: integer("amount_minor").notNull(),
    compareAtMinor: integer("compare_at_minor"),
    saleMinor: integer("sale_minor"),
    saleFromMs: integer("sale_from_ms"),
    saleUntilMs: integer("sale_until_ms"),
    tiers: text("tiers", { mode: "json" }).$type<readonly Tier[]>(),
    /** The lowest of the 30 days before the present price, or the coming sale, began; reckoned when it is written. */
    priorMinor: integer("prior_minor"),
  },
  (table) => [primaryKey({ columns: [table.sku, table.listId] })],
);

/** The lowest price that was asked on a day (of UTC, counted from 1970) and ended that day; no older than a month. */
export const formerPrices = sqliteTable(
  "former_prices",
  {
    sku: text("sku").notNull(),
    listId: text("list_id").$type<PriceListId>().notNull(),
    endedOn: integer("ended_on").notNull(),
    lowMinor: integer("low_minor").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sku, table.listId, table.endedOn] })],
);

/** A product's lowest price, kept beside its variants' so that a list can be sorted. Written in the same batch. */
export const productPrices = sqliteTable(
  "product_prices",
  {
    productId: text("product_id").notNull(),
    listId: text("list_id").$type<PriceListId>().notNull(),
    fromMinor: integer("from_minor").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.listId] }),
    index("products_by_price").on(table.listId, table.fromMinor, table.productId),
  ],
);

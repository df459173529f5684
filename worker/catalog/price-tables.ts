import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Currency } from "../pricing/money.ts";

/** What a variant costs in a currency: with tax where the market shows prices with tax, else without. */
export const prices = sqliteTable(
  "prices",
  {
    sku: text("sku").notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    amountMinor: integer("amount_minor").notNull(),
    compareAtMinor: integer("compare_at_minor"),
  },
  (table) => [primaryKey({ columns: [table.sku, table.currency] })],
);

/** A product's lowest price, kept beside its variants' so that a list can be sorted. Written in the same batch. */
export const productPrices = sqliteTable(
  "product_prices",
  {
    productId: text("product_id").notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    fromMinor: integer("from_minor").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.currency] }),
    index("products_by_price").on(table.currency, table.fromMinor, table.productId),
  ],
);

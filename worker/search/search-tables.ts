import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * One row per product and language it is found in; the full-text table `search_text` shares its row numbers.
 * A product that is not found any more leaves one row of the language `none`: it remembers the version that left,
 * so that an older event cannot bring the product back.
 */
export const searchDocuments = sqliteTable(
  "search_documents",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    productId: text("product_id").notNull(),
    /** `any` for the product's own language, in which every market finds it; a language for each other translation. */
    language: text("language").notNull(),
    rank: integer("rank").notNull(),
    version: integer("version").notNull(),
    /** The currencies it has a price in, such as `USD EUR`. */
    currencies: text("currencies").notNull().default(""),
  },
  (table) => [index("search_by_product").on(table.productId)],
);

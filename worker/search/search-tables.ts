import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One row per product and language it is found in; the full-text table `search_text` shares its row numbers. */
export const searchDocuments = sqliteTable(
  "search_documents",
  {
    number: integer("number").primaryKey({ autoIncrement: true }),
    productId: text("product_id").notNull(),
    /** `any` for a product without a translation: every market finds it. */
    language: text("language").notNull(),
    rank: integer("rank").notNull(),
    version: integer("version").notNull(),
  },
  (table) => [index("search_by_product").on(table.productId)],
);

import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Language } from "../../markets/markets.ts";

/** Its address and name are the same in every language. */
export const brands = sqliteTable(
  "brands",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** R2 key of its logo. */
    logoKey: text("logo_key"),
    /** It has no page; products keep bearing its name. */
    archived: integer("archived", { mode: "boolean" }).notNull().default(false),
    /** The brand it was joined with: that has its names and its products, and its address leads there. */
    mergedInto: text("merged_into"),
    version: integer("version").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [uniqueIndex("brand_slugs").on(table.slug)],
);

/** Names it goes by, folded: how a product that is imported with a name finds its brand. */
export const brandNames = sqliteTable("brand_names", {
  nameKey: text("name_key").primaryKey(),
  brandId: text("brand_id")
    .notNull()
    .references(() => brands.id),
});

export const brandTranslations = sqliteTable(
  "brand_translations",
  {
    brandId: text("brand_id")
      .notNull()
      .references(() => brands.id),
    language: text("language").$type<Language>().notNull(),
    description: text("description").notNull(),
    /** What search engines and shared links show; empty where name and description do. */
    seoTitle: text("seo_title").notNull().default(""),
    seoDescription: text("seo_description").notNull().default(""),
  },
  (table) => [primaryKey({ columns: [table.brandId, table.language] })],
);

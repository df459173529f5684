import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Language } from "../../markets/markets.ts";
import type { CollectionKind, CollectionRule, FillPlace } from "./collection.ts";

/** Products put together by staff, one by one or by a rule. */
export const collections = sqliteTable("collections", {
  id: text("id").primaryKey(),
  kind: text("kind").$type<CollectionKind>().notNull(),
  /** Null of one that is put together by hand. */
  rule: text("rule", { mode: "json" }).$type<CollectionRule>(),
  /** R2 key of its illustration. */
  imageKey: text("image_key"),
  published: integer("published", { mode: "boolean" }).notNull(),
  archived: integer("archived", { mode: "boolean" }).notNull().default(false),
  position: integer("position").notNull(),
  /** Of a rule's: the product after which the walk that asks about every product goes on; null where none is under way. */
  fill: text("fill", { mode: "json" }).$type<FillPlace>(),
  /** Of a rule's: more products fitted than a collection holds. */
  overflows: integer("overflows", { mode: "boolean" }).notNull().default(false),
  version: integer("version").notNull(),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

/** A slug means one collection in a language. */
export const collectionTranslations = sqliteTable(
  "collection_translations",
  {
    collectionId: text("collection_id")
      .notNull()
      .references(() => collections.id),
    language: text("language").$type<Language>().notNull(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    seoTitle: text("seo_title").notNull().default(""),
    seoDescription: text("seo_description").notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.collectionId, table.language] }),
    uniqueIndex("collection_slugs").on(table.language, table.slug),
  ],
);

/** Which products are in it. Of a rule's it is a projection: `untilMs` is when one ends to fit by the clock alone. */
export const collectionProducts = sqliteTable(
  "collection_products",
  {
    collectionId: text("collection_id")
      .notNull()
      .references(() => collections.id),
    productId: text("product_id").notNull(),
    /** Higher comes first: the product's rank, or what staff's order says. */
    rank: integer("rank").notNull(),
    untilMs: integer("until_ms"),
  },
  (table) => [
    primaryKey({ columns: [table.collectionId, table.productId] }),
    index("collection_ranked").on(table.collectionId, table.rank, table.productId),
    index("collections_of_product").on(table.productId),
    index("collection_ends").on(table.untilMs).where(sql`until_ms IS NOT NULL`),
  ],
);

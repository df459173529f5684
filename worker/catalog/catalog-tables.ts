import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Language, MarketId } from "../markets/markets.ts";
import type { TaxClass } from "../tax/tax-class.ts";
import type { Attribute, Media, ProductOption, ProductStatus, VariantOptions } from "./product.ts";

/** A root has no parent. Siblings stand in the order of `position`, the lowest first. */
export const categories = sqliteTable("categories", {
  id: text("id").primaryKey(),
  parentId: text("parent_id"),
  position: integer("position").notNull(),
  /** R2 key of its illustration. */
  imageKey: text("image_key"),
  /** Shoppers do not see it, nor what stands below it; products stay in it. */
  archived: integer("archived", { mode: "boolean" }).notNull().default(false),
  version: integer("version").notNull().default(1),
  updatedAtMs: integer("updated_at_ms").notNull().default(0),
});

/** A slug means one category in a language. */
export const categoryTranslations = sqliteTable(
  "category_translations",
  {
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id),
    language: text("language").$type<Language>().notNull(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    /** What search engines and shared links show; empty where name and description do. */
    seoTitle: text("seo_title").notNull().default(""),
    seoDescription: text("seo_description").notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.categoryId, table.language] }),
    uniqueIndex("category_slugs").on(table.language, table.slug),
  ],
);

export const products = sqliteTable(
  "products",
  {
    id: text("id").primaryKey(),
    /** Where it came from (`demo`, `icecat`, `shopify`, `admin`) and its id there. */
    source: text("source").notNull(),
    externalId: text("external_id"),
    status: text("status").$type<ProductStatus>().notNull(),
    /** The name of its brand as shoppers see it. */
    brand: text("brand").notNull(),
    /** Null where it has none, and until the timer has found the brand of a product from before there were any. */
    brandId: text("brand_id"),
    productType: text("product_type").notNull(),
    taxClass: text("tax_class").$type<TaxClass>().notNull().default("standard"),
    /** Language shown where a translation is missing. */
    languageDefault: text("language_default").$type<Language>().notNull(),
    attributes: text("attributes", { mode: "json" }).$type<readonly Attribute[]>().notNull(),
    media: text("media", { mode: "json" }).$type<readonly Media[]>().notNull(),
    /** Higher comes first where nothing else decides. */
    rank: integer("rank").notNull(),
    /** The markets it is sold in; null is every one. */
    markets: text("markets", { mode: "json" }).$type<readonly MarketId[]>(),
    publishFromMs: integer("publish_from_ms"),
    publishUntilMs: integer("publish_until_ms"),
    /** When the clock alone next changes whether it is sold, or for what; null where it never will. */
    publishDueMs: integer("publish_due_ms"),
    /** When it was first on sale, as far as is known; null of what shoppers never saw. */
    shownAtMs: integer("shown_at_ms"),
    tags: text("tags", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    /** Options and their values in the order to choose by; what its variants say besides comes after. */
    options: text("options", { mode: "json" }).$type<readonly ProductOption[]>().notNull().default([]),
    /** SHA-256 of what was imported: the same file twice changes nothing. */
    contentHash: text("content_hash"),
    version: integer("version").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [
    index("products_newest").on(table.status, table.rank, table.id),
    index("products_created").on(table.status, table.createdAtMs, table.id),
    uniqueIndex("products_external").on(table.source, table.externalId),
    index("products_of_brand").on(table.brandId, table.rank, table.id),
    index("products_changed").on(table.updatedAtMs, table.id),
    index("products_changed_of_status").on(table.status, table.updatedAtMs, table.id),
    index("products_unbranded").on(table.id).where(sql`brand_id IS NULL AND brand <> ''`),
    index("products_due").on(table.publishDueMs).where(sql`publish_due_ms IS NOT NULL`),
  ],
);

/** A slug means one product in a language. */
export const productTranslations = sqliteTable(
  "product_translations",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    language: text("language").$type<Language>().notNull(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    /** The same with its formatting, as sanitised HTML; null where it has none. */
    descriptionHtml: text("description_html"),
    /** What search engines and shared links show; empty where title and description do. */
    seoTitle: text("seo_title").notNull().default(""),
    seoDescription: text("seo_description").notNull().default(""),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.language] }),
    uniqueIndex("product_slugs").on(table.language, table.slug),
  ],
);

/** Holds a product's categories and all their ancestors, so a category's page is one index walk. */
export const productCategories = sqliteTable(
  "product_categories",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id),
    /** True for the category the product was put in, false for an ancestor. */
    direct: integer("direct", { mode: "boolean" }).notNull(),
    /** The product's own rank, kept here so that the index has a category's products in their order. */
    rank: integer("rank").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.categoryId] }),
    index("category_ranked").on(table.categoryId, table.rank, table.productId),
  ],
);

/** A product's variants stand in the order of `position`, the lowest first. */
export const variants = sqliteTable(
  "variants",
  {
    sku: text("sku").primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    position: integer("position").notNull(),
    options: text("options", { mode: "json" }).$type<VariantOptions>().notNull(),
    /** The one shown; every code it is found by is in `barcodes`. */
    barcode: text("barcode"),
    weightGrams: integer("weight_grams").notNull(),
    /** Units it came with; the SKU's ledger is opened with them at its first use, once. */
    openingQuantity: integer("opening_quantity").notNull(),
    lowStockAt: integer("low_stock_at").notNull(),
    /** False: withdrawn. It stays for the orders and ledgers that name it. */
    offered: integer("offered", { mode: "boolean" }).notNull().default(true),
  },
  (table) => [
    index("product_variants").on(table.productId),
    index("variant_barcodes").on(table.barcode),
    // What came with few units is low before it was ever sold.
    index("variants_low").on(table.openingQuantity, table.sku).where(sql`opening_quantity <= low_stock_at`),
  ],
);

/** Global trade item numbers (EAN, UPC) that name exactly one variant: how an import finds what is already here. */
export const barcodes = sqliteTable(
  "barcodes",
  {
    barcode: text("barcode").primaryKey(),
    sku: text("sku")
      .notNull()
      .references(() => variants.sku),
  },
  (table) => [index("barcodes_by_sku").on(table.sku)],
);

/** Slugs a product had: links to them still find it, and its documents under them are known to be dropped. */
export const retiredSlugs = sqliteTable(
  "retired_slugs",
  {
    language: text("language").$type<Language>().notNull(),
    slug: text("slug").notNull(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    /** 0 of one that it never had in this store: an import brought it along. */
    retiredAtMs: integer("retired_at_ms").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.language, table.slug] }),
    index("retired_slugs_by_product").on(table.productId, table.retiredAtMs),
  ],
);

/** Slugs that a category, brand or collection had: links to them still find it. A brand's are of no language. */
export const retiredGroupSlugs = sqliteTable(
  "retired_group_slugs",
  {
    kind: text("kind").$type<"category" | "brand" | "collection">().notNull(),
    language: text("language").$type<Language | "any">().notNull(),
    slug: text("slug").notNull(),
    targetId: text("target_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.language, table.slug] })],
);

/** Products that staff set beside another, in their order. */
export const relatedProducts = sqliteTable(
  "related_products",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    relatedId: text("related_id")
      .notNull()
      .references(() => products.id),
    position: integer("position").notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.relatedId] })],
);

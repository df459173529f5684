/**
 * Writes products. Rows go in as one JSON parameter a table, so a hundred products take no more statements than one.
 * Everything is upserted and nothing of a product is dropped but its categories and prices: orders and ledgers name its SKUs.
 */
import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import type { WriteRows } from "./product-write.ts";

/** What the batch fails with when `guardVersion` finds another version. */
const OTHER_VERSION = /NOT NULL constraint failed: products\.version/;
const SLUG_TAKEN = /UNIQUE constraint failed: product_translations\.language/;

/** Puts `versions` in order: the first statement of a batch that must not overwrite somebody else's change. */
export const guardVersion = (db: Database, productId: string, version: number): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE products SET version = CASE version WHEN ${version} THEN version END WHERE id = ${productId}`,
  );

/** A product's next version, for a change of what belongs to it. For a batch. */
export const productTouch = (db: Database, productId: string, atMs: number): BatchItem<"sqlite"> =>
  statement(db, sql`UPDATE products SET version = version + 1, updated_at_ms = ${atMs} WHERE id = ${productId}`);

/** Why a batch of `productWrites` was refused as a whole; null when it is for no reason known here. */
export function refusalOf(error: unknown): "other_version" | "slug_taken" | null {
  const text = `${String(error)} ${error instanceof Error ? String(error.cause) : ""}`;
  if (OTHER_VERSION.test(text)) return "other_version";
  return SLUG_TAKEN.test(text) ? "slug_taken" : null;
}

/** Statements for one batch. Each product's version goes up by one; a new one's is 1. */
export function productWrites(
  db: Database,
  rows: WriteRows,
  atMs: number,
): [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]] {
  const queries = [...textWrites(rows), ...categoryWrites(rows), ...variantWrites(rows)];
  return [statement(db, productWrite(rows, atMs)), ...queries.map((query) => statement(db, query))];
}

const productWrite = ({ products }: WriteRows, atMs: number): SQL => sql`
  INSERT INTO products (id, source, external_id, status, brand, product_type, language_default, attributes, media, rank,
    content_hash, version, created_at_ms, updated_at_ms)
  SELECT ${fields("id source externalId status brand productType languageDefault attributes media rank contentHash")},
    1, ${atMs}, ${atMs} FROM ${each(products)}
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, brand = excluded.brand, product_type = excluded.product_type,
    language_default = excluded.language_default, attributes = excluded.attributes, media = excluded.media,
    rank = excluded.rank, content_hash = COALESCE(excluded.content_hash, content_hash), version = version + 1,
    updated_at_ms = excluded.updated_at_ms`;

/** A slug that is in use again has not retired. */
const textWrites = ({ retired, translations }: WriteRows): SQL[] => [
  sql`INSERT OR REPLACE INTO retired_slugs (language, slug, product_id)
    SELECT ${fields("language slug productId")} FROM ${each(retired)}`,
  sql`INSERT INTO product_translations (product_id, language, slug, title, description)
    SELECT ${fields("productId language slug title description")} FROM ${each(translations)}
    ON CONFLICT (product_id, language) DO UPDATE
      SET slug = excluded.slug, title = excluded.title, description = excluded.description`,
  sql`DELETE FROM retired_slugs
    WHERE (language, slug) IN (SELECT ${fields("language slug")} FROM ${each(translations)})`,
];

const categoryWrites = ({ products, recategorised, memberships }: WriteRows): SQL[] => [
  sql`DELETE FROM product_categories WHERE product_id IN (SELECT value FROM ${each(recategorised)})`,
  sql`INSERT INTO product_categories (product_id, category_id, direct, rank)
    SELECT ${fields("productId categoryId direct rank")} FROM ${each(memberships)}`,
  sql`UPDATE product_categories SET rank = (SELECT rank FROM products p WHERE p.id = product_id)
    WHERE product_id IN (SELECT value FROM ${idsOf(products)})`,
];

const variantWrites = ({ products, variants, barcodes, prices }: WriteRows): SQL[] => [
  sql`INSERT INTO variants (sku, product_id, position, options, barcode, weight_grams, opening_quantity, low_stock_at)
    SELECT ${fields("sku productId position options barcode weightGrams openingQuantity lowStockAt")} FROM ${each(variants)}
    ON CONFLICT (sku) DO UPDATE SET position = excluded.position, options = excluded.options, barcode = excluded.barcode,
      weight_grams = excluded.weight_grams, low_stock_at = excluded.low_stock_at`,
  sql`UPDATE stock_levels SET low_stock_at = v.low_stock_at FROM variants v
    WHERE v.sku = stock_levels.sku AND v.low_stock_at <> stock_levels.low_stock_at
      AND v.sku IN (SELECT json_extract(value, '$.sku') FROM ${each(variants)})`,
  sql`INSERT OR IGNORE INTO barcodes (barcode, sku) SELECT ${fields("barcode sku")} FROM ${each(barcodes)}`,
  sql`DELETE FROM prices WHERE sku IN (SELECT json_extract(value, '$.sku') FROM ${each(variants)})`,
  sql`INSERT INTO prices (sku, currency, amount_minor, compare_at_minor)
    SELECT ${fields("sku currency amountMinor compareAtMinor")} FROM ${each(prices)}`,
  sql`DELETE FROM product_prices WHERE product_id IN (SELECT value FROM ${idsOf(products)})`,
  sql`INSERT INTO product_prices (product_id, currency, from_minor)
    SELECT v.product_id, pr.currency, min(pr.amount_minor) FROM variants v JOIN prices pr ON pr.sku = v.sku
    WHERE v.product_id IN (SELECT value FROM ${idsOf(products)}) GROUP BY v.product_id, pr.currency`,
];

const idsOf = (products: WriteRows["products"]): SQL => each(products.map((product) => product.id));
// `WHERE true`: without it, SQLite would read the `ON` of `ON CONFLICT` as a join's.
const each = (rows: readonly unknown[]): SQL => sql`json_each(${JSON.stringify(rows)}) WHERE true`;
const fields = (names: string): SQL =>
  sql.raw(
    names
      .split(" ")
      .map((name) => `json_extract(value, '$.${name}')`)
      .join(", "),
  );

/**
 * Writes products. Rows go in as JSON parameters, one a table while they fit, so a hundred products take hardly more
 * statements than one. Everything is upserted and nothing of a product is dropped but its categories, prices and languages
 * it is not written in any more: orders and ledgers name its SKUs.
 */
import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import { LANGUAGES } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import { digitalWrites } from "./digital/digital-write-store.ts";
import { brandWrites } from "./groups/brand-write-store.ts";
import { lowestWrites, type PriceWriteRow, priceWrites } from "./price-write-store.ts";
import type { WriteRows } from "./product-write.ts";
import { dueWrite } from "./publication-store.ts";
import type { VersionWhy } from "./versions/version.ts";
import { versioned } from "./versions/version-write-store.ts";

/** What the batch fails with when `guardVersion` finds another version. */
const OTHER_VERSION = /NOT NULL constraint failed: products\.version/;
const SLUG_TAKEN = /UNIQUE constraint failed: product_translations\.language/;
const SKU_TAKEN = /NOT NULL constraint failed: variants\.product_id/;
const PRICE_WRONG = /NOT NULL constraint failed: prices\.amount_minor/;

/** Puts `versions` in order: the first statement of a batch that must not overwrite somebody else's change. */
export const guardVersion = (db: Database, productId: string, version: number): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE products SET version = CASE version WHEN ${version} THEN version END WHERE id = ${productId}`,
  );

/** The same for a product that is not there yet: it fails where somebody made one of this id meanwhile. */
export const guardNew = (db: Database, productId: string): BatchItem<"sqlite"> =>
  statement(db, sql`UPDATE products SET version = NULL WHERE id = ${productId}`);

/** Makes a batch fail where one of these SKUs is another product's. */
export const guardSkus = (db: Database, productId: string, skus: readonly string[]): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE variants SET product_id = CASE product_id WHEN ${productId} THEN product_id END
      WHERE sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`,
  );

/** Products' next versions, for a change of what belongs to them: stand it in `versioned`. */
export const productsTouch = (db: Database, ids: readonly string[], atMs: number): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE products SET version = version + 1, updated_at_ms = ${atMs}
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  );

/** Why a batch of `productWrites` was refused as a whole; null when it is for no reason known here. */
export function refusalOf(error: unknown): "other_version" | "slug_taken" | "sku_taken" | "price_wrong" | null {
  const text = `${String(error)} ${error instanceof Error ? String(error.cause) : ""}`;
  if (OTHER_VERSION.test(text)) return "other_version";
  if (SKU_TAKEN.test(text)) return "sku_taken";
  if (PRICE_WRONG.test(text)) return "price_wrong";
  return SLUG_TAKEN.test(text) ? "slug_taken" : null;
}

/** Statements for one batch. Each product's version goes up by one and is kept; a new one's is 1. */
export function productWrites(db: Database, rows: WriteRows, why: VersionWhy): ReturnType<typeof versioned> {
  const queries = [
    ...productRows(rows, why.atMs),
    ...brandWrites(rows.products, why.atMs),
    ...textWrites(rows, why.atMs),
    ...categoryWrites(rows),
    ...relatedWrites(rows),
    ...variantWrites(rows, why.atMs),
    ...digitalWrites(rows, why.atMs),
  ];
  const ids = rows.products.map((product) => product.id);
  return versioned(
    db,
    ids,
    why,
    queries.map((query) => statement(db, query)),
  );
}

const productRows = ({ products }: WriteRows, atMs: number): SQL[] =>
  inParts(
    products,
    (part) => sql`
  INSERT INTO products (id, source, external_id, status, brand, product_type, language_default, attributes, media, rank,
    markets, publish_from_ms, publish_until_ms, tags, options, tax_class, content_hash, version, created_at_ms, updated_at_ms)
  SELECT ${fields("id source externalId status brand productType languageDefault attributes media rank")},
    ${fields("markets publishFromMs publishUntilMs tags options taxClass contentHash")}, 1, ${atMs}, ${atMs} FROM ${part}
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, brand = excluded.brand, product_type = excluded.product_type,
    language_default = excluded.language_default, attributes = excluded.attributes, media = excluded.media,
    rank = excluded.rank, markets = excluded.markets, publish_from_ms = excluded.publish_from_ms,
    publish_until_ms = excluded.publish_until_ms, tags = excluded.tags, options = excluded.options, tax_class = excluded.tax_class,
    content_hash = COALESCE(excluded.content_hash, content_hash), version = version + 1,
    updated_at_ms = excluded.updated_at_ms`,
  );

/** A slug that is in use again, by whichever product, has not retired. */
const textWrites = ({ retired, dropped, translations }: WriteRows, atMs: number): SQL[] => [
  ...inParts(
    dropped,
    (part) => sql`DELETE FROM product_translations
      WHERE (product_id, language) IN (SELECT ${fields("productId language")} FROM ${part})`,
  ),
  ...retiredWrites(retired, atMs),
  ...inParts(
    translations,
    (part) => sql`INSERT INTO product_translations
      (product_id, language, slug, title, description, description_html, seo_title, seo_description)
    SELECT ${fields("productId language slug title description descriptionHtml seoTitle seoDescription")} FROM ${part}
    ON CONFLICT (product_id, language) DO UPDATE SET slug = excluded.slug, title = excluded.title,
      description = excluded.description, description_html = excluded.description_html, seo_title = excluded.seo_title, seo_description = excluded.seo_description`,
  ),
  ...[translations.map(({ productId, language, slug }) => ({ productId, language, slug }))].flatMap((slugs) => [
    sql`DELETE FROM retired_slugs WHERE (language, slug) IN (SELECT ${fields("language slug")} FROM ${each(slugs)})`,
    sql`DELETE FROM retired_slugs WHERE (language, slug, product_id) IN (
      SELECT r.language, r.slug, r.product_id FROM ${rowsIn(slugs)} AS i JOIN retired_slugs r
        ON r.slug = json_extract(i.value, '$.slug') AND r.language IN ${EVERY_LANGUAGE}
      WHERE r.product_id <> json_extract(i.value, '$.productId'))`,
  ]),
];

/** Slugs of each product that links still find. */
const RETIRED_SLUGS_MAX = 200;
/** A slug was last its own who gave it up; one that an import says it had elsewhere takes nobody's. */
const retiredWrites = (retired: WriteRows["retired"], atMs: number): SQL[] =>
  retired.length === 0
    ? []
    : [
        ...inParts(
          retired.filter(({ elsewhere }) => !elsewhere),
          (part) => sql`INSERT OR REPLACE INTO retired_slugs (language, slug, product_id, retired_at_ms)
            SELECT ${fields("language slug productId")}, ${atMs} FROM ${part}`,
        ),
        ...inParts(
          retired.filter(({ elsewhere }) => elsewhere),
          (part) => sql`INSERT OR IGNORE INTO retired_slugs (language, slug, product_id)
            SELECT ${fields("language slug productId")} FROM ${part}`,
        ),
        sql`DELETE FROM retired_slugs WHERE (language, slug) IN (SELECT language, slug FROM (
          SELECT language, slug, row_number() OVER (PARTITION BY product_id ORDER BY retired_at_ms DESC, rowid DESC) AS place
          FROM retired_slugs WHERE product_id IN (SELECT value FROM ${each([...new Set(retired.map(({ productId }) => productId))])}))
          WHERE place > ${RETIRED_SLUGS_MAX})`,
      ];

const categoryWrites = ({ products, recategorised, memberships }: WriteRows): SQL[] => [
  sql`DELETE FROM product_categories WHERE product_id IN (SELECT value FROM ${each(recategorised)})`,
  sql`INSERT INTO product_categories (product_id, category_id, direct, rank)
    SELECT ${fields("productId categoryId direct rank")} FROM ${each(memberships)}`,
  sql`UPDATE product_categories SET rank = (SELECT rank FROM products p WHERE p.id = product_id)
    WHERE product_id IN (SELECT value FROM ${idsOf(products)})`,
];

const relatedWrites = ({ rerelated, related }: WriteRows): SQL[] =>
  rerelated.length === 0
    ? []
    : [
        sql`DELETE FROM related_products WHERE product_id IN (SELECT value FROM ${each(rerelated)})`,
        sql`INSERT INTO related_products (product_id, related_id, position)
          SELECT ${fields("productId relatedId position")} FROM ${each(related)}`,
      ];

const variantWrites = ({ products, variants, barcodes, prices }: WriteRows, atMs: number): SQL[] => {
  const skus = variants.map(({ sku }) => sku);
  return [
    ...inParts(
      variants,
      (part) => sql`INSERT INTO variants
        (sku, product_id, position, options, barcode, weight_grams, opening_quantity, low_stock_at, offered)
      SELECT ${fields("sku productId position options barcode weightGrams openingQuantity lowStockAt offered")} FROM ${part}
      ON CONFLICT (sku) DO UPDATE SET position = excluded.position, options = excluded.options, barcode = excluded.barcode,
        weight_grams = excluded.weight_grams, low_stock_at = excluded.low_stock_at, offered = excluded.offered`,
    ),
    sql`UPDATE stock_levels SET low_stock_at = v.low_stock_at FROM variants v
      WHERE v.sku = stock_levels.sku AND v.low_stock_at <> stock_levels.low_stock_at
        AND v.sku IN (SELECT value FROM ${each(skus)})`,
    ...inParts(
      barcodes,
      (part) => sql`INSERT OR IGNORE INTO barcodes (barcode, sku) SELECT ${fields("barcode sku")} FROM ${part}`,
    ),
    ...pricesInParts(skus, prices).flatMap((part) => priceWrites(part.skus, part.rows, atMs)),
    ...lowestWrites(sql`SELECT value FROM ${idsOf(products)}`, atMs),
    dueWrite(sql`SELECT value FROM ${idsOf(products)}`, atMs),
  ];
};

/** A parameter holds 2 MB at most, and a UTF-16 unit takes three bytes at most. */
const PART_LENGTH_MAX = 600_000;

/** One statement a stretch of rows whose JSON fits a parameter. */
function inParts<Row>(rows: readonly Row[], query: (part: SQL) => SQL): SQL[] {
  const parts: string[][] = [[]];
  let length = 0;
  for (const text of rows.map((row) => JSON.stringify(row))) {
    if (length + text.length > PART_LENGTH_MAX && length > 0) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(text);
    length += text.length;
  }
  return rows.length === 0 ? [] : parts.map((texts) => query(sql`json_each(${`[${texts.join(",")}]`}) WHERE true`));
}

/** Variants whose prices fit a parameter: a variant's are written together. */
const PRICED_A_PART = 1_000;
function pricesInParts(skus: readonly string[], prices: readonly PriceWriteRow[]) {
  const bySku = Map.groupBy(prices, ({ sku }) => sku);
  return Array.from({ length: Math.ceil(skus.length / PRICED_A_PART) }, (_, at) => {
    const own = skus.slice(at * PRICED_A_PART, (at + 1) * PRICED_A_PART);
    return { skus: own, rows: own.flatMap((sku) => bySku.get(sku) ?? []) };
  });
}

const EVERY_LANGUAGE = sql.raw(`(${LANGUAGES.map((language) => `'${language}'`).join(", ")})`);
const idsOf = (products: WriteRows["products"]): SQL => each(products.map((product) => product.id));
const rowsIn = (rows: readonly unknown[]): SQL => sql`json_each(${JSON.stringify(rows)})`;
// `WHERE true`: without it, SQLite would read the `ON` of `ON CONFLICT` as a join's.
const each = (rows: readonly unknown[]): SQL => sql`${rowsIn(rows)} WHERE true`;
const fields = (names: string): SQL =>
  sql.raw(
    names
      .split(" ")
      .map((name) => `json_extract(value, '$.${name}')`)
      .join(", "),
  );

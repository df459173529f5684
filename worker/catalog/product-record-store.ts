/** Reads whole products, many in one round trip: what documents, the staff's form and the search index are built from. */
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import {
  barcodes,
  categories,
  categoryTranslations,
  productCategories,
  products,
  productTranslations,
  relatedProducts,
  retiredSlugs,
  variants,
} from "./catalog-tables.ts";
import { brands } from "./groups/brand-tables.ts";
import { prices } from "./price-tables.ts";
import type { PriceRow, ProductRecord } from "./product-document.ts";

/** Records read in one turn; fewer where they have many variants, each with a price in each currency. */
const RECORDS_A_TURN = 100;
const VARIANTS_A_TURN = 4_000;

/** Every product of `ids` that is there, in no order. */
export async function readProductRecords(db: Database, ids: readonly string[]): Promise<ProductRecord[]> {
  const records: ProductRecord[] = [];
  for (const turn of await turnsOf(db, ids)) records.push(...(await readTurn(db, turn)));
  return records;
}

/** One product is a turn of its own without asking, however many variants it has. */
async function turnsOf(db: Database, ids: readonly string[]): Promise<string[][]> {
  if (ids.length <= 1) return [[...ids]];
  const rows = await db.all<{ id: string; count: number }>(sql`
    SELECT product_id AS id, count(*) AS count FROM variants WHERE product_id IN ${wantedOf(ids)} GROUP BY product_id`);
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  const turns: string[][] = [];
  let room = 0;
  for (const id of ids) {
    const last = turns.at(-1);
    const count = counts.get(id) ?? 0;
    if (!last || last.length >= RECORDS_A_TURN || count > room) {
      turns.push([id]);
      room = VARIANTS_A_TURN - count;
    } else {
      last.push(id);
      room -= count;
    }
  }
  return turns;
}

async function readTurn(db: Database, ids: readonly string[]): Promise<ProductRecord[]> {
  const rows = await readRows(db, wantedOf(ids));
  const translationsOf = Map.groupBy(rows.translations, (row) => row.productId);
  const variantsOf = Map.groupBy(rows.variants, (row) => row.productId);
  const pricesOf = Map.groupBy(rows.prices, (row) => row.sku);
  const membershipsOf = Map.groupBy(rows.memberships, (row) => row.productId);
  const relatedOf = Map.groupBy(rows.related, (row) => row.productId);
  const slugs = new Map(rows.brands.map(({ id, slug }) => [id, slug]));
  return rows.products.map(({ contentHash: _hash, publishDueMs: _due, shownAtMs, ...product }) => {
    const ownVariants = variantsOf.get(product.id) ?? [];
    const memberships = membershipsOf.get(product.id) ?? [];
    const ownCategories = new Set(memberships.map((row) => row.categoryId));
    return {
      product,
      translations: translationsOf.get(product.id) ?? [],
      variants: ownVariants,
      prices: ownVariants.flatMap((variant) => (pricesOf.get(variant.sku) ?? []).map(priceRowOf)),
      memberships,
      categories: rows.categories.filter((row) => ownCategories.has(row.id)),
      categoryTranslations: rows.categoryTranslations.filter((row) => ownCategories.has(row.categoryId)),
      wasShown: shownAtMs !== null,
      brandSlug: (product.brandId && slugs.get(product.brandId)) || null,
      relatedIds: (relatedOf.get(product.id) ?? []).map((row) => row.relatedId),
    };
  });
}

async function readRows(db: Database, wanted: SQL) {
  const [
    productRows,
    translations,
    variantRows,
    priceRows,
    memberships,
    categoryRows,
    categoryTexts,
    related,
    brandRows,
  ] = await db.batch([
    db.select().from(products).where(isOneOf(products.id, wanted)),
    db.select().from(productTranslations).where(isOneOf(productTranslations.productId, wanted)),
    db.select().from(variants).where(isOneOf(variants.productId, wanted)),
    db
      .select()
      .from(prices)
      .where(isOneOf(prices.sku, skusOf(wanted))),
    db.select().from(productCategories).where(isOneOf(productCategories.productId, wanted)),
    db
      .select()
      .from(categories)
      .where(isOneOf(categories.id, categoriesOf(wanted))),
    db
      .select()
      .from(categoryTranslations)
      .where(isOneOf(categoryTranslations.categoryId, categoriesOf(wanted))),
    db
      .select()
      .from(relatedProducts)
      .where(isOneOf(relatedProducts.productId, wanted))
      .orderBy(asc(relatedProducts.position)),
    db
      .select({ id: brands.id, slug: brands.slug })
      .from(brands)
      .where(
        and(
          isOneOf(brands.id, sql`(SELECT brand_id FROM ${products} WHERE ${isOneOf(products.id, wanted)})`),
          eq(brands.archived, false),
        ),
      ),
  ]);
  return {
    ...{ products: productRows, translations, variants: variantRows, prices: priceRows, memberships, related },
    ...{ categories: categoryRows, categoryTranslations: categoryTexts, brands: brandRows },
  };
}

/** Of any status; null when there is none. */
export async function readProductRecord(db: Database, id: string): Promise<ProductRecord | null> {
  return (await readProductRecords(db, [id]))[0] ?? null;
}

/** What a product is found by besides its own rows: every barcode, and the slugs it had. */
export type ProductTraces = {
  barcodes: readonly string[];
  retiredSlugs: readonly { language: Language; slug: string; retiredAtMs: number }[];
};

/** Every id has an entry; an empty one where nothing is known of it. */
export async function readProductTraces(db: Database, ids: readonly string[]): Promise<Map<string, ProductTraces>> {
  const wanted = wantedOf(ids);
  const [codes, slugs] = await db.batch([
    db
      .select({ productId: variants.productId, barcode: barcodes.barcode })
      .from(barcodes)
      .innerJoin(variants, eq(variants.sku, barcodes.sku))
      .where(isOneOf(variants.productId, wanted)),
    db.select().from(retiredSlugs).where(isOneOf(retiredSlugs.productId, wanted)),
  ]);
  const codesOf = Map.groupBy(codes, (row) => row.productId);
  const slugsOf = Map.groupBy(slugs, (row) => row.productId);
  return new Map(
    ids.map((id) => [
      id,
      { barcodes: (codesOf.get(id) ?? []).map((row) => row.barcode), retiredSlugs: slugsOf.get(id) ?? [] },
    ]),
  );
}

/** The SKUs of these products that are offered. */
export async function listOfferedSkus(
  db: Database,
  productIds: readonly string[],
): Promise<{ sku: string; productId: string }[]> {
  return db
    .select({ sku: variants.sku, productId: variants.productId })
    .from(variants)
    .where(and(isOneOf(variants.productId, wantedOf(productIds)), eq(variants.offered, true)));
}

/** Ids of products in their order, after one; for work that goes through all of them. */
export async function listProductIds(db: Database, afterId: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: products.id })
    .from(products)
    .where(gt(products.id, afterId))
    .orderBy(asc(products.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Of any status, without reading them: none is ever deleted, so the highest row number is how many there are. */
export async function countProducts(db: Database): Promise<number> {
  const [found] = await db.all<{ count: number | null }>(sql`SELECT max(rowid) AS count FROM products`);
  return found?.count ?? 0;
}

/** Counted one by one: what a database reads in a few seconds. */
const COUNTED_MAX = 2_000_000;

/** Published products with a price: what lists and search should have. Null where they are more than are counted. */
export async function countSold(db: Database): Promise<number | null> {
  const [found] = await db.all<{ count: number }>(sql`
    SELECT count(*) AS count FROM (SELECT 1 FROM products p
      WHERE p.status = 'published' AND EXISTS (SELECT 1 FROM product_prices pp WHERE pp.product_id = p.id)
      LIMIT ${COUNTED_MAX + 1})`);
  const count = found?.count ?? 0;
  return count > COUNTED_MAX ? null : count;
}

/** What a price has none of is left out, so that documents stay small. */
const priceRowOf = (row: typeof prices.$inferSelect): PriceRow => ({
  sku: row.sku,
  listId: row.listId,
  amountMinor: row.amountMinor,
  compareAtMinor: row.compareAtMinor,
  ...(row.saleMinor !== null && {
    sale: { amountMinor: row.saleMinor, fromMs: row.saleFromMs ?? 0, untilMs: row.saleUntilMs },
  }),
  ...(row.tiers && { tiers: row.tiers }),
  ...(row.priorMinor !== null && { priorMinor: row.priorMinor }),
  ...(row.derived && { derived: true as const }),
});

// One parameter however many ids there are.
const wantedOf = (ids: readonly string[]): SQL => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
const isOneOf = (column: unknown, wanted: SQL): SQL => sql`${column} IN ${wanted}`;
const skusOf = (wanted: SQL): SQL => sql`(SELECT sku FROM ${variants} WHERE ${isOneOf(variants.productId, wanted)})`;
const categoriesOf = (wanted: SQL): SQL =>
  sql`(SELECT category_id FROM ${productCategories} WHERE ${isOneOf(productCategories.productId, wanted)})`;

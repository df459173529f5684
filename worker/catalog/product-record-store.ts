/** Reads whole products, many in one round trip: what documents, the staff's form and the search index are built from. */
import { asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import {
  barcodes,
  categories,
  categoryTranslations,
  productCategories,
  products,
  productTranslations,
  retiredSlugs,
  variants,
} from "./catalog-tables.ts";
import { prices } from "./price-tables.ts";
import type { ProductRecord } from "./product-document.ts";

/** Records read in one turn: each has up to a hundred variants, with a price in each currency. */
const RECORDS_A_TURN = 100;

/** Every product of `ids` that is there, in no order. */
export async function readProductRecords(db: Database, ids: readonly string[]): Promise<ProductRecord[]> {
  const records: ProductRecord[] = [];
  for (let start = 0; start < ids.length; start += RECORDS_A_TURN)
    records.push(...(await readTurn(db, ids.slice(start, start + RECORDS_A_TURN))));
  return records;
}

async function readTurn(db: Database, ids: readonly string[]): Promise<ProductRecord[]> {
  // One parameter however many ids there are.
  const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const [productRows, translationRows, variantRows, priceRows, membershipRows, categoryRows, categoryTranslationRows] =
    await db.batch([
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
    ]);
  const translationsOf = Map.groupBy(translationRows, (row) => row.productId);
  const variantsOf = Map.groupBy(variantRows, (row) => row.productId);
  const pricesOf = Map.groupBy(priceRows, (row) => row.sku);
  const membershipsOf = Map.groupBy(membershipRows, (row) => row.productId);
  return productRows.map(({ contentHash: _hash, publishDueMs: _due, ...product }) => {
    const ownVariants = variantsOf.get(product.id) ?? [];
    const memberships = membershipsOf.get(product.id) ?? [];
    const ownCategories = new Set(memberships.map((row) => row.categoryId));
    return {
      product,
      translations: translationsOf.get(product.id) ?? [],
      variants: ownVariants,
      prices: ownVariants.flatMap((variant) => pricesOf.get(variant.sku) ?? []),
      memberships,
      categories: categoryRows.filter((row) => ownCategories.has(row.id)),
      categoryTranslations: categoryTranslationRows.filter((row) => ownCategories.has(row.categoryId)),
    };
  });
}

/** Of any status; null when there is none. */
export async function readProductRecord(db: Database, id: string): Promise<ProductRecord | null> {
  return (await readProductRecords(db, [id]))[0] ?? null;
}

/** What a product is found by besides its own rows: every barcode, and the slugs it had. */
export type ProductTraces = {
  barcodes: readonly string[];
  retiredSlugs: readonly { language: Language; slug: string }[];
};

/** Every id has an entry; an empty one where nothing is known of it. */
export async function readProductTraces(db: Database, ids: readonly string[]): Promise<Map<string, ProductTraces>> {
  const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
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

/** Published products with a price: what lists and search should have. */
export async function countSold(db: Database): Promise<number> {
  const [found] = await db.all<{ count: number }>(sql`
    SELECT count(*) AS count FROM products p
    WHERE p.status = 'published' AND EXISTS (SELECT 1 FROM product_prices pp WHERE pp.product_id = p.id)`);
  return found?.count ?? 0;
}

const isOneOf = (column: unknown, wanted: SQL): SQL => sql`${column} IN ${wanted}`;
const skusOf = (wanted: SQL): SQL => sql`(SELECT sku FROM ${variants} WHERE ${isOneOf(variants.productId, wanted)})`;
const categoriesOf = (wanted: SQL): SQL =>
  sql`(SELECT category_id FROM ${productCategories} WHERE ${isOneOf(productCategories.productId, wanted)})`;

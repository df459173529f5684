/** Finds what an import talks about among what is here: by id, by its id at the source, by SKU, by barcode, by slug. */
import { sql } from "drizzle-orm";
import { LANGUAGES } from "../markets/markets.ts";
import type { Database } from "../world.ts";

export type MatchKeys = {
  ids: readonly string[];
  externals: readonly { source: string; externalId: string }[];
  skus: readonly string[];
  barcodes: readonly string[];
};
export type Matches = {
  /** The hash of its last import, by product id. */
  hashes: Map<string, string | null>;
  /** Product ids, by what they were found by. `externals` by `source/externalId`. */
  byExternal: Map<string, string>;
  bySku: Map<string, string>;
  byBarcode: Map<string, { productId: string; sku: string }>;
};

const EVERY_LANGUAGE = sql.raw(`(${LANGUAGES.map((language) => `'${language}'`).join(", ")})`);

/** Looks among products of every status. What is found by nothing is in none of the maps. */
export async function findMatches(db: Database, keys: MatchKeys): Promise<Matches> {
  const externals = sql`json_each(${JSON.stringify(keys.externals)})`;
  const [products, variants, barcodes] = await Promise.all([
    db.all<{ id: string; source: string; externalId: string; hash: string | null }>(sql`
      SELECT id, source, external_id AS externalId, content_hash AS hash FROM products
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(keys.ids)}))
      UNION SELECT p.id, p.source, p.external_id, p.content_hash FROM ${externals} e JOIN products p
        ON p.source = json_extract(e.value, '$.source') AND p.external_id = json_extract(e.value, '$.externalId')`),
    db.all<{ sku: string; productId: string; hash: string | null }>(sql`
      SELECT v.sku, v.product_id AS productId, p.content_hash AS hash FROM variants v JOIN products p ON p.id = v.product_id
      WHERE v.sku IN (SELECT value FROM json_each(${JSON.stringify(keys.skus)}))`),
    db.all<{ barcode: string; sku: string; productId: string; hash: string | null }>(sql`
      SELECT b.barcode, b.sku, v.product_id AS productId, p.content_hash AS hash
      FROM barcodes b JOIN variants v ON v.sku = b.sku JOIN products p ON p.id = v.product_id
      WHERE b.barcode IN (SELECT value FROM json_each(${JSON.stringify(keys.barcodes)}))`),
  ]);
  return {
    hashes: new Map([
      ...products.map((row) => [row.id, row.hash] as const),
      ...[...variants, ...barcodes].map((row) => [row.productId, row.hash] as const),
    ]),
    byExternal: new Map(products.map((row) => [`${row.source}/${row.externalId}`, row.id])),
    bySku: new Map(variants.map((row) => [row.sku, row.productId])),
    byBarcode: new Map(barcodes.map(({ barcode, sku, productId }) => [barcode, { sku, productId }])),
  };
}

/** Which product has each of these slugs, in whatever language: an address means one product, whoever reads it. */
export async function findSlugOwners(db: Database, slugs: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.all<{ slug: string; productId: string }>(sql`
    SELECT slug, product_id AS productId FROM product_translations
    WHERE language IN ${EVERY_LANGUAGE} AND slug IN (SELECT value FROM json_each(${JSON.stringify(slugs)}))`);
  return new Map(rows.map((row) => [row.slug, row.productId]));
}

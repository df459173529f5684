/** Products as staff picks them for a collection or beside another product: by name and picture, of every status. */
import { type SQL, sql } from "drizzle-orm";
import type { Language } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import type { CollectionRule } from "./groups/collection.ts";
import { fits } from "./groups/collection-rule-store.ts";
import { imagePathOf } from "./pictures/image-path.ts";
import type { Media, ProductStatus } from "./product.ts";
import { findMatches } from "./product-match-store.ts";

export type PickedProduct = { id: string; title: string; brand: string; image: string; status: ProductStatus };
type Row = Omit<PickedProduct, "image"> & { media: string | null; productType: string };

/** In the order of `ids`; those that are not there are left out. */
export async function listPicked(db: Database, ids: readonly string[], language: Language): Promise<PickedProduct[]> {
  const rows = await db.all<Row>(sql`
    SELECT ${columns(language)} FROM json_each(${JSON.stringify(ids)}) i JOIN products p ON p.id = i.value
    ORDER BY i.key`);
  return rows.map(pickedOf);
}

/** Of what fits a rule, the first by rank, and how many there are; counted up to `countMax`. */
export async function previewRule(
  db: Database,
  rule: CollectionRule,
  { nowMs, language, limit, countMax }: { nowMs: number; language: Language; limit: number; countMax: number },
): Promise<{ items: PickedProduct[]; count: number }> {
  const [rows, counts] = await Promise.all([
    db.all<Row>(sql`
      SELECT ${columns(language)} FROM products p WHERE ${fits(rule, nowMs)} ORDER BY p.rank DESC, p.id DESC LIMIT ${limit}`),
    db.all<{ count: number }>(sql`
      SELECT count(*) AS count FROM (SELECT 1 FROM products p WHERE ${fits(rule, nowMs)} LIMIT ${countMax})`),
  ]);
  return { items: rows.map(pickedOf), count: counts[0]?.count ?? 0 };
}

const columns = (language: Language): SQL => sql`
  p.id, p.brand, p.status, p.product_type AS productType, json_extract(p.media, '$[0]') AS media,
  COALESCE(
    (SELECT title FROM product_translations t WHERE t.product_id = p.id AND t.language = ${language}),
    (SELECT title FROM product_translations t WHERE t.product_id = p.id AND t.language = p.language_default), p.id) AS title`;

const pickedOf = ({ media, productType, ...row }: Row): PickedProduct => ({
  ...row,
  image: imagePathOf(media ? (JSON.parse(media) as Media) : null, { id: row.id, productType }),
});

/** Which product each word names, by its id, a SKU or a barcode; words that name none are in `unknown`. */
export async function findPicked(
  db: Database,
  words: readonly string[],
): Promise<{ ids: string[]; unknown: string[] }> {
  const found = await findMatches(db, { ids: words, externals: [], skus: words, barcodes: words });
  const idOf = (word: string) =>
    found.hashes.has(word) ? word : (found.bySku.get(word) ?? found.byBarcode.get(word)?.productId);
  const ids = words.flatMap((word) => idOf(word) ?? []);
  return { ids: [...new Set(ids)], unknown: words.filter((word) => idOf(word) === undefined) };
}

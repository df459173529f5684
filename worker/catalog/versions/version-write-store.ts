/**
 * Leaves a version behind with every write of products, in the write's own batch and made from the tables themselves, so
 * whoever writes, a version is what was really there. Kept are the parts that a write changed, as they were before it:
 * products that never change cost one small row, and the oldest versions go when there are too many or they are too large.
 */
import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import { notedShown } from "../shown-store.ts";
import { isForgotten } from "./forgotten-store.ts";
import { VARIANTS_OF_PART_MAX, VERSION_BYTES_MAX, type VersionWhy } from "./version.ts";

/** The writes, with what keeps the state before them and says who made the one after. Each product's version goes up by one. */
export function versioned(
  db: Database,
  productIds: readonly string[],
  why: VersionWhy,
  writes: readonly BatchItem<"sqlite">[],
): [BatchItem<"sqlite">, ...BatchItem<"sqlite">[]] {
  const ids = sql`SELECT value FROM json_each(${JSON.stringify(productIds)})`;
  const run = (query: SQL) => statement(db, query);
  const noted = () => run(notedShown(ids, why.atMs));
  const before = [run(noteUnrecorded(ids)), run(keepBefore(ids))];
  return [noted(), ...before, ...writes, noted(), ...afterWrites(ids, why).map(run)];
}

/** A class is only kept of goods that are not standard, so that versions of before there were any stay the same. */
const UNLESS_STANDARD = sql`iif(tax_class = 'standard', '$.status', '$.taxClass')`;

/**
 * The state of products as parts: `(product_id, part, content)`. `ids` is a statement that gives their ids. A SELECT of D1
 * has five terms at most, so what hangs on the product alone is one of them.
 */
export const livePartsOf = (ids: SQL): SQL => sql`
  SELECT * FROM (SELECT p.id AS product_id, k.value AS part, CASE k.value
    WHEN 'facts' THEN json_insert(json_object('status', status, 'brand', brand, 'productType', product_type,
      'languageDefault', language_default, 'attributes', json(attributes), 'media', json(media), 'rank', rank,
      'markets', json(markets), 'publishFromMs', publish_from_ms, 'publishUntilMs', publish_until_ms,
      'tags', json(tags), 'options', json(options)), ${UNLESS_STANDARD}, tax_class)
    WHEN 'categories' THEN (SELECT json_group_array(category_id ORDER BY category_id)
      FROM product_categories WHERE direct = 1 AND product_id = p.id)
    WHEN 'related' THEN (SELECT json_group_array(related_id ORDER BY position)
      FROM related_products WHERE product_id = p.id)
    WHEN 'downloads' THEN (SELECT json_group_array(json_object('sku', g.sku, 'files', json(g.files),
        'downloadsMax', g.downloads_max, 'days', g.days) ORDER BY g.sku)
      FROM digital_goods g JOIN variants v ON v.sku = g.sku WHERE v.product_id = p.id)
    ELSE (SELECT json_group_array(json_object('sku', b.sku, 'componentSku', b.component_sku, 'quantity', b.quantity)
        ORDER BY b.sku, b.component_sku)
      FROM bundle_components b JOIN variants v ON v.sku = b.sku WHERE v.product_id = p.id) END AS content
  FROM products p, json_each('["facts","categories","related","downloads","components"]') k WHERE p.id IN (${ids}))
  WHERE content <> '[]'
  UNION ALL SELECT product_id, 'texts/' || language, json_object('language', language, 'slug', slug, 'title', title,
    'description', description, 'descriptionHtml', description_html, 'seoTitle', seo_title,
    'seoDescription', seo_description)
  FROM product_translations WHERE product_id IN (${ids})
  UNION ALL SELECT v.product_id, 'variants/' || (v.position / ${PART_SIZE}), json_group_array(json_object(
    'sku', v.sku, 'position', v.position, 'options', json(v.options), 'barcode', v.barcode, 'weightGrams', v.weight_grams,
    'lowStockAt', v.low_stock_at, 'offered', json(iif(v.offered, 'true', 'false')), 'prices', (
      SELECT json_group_object(list_id, ${PRICE} ORDER BY list_id) FROM prices WHERE sku = v.sku AND derived = 0)) ORDER BY v.position, v.sku)
  FROM variants v WHERE v.product_id IN (${ids}) GROUP BY v.product_id, v.position / ${PART_SIZE}`;

/** A price as `Price` has it; what it has none of is left out, as it is in versions from before there were any. */
const PLAIN = "json_object('amountMinor', amount_minor, 'compareAtMinor', compare_at_minor)";
const SALE = "json_object('amountMinor', sale_minor, 'fromMs', sale_from_ms, 'untilMs', sale_until_ms)";
const WITH_SALE = `iif(sale_minor IS NULL, ${PLAIN}, json_set(${PLAIN}, '$.sale', ${SALE}))`;
const PRICE = sql.raw(`iif(tiers IS NULL, ${WITH_SALE}, json_set(${WITH_SALE}, '$.tiers', json(tiers)))`);
// Written into the statement: a number that D1 is handed is a float, and would divide as one.
const PART_SIZE = sql.raw(String(VARIANTS_OF_PART_MAX));

/** A version that left no row of its own (a category's new name touches many products) gets one when it ends. */
const noteUnrecorded = (ids: SQL): SQL => sql`
  INSERT OR IGNORE INTO product_versions (product_id, version, at_ms, by_id, by_name, source, note)
  SELECT id, version, updated_at_ms, '', '', 'unrecorded', '' FROM products WHERE id IN (${ids})`;
const keepBefore = (ids: SQL): SQL => sql`
  INSERT OR REPLACE INTO product_version_parts (product_id, part, last_version, content, bytes)
  SELECT l.product_id, l.part, p.version, l.content, octet_length(l.content)
  FROM (${livePartsOf(ids)}) l JOIN products p ON p.id = l.product_id`;

/** Parts that were not there before are noted as missing; those that stayed as they were are not kept. */
function afterWrites(ids: SQL, { atMs, by, source, note }: VersionWhy): SQL[] {
  const changed = sql`SELECT id FROM products WHERE version > 1 AND id IN (${ids})`;
  return [
    sql`INSERT OR IGNORE INTO product_version_parts (product_id, part, last_version, content, bytes)
      SELECT l.product_id, l.part, p.version - 1, NULL, 0
      FROM (${livePartsOf(changed)}) l JOIN products p ON p.id = l.product_id`,
    sql`DELETE FROM product_version_parts AS kept WHERE (product_id, part, last_version, content) IN (
      SELECT l.product_id, l.part, p.version - 1, l.content
      FROM (${livePartsOf(changed)}) l JOIN products p ON p.id = l.product_id)`,
    sql`INSERT OR REPLACE INTO product_versions (product_id, version, at_ms, by_id, by_name, source, note)
      SELECT id, version, ${atMs}, ${by.id}, ${by.name}, ${source}, ${note} FROM products WHERE id IN (${ids})`,
    ...forgetOldest(changed, atMs),
  ];
}

/** The newest stay: as many as `VERSIONS_MAX`, as fit in `VERSION_BYTES_MAX` of kept parts, and are not too old. */
const forgetOldest = (ids: SQL, atMs: number): SQL[] => [
  sql`DELETE FROM product_versions AS v WHERE product_id IN (${ids}) AND (
    ${isForgotten(sql`product_versions WHERE product_id = v.product_id`, atMs)}
    OR version <= (SELECT max(last_version) FROM (
      SELECT last_version, sum(bytes) OVER (ORDER BY last_version DESC) AS total
      FROM product_version_parts WHERE product_id = v.product_id) WHERE total > ${VERSION_BYTES_MAX}))`,
  sql`DELETE FROM product_version_parts AS part WHERE product_id IN (${ids}) AND last_version < (
    SELECT min(version) FROM product_versions WHERE product_id = part.product_id)`,
];

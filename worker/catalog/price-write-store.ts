/**
 * Writes prices, and what follows from them in the same batch: what was asked before (for the lowest price of 30 days), the
 * prices of lists that follow, the lowest price of each product, and when a sale next begins or ends.
 */
import { type SQL, sql } from "drizzle-orm";
import { derivedWrites } from "./derived-price-store.ts";
import { amountAt, carriedPrior, DIFFERS, formerWrites, priorWrites, REPLACED, UNLIKE } from "./former-price-store.ts";
import type { PriceRow } from "./product-document.ts";

/** A price that is written: as `Price` has it. */
export type PriceWriteRow = Pick<PriceRow, "sku" | "listId" | "amountMinor" | "compareAtMinor" | "sale" | "tiers">;

/**
 * The variants' prices are those given, and what other lists make of them. A price for a list that is not there makes the
 * batch fail: it has no amount then (`refusalOf` says so).
 */
export function priceWrites(skus: readonly string[], rows: readonly PriceWriteRow[], atMs: number): SQL[] {
  const wanted = wantedOf(skus);
  const given = sql`json_each(${JSON.stringify(rows)})`;
  return [
    ...formerWrites(changed(wanted, given), atMs),
    sql`DELETE FROM prices WHERE derived = 0 AND sku IN ${wanted}
      AND (sku, list_id) NOT IN (SELECT value ->> 'sku', value ->> 'listId' FROM ${given})`,
    sql`INSERT INTO prices (sku, list_id, derived, amount_minor, compare_at_minor, sale_minor, sale_from_ms, sale_until_ms,
        tiers, prior_minor)
      SELECT sku, list_id, derived, iif(list_id IN (SELECT id FROM price_lists), amount_minor, NULL), compare_at_minor,
        sale_minor, sale_from_ms, sale_until_ms, tiers, NULL FROM (SELECT ${GIVEN} FROM ${given}) WHERE true
      ON CONFLICT (sku, list_id) DO UPDATE SET ${REPLACED}, prior_minor = ${carriedPrior(atMs)} WHERE ${DIFFERS}`,
    ...derivedWrites(wanted, atMs),
    ...priorWrites(wanted, atMs),
  ];
}

const wantedOf = (skus: readonly string[]): SQL => sql`(SELECT value FROM json_each(${JSON.stringify(skus)}))`;

const GIVEN = sql.raw(`value ->> 'sku' AS sku, value ->> 'listId' AS list_id, 0 AS derived,
  value ->> 'amountMinor' AS amount_minor, value ->> 'compareAtMinor' AS compare_at_minor,
  value ->> '$.sale.amountMinor' AS sale_minor, value ->> '$.sale.fromMs' AS sale_from_ms,
  value ->> '$.sale.untilMs' AS sale_until_ms, nullif(json_extract(value, '$.tiers'), '[]') AS tiers`);

/** Every price of variants of which one is about to be another, or none: those that follow it change too. */
const changed = (wanted: SQL, given: SQL): SQL => sql`sku IN (
  SELECT p.sku FROM prices p LEFT JOIN (SELECT ${GIVEN} FROM ${given}) g
    ON g.sku = p.sku AND g.list_id = p.list_id
  WHERE p.sku IN ${wanted} AND iif(g.sku IS NULL, p.derived = 0, ${UNLIKE}))`;

/** After prices, and what is offered: the lowest of each product in each list, and when the clock changes one next. */
export const lowestWrites = (ids: SQL, atMs: number): SQL[] => [
  sql`DELETE FROM product_prices WHERE product_id IN (${ids})`,
  sql`INSERT INTO product_prices (product_id, list_id, from_minor)
    SELECT v.product_id, pr.list_id, min(${amountAt(atMs)}) FROM variants v JOIN prices pr ON pr.sku = v.sku
    WHERE v.offered = 1 AND v.product_id IN (${ids}) GROUP BY v.product_id, pr.list_id`,
];
/** When the clock alone next changes what a product is sold for, after a moment; null where it never will. For `products`. */
export const priceDue = (
  atMs: number,
): SQL => sql`(SELECT min(edge.value) FROM variants v JOIN prices pr ON pr.sku = v.sku
  JOIN json_each(json_array(pr.sale_from_ms, pr.sale_until_ms)) edge
  WHERE v.product_id = products.id AND pr.sale_minor IS NOT NULL AND edge.value > ${atMs})`;

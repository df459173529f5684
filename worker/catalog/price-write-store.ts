/**
 * Writes prices, and what follows from them in the same batch: what was asked before (for the lowest price of 30 days), the
 * prices of lists that follow, the lowest price of each product, and when a sale next begins or ends.
 */
import { type SQL, sql } from "drizzle-orm";
import type { PriceListId } from "../pricing/price-list.ts";
import type { Database } from "../world.ts";
import { amountMaxIn, payableStepIn } from "./currency-store.ts";
import { derivedWrites } from "./derived-price-store.ts";
import { amountAt, carriedPrior, DIFFERS, formerWrites, priorWrites, REPLACED, UNLIKE } from "./former-price-store.ts";
import type { PriceRow } from "./product-document.ts";

/** A price that is written: as `Price` has it. */
export type PriceWriteRow = Pick<PriceRow, "sku" | "listId" | "amountMinor" | "compareAtMinor" | "sale" | "tiers">;

/**
 * The variants' prices are those given, and what other lists make of them. A price for a list that is not there, or with an
 * amount that cannot be charged in its currency, makes the batch fail: it has no amount then (`refusalOf` says so).
 */
export function priceWrites(skus: readonly string[], rows: readonly PriceWriteRow[], atMs: number): SQL[] {
  const wanted = wantedOf(skus);
  const given = sql`json_each(${JSON.stringify(rows)})`;
  return [
    ...formerWrites(changed(wanted, given), atMs),
    // As one text: pairs that come from no table would be gone through for each price.
    sql`DELETE FROM prices WHERE derived = 0 AND sku IN ${wanted}
      AND sku || char(10) || list_id NOT IN (SELECT (value ->> 'sku') || char(10) || (value ->> 'listId') FROM ${given})`,
    sql`INSERT INTO prices (sku, list_id, derived, amount_minor, compare_at_minor, sale_minor, sale_from_ms, sale_until_ms,
        tiers, prior_minor)
      SELECT sku, list_id, derived, iif(${PAYABLE}, amount_minor, NULL), compare_at_minor,
        sale_minor, sale_from_ms, sale_until_ms, tiers, NULL FROM (SELECT ${GIVEN} FROM ${given}) WHERE true
      ON CONFLICT (sku, list_id) DO UPDATE SET ${REPLACED}, prior_minor = ${carriedPrior(atMs)} WHERE ${DIFFERS}`,
    ...derivedWrites(wanted, atMs),
    ...priorWrites(wanted, atMs),
  ];
}

const wantedOf = (skus: readonly string[]): SQL => sql`(SELECT value FROM json_each(${JSON.stringify(skus)}))`;

const GIVEN = sql.raw(`CAST(value ->> 'sku' AS TEXT) AS sku, CAST(value ->> 'listId' AS TEXT) AS list_id, 0 AS derived,
  value ->> 'amountMinor' AS amount_minor, value ->> 'compareAtMinor' AS compare_at_minor,
  value ->> '$.sale.amountMinor' AS sale_minor, value ->> '$.sale.fromMs' AS sale_from_ms,
  value ->> '$.sale.untilMs' AS sale_until_ms, nullif(json_extract(value, '$.tiers'), '[]') AS tiers`);

/** `isPayablePrice` and `isWithinMax`, of a row of `GIVEN` whose list is there. */
const payableTo = (
  step: SQL,
  most: SQL,
): SQL => sql`max(amount_minor, COALESCE(compare_at_minor, 0)) <= ${most} AND amount_minor % ${step} = 0 AND COALESCE(compare_at_minor, 0) % ${step} = 0
  AND COALESCE(sale_minor, 0) % ${step} = 0
  AND NOT EXISTS (SELECT 1 FROM json_each(tiers) t WHERE (t.value ->> 'amountMinor') % ${step} <> 0)`;
const PAYABLE = sql`EXISTS (SELECT 1 FROM (SELECT ${payableStepIn("l.currency")} AS step, ${amountMaxIn("l.currency")} AS most
  FROM price_lists l WHERE l.id = list_id) WHERE ${payableTo(sql.raw("step"), sql.raw("most"))})`;

/**
 * Every price of variants of which one is about to be another, or none: those that follow it change too. What is given is
 * kept aside, as texts: SQLite makes an index of that, where it would go through all of it for each price.
 */
const changed = (wanted: SQL, given: SQL): SQL => sql`sku IN (
  WITH g AS MATERIALIZED (SELECT ${GIVEN} FROM ${given})
  SELECT p.sku FROM prices p LEFT JOIN g ON g.sku = p.sku AND g.list_id = p.list_id
  WHERE p.sku IN ${wanted} AND iif(g.sku IS NULL, p.derived = 0, ${UNLIKE}))`;

/** After prices, and what is offered: the lowest of each product in each list, and when the clock changes one next. */
export const lowestWrites = (ids: SQL, atMs: number): SQL[] => [
  sql`DELETE FROM product_prices WHERE product_id IN (${ids})`,
  sql`INSERT INTO product_prices (product_id, list_id, from_minor)
    SELECT v.product_id, pr.list_id, min(${amountAt(atMs)}) FROM variants v JOIN prices pr ON pr.sku = v.sku
    WHERE v.offered = 1 AND v.product_id IN (${ids}) GROUP BY v.product_id, pr.list_id`,
];
/** A product's lowest price in a list as it is kept, and as it is; null where there is none, or should be none. */
export type WrongLowest = { productId: string; listId: PriceListId; keptMinor: number | null; dueMinor: number | null };
/** Of one stretch; more are found once these are put right. */
const WRONG_MAX = 500;

/**
 * Lowest prices of these products that are not the lowest of their variants. A sale that began or ended since `graceMs` may
 * still wait for the timer.
 */
export const listWrongLowest = (
  db: Database,
  productIds: readonly string[],
  { atMs, graceMs }: { atMs: number; graceMs: number },
): Promise<WrongLowest[]> => {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(productIds)}))`;
  return db.all<WrongLowest>(sql`
    SELECT w.product_id AS productId, w.list_id AS listId, max(w.kept) AS keptMinor, max(w.due) AS dueMinor FROM (
      SELECT product_id, list_id, from_minor AS kept, NULL AS due FROM product_prices WHERE product_id IN ${ids}
      UNION ALL SELECT v.product_id, pr.list_id, NULL, min(${amountAt(atMs)}) FROM variants v JOIN prices pr ON pr.sku = v.sku
        WHERE v.offered = 1 AND v.product_id IN ${ids} GROUP BY v.product_id, pr.list_id) w
      JOIN products p ON p.id = w.product_id
    WHERE p.publish_due_ms IS NULL OR p.publish_due_ms > ${atMs} OR p.publish_due_ms <= ${atMs - graceMs}
    GROUP BY w.product_id, w.list_id HAVING max(w.kept) IS NOT max(w.due) ORDER BY productId, listId LIMIT ${WRONG_MAX}`);
};

/** When the clock alone next changes what a product is sold for, after a moment; null where it never will. For `products`. */
export const priceDue = (
  atMs: number,
): SQL => sql`(SELECT min(edge.value) FROM variants v JOIN prices pr ON pr.sku = v.sku
  JOIN json_each(json_array(pr.sale_from_ms, pr.sale_until_ms)) edge
  WHERE v.product_id = products.id AND pr.sale_minor IS NOT NULL AND edge.value > ${atMs})`;

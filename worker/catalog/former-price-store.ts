/**
 * What was asked for a variant before: kept in the batch that changes its price, a month long, so that a reduction can be
 * told against the lowest price of the 30 days before it. At most one row a day, whatever is changed how often.
 */
import { type SQL, sql } from "drizzle-orm";
import { PRIOR_DAYS } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { Former } from "../pricing/prior-price.ts";
import type { Database } from "../world.ts";

const DAY_MS = 86_400_000;
const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

/** What is asked at a moment, of a row of `prices`. */
export const amountAt = (nowMs: number, row = "pr"): SQL =>
  sql`iif(${isOnSale(nowMs, row)}, ${sql.raw(row)}.sale_minor, ${sql.raw(row)}.amount_minor)`;
const isOnSale = (nowMs: number, row: string): SQL => {
  const at = (column: string) => sql.raw(`${row}.${column}`);
  return sql`(${at("sale_minor")} IS NOT NULL AND ${at("sale_from_ms")} <= ${nowMs}
    AND (${at("sale_until_ms")} IS NULL OR ${at("sale_until_ms")} > ${nowMs}))`;
};

/** Keeps what is asked now, and what a sale that is over asked, of the prices of a condition; forgets what is too old. */
export const formerWrites = (which: SQL, atMs: number): SQL[] => [
  sql`INSERT INTO former_prices (sku, list_id, ended_on, low_minor)
    SELECT sku, list_id, ${dayOf(atMs)}, ${amountAt(atMs, "prices")} FROM prices WHERE ${which}
    ON CONFLICT (sku, list_id, ended_on) DO UPDATE SET low_minor = min(low_minor, excluded.low_minor)`,
  sql`INSERT INTO former_prices (sku, list_id, ended_on, low_minor)
    SELECT sku, list_id, CAST(sale_until_ms / ${DAY_MS} AS INTEGER), sale_minor FROM prices
    WHERE sale_until_ms <= ${atMs} AND sale_until_ms > ${atMs - (PRIOR_DAYS + 1) * DAY_MS} AND ${which}
    ON CONFLICT (sku, list_id, ended_on) DO UPDATE SET low_minor = min(low_minor, excluded.low_minor)`,
  sql`DELETE FROM former_prices WHERE (sku, list_id) IN (SELECT sku, list_id FROM prices WHERE ${which})
    AND ended_on < ${dayOf(atMs) - PRIOR_DAYS}`,
];

/** Of a month, and of sales that were still to end; a row a day at most. */
const FORMERS_MAX = 100;
/** What was asked for a variant in a list before, the latest first. */
export const readFormers = (db: Database, sku: string, listId: PriceListId): Promise<Former[]> =>
  db.all<Former>(sql`SELECT ended_on AS endedOn, low_minor AS lowMinor FROM former_prices
    WHERE sku = ${sku} AND list_id = ${listId} ORDER BY ended_on DESC LIMIT ${FORMERS_MAX}`);

/** A reduction that goes on at the same price is measured by what was asked before it began; any other anew. */
export const carriedPrior = (
  atMs: number,
): SQL => sql`CASE WHEN ${amountAt(atMs, "prices")} = ${amountAt(atMs, "excluded")}
  AND ${isReducedAt(atMs, "prices")} THEN prices.prior_minor END`;

/**
 * The same for a list that follows, where a rate changes the price of a reduction that goes on: that of the base is the one that was
 * announced. It goes on where the base's row still has its prior price, which a new one has not until `priorWrites`.
 */
export const carriedByBase = (atMs: number): SQL => sql`CASE
  WHEN prices.sale_from_ms IS excluded.sale_from_ms AND ${isReducedAt(atMs, "prices")} AND ${isReducedAt(atMs, "excluded")}
    AND EXISTS (SELECT 1 FROM price_lists l JOIN prices b ON b.list_id = l.base_id AND b.sku = excluded.sku
      WHERE l.id = excluded.list_id AND l.carries_prior = 1 AND b.prior_minor IS NOT NULL AND ${isReducedAt(atMs, "b")})
  THEN prices.prior_minor ELSE ${carriedPrior(atMs)} END`;

const isReducedAt = (atMs: number, row: string): SQL =>
  sql`${amountAt(atMs, row)} < COALESCE(${sql.raw(row)}.compare_at_minor, ${sql.raw(row)}.amount_minor)`;

/**
 * The lowest of the 30 days before the present price began, or a sale that is still to come. Of a variant that was never
 * priced here before, staff's word for what it cost: an import brings it from where it was sold.
 */
export const priorWrites = (wanted: SQL, atMs: number): SQL[] => [
  sql`UPDATE prices SET prior_minor = COALESCE(
      (SELECT min(f.low_minor) FROM former_prices f WHERE f.sku = prices.sku AND f.list_id = prices.list_id
        AND f.ended_on >= CAST(max(COALESCE(prices.sale_from_ms, 0), ${atMs}) / ${DAY_MS} AS INTEGER) - ${PRIOR_DAYS}),
      compare_at_minor, amount_minor)
    WHERE sku IN ${wanted} AND prior_minor IS NULL AND (compare_at_minor IS NOT NULL OR sale_minor IS NOT NULL)`,
  sql`UPDATE prices SET prior_minor = min(prior_minor, amount_minor)
    WHERE sku IN ${wanted} AND sale_from_ms > ${atMs}`,
];

const COLUMNS = ["derived", "amount_minor", "compare_at_minor", "sale_minor", "sale_from_ms", "sale_until_ms", "tiers"];
const each = (text: (column: string) => string, glue: string): SQL => sql.raw(COLUMNS.map(text).join(glue));
/** For an `ON CONFLICT` of `prices`: all that a price says, and whether it is another one. */
export const REPLACED = each((name) => `${name} = excluded.${name}`, ", ");
export const DIFFERS = each((name) => `prices.${name} IS NOT excluded.${name}`, " OR ");
/** Whether rows `p` and `g` say different prices. */
export const UNLIKE = each((name) => `p.${name} IS NOT g.${name}`, " OR ");

/**
 * Prices of lists that follow another, made from the base's by one statement, whoever wrote those. The reckoning is that of
 * worker/pricing/rounding.ts; a test compares them over many amounts and lists.
 */
import { type SQL, sql } from "drizzle-orm";
import type { PriceListId } from "../pricing/price-list.ts";
import type { Database } from "../world.ts";
import { amountMaxIn } from "./currency-store.ts";
import { carriedByBase, DIFFERS, formerWrites, priorWrites, REPLACED, UNLIKE } from "./former-price-store.ts";

/** One list, or every one. */
type Of = { listId: string } | null;

/** A list's prices of these variants, or every list's, follow its base by its terms; what they were is kept first. */
export const followWrites = (wanted: SQL, of: Of, atMs: number): SQL[] => [
  ...formerWrites(sql`(sku, list_id) IN (SELECT sku, list_id FROM (${behind(wanted, of)}))`, atMs),
  ...derivedWrites(wanted, atMs, of),
  ...priorWrites(wanted, atMs),
];

/** Lists' prices of these variants follow their bases, but for those that are set by hand. `priorWrites` come after. */
export const derivedWrites = (wanted: SQL, atMs: number, of: Of = null): SQL[] => [
  sql`DELETE FROM prices WHERE derived = 1 AND sku IN ${wanted} ${ofList(of)}
    AND (sku, list_id) NOT IN (SELECT sku, list_id FROM (${follows(wanted, of)}))`,
  sql`INSERT INTO prices (sku, list_id, derived, amount_minor, compare_at_minor, sale_minor, sale_from_ms, sale_until_ms,
      tiers, prior_minor)
    SELECT sku, list_id, derived, amount_minor, compare_at_minor, sale_minor, sale_from_ms, sale_until_ms, tiers, NULL
    FROM (${follows(wanted, of)}) WHERE true
    ON CONFLICT (sku, list_id) DO UPDATE SET ${REPLACED}, prior_minor = ${carriedByBase(atMs)}
    WHERE prices.derived = 1 AND (${DIFFERS})`,
];

/** Variants, and lists, whose price is not what it follows from: `sku`, `list_id`. */
const behind = (wanted: SQL, of: Of): SQL => sql`
  SELECT p.sku, p.list_id FROM prices p LEFT JOIN (${follows(wanted, of)}) g ON g.sku = p.sku AND g.list_id = p.list_id
  WHERE p.derived = 1 AND p.sku IN ${wanted} ${ofList(of, "p.")} AND (g.sku IS NULL OR ${UNLIKE})
  UNION ALL SELECT g.sku, g.list_id FROM (${follows(wanted, of)}) g
  WHERE (g.sku, g.list_id) NOT IN (SELECT sku, list_id FROM prices WHERE sku IN ${wanted})`;

const ofList = (of: Of, row = ""): SQL => (of ? sql`AND ${sql.raw(row)}list_id = ${of.listId}` : sql``);

/** A derived amount, of an expression and a row `l` of `price_lists`. Whole numbers throughout, as SQLite divides them. */
export const derivedMinor = (amount: SQL): SQL => sql`(max(1, (2 * ${amount} * l.numerator
  + (2 * l.below_minor + l.step_minor) * l.denominator) / (2 * l.step_minor * l.denominator)) * l.step_minor - l.below_minor)`;

/**
 * What follows: one row for each variant and list that has a base price within the limits. What rounding makes no lower than
 * the price (a sale, a tier) or no higher (what it cost before) is left out.
 */
const follows = (wanted: SQL, of: Of): SQL => sql`
  SELECT sku, list_id, 1 AS derived, amount_minor,
    iif(before_minor > amount_minor AND before_minor <= max_minor, before_minor, NULL) AS compare_at_minor,
    iif(sale < amount_minor, sale, NULL) AS sale_minor, iif(sale < amount_minor, sale_from, NULL) AS sale_from_ms,
    iif(sale < amount_minor, sale_until, NULL) AS sale_until_ms,
    nullif((SELECT json_group_array(json_object('from', t.value ->> 'from', 'amountMinor', ${derivedTier})
        ORDER BY t.value ->> 'from')
      FROM json_each(base_tiers) t, price_lists l WHERE l.id = list_id AND ${derivedTier} < amount_minor
        AND (t.key = 0 OR ${derivedTier} < ${derivedMinor(sql.raw("(base_tiers ->> ('$[' || (t.key - 1) || '].amountMinor'))"))})),
      '[]') AS tiers
  FROM (SELECT b.sku, l.id AS list_id, ${derivedMinor(sql.raw("b.amount_minor"))} AS amount_minor,
      ${derivedMinor(sql.raw("b.compare_at_minor"))} AS before_minor, ${derivedMinor(sql.raw("b.sale_minor"))} AS sale,
      b.sale_from_ms AS sale_from, b.sale_until_ms AS sale_until, b.tiers AS base_tiers,
      ${amountMaxIn("l.currency")} AS max_minor
    FROM price_lists l CROSS JOIN prices b ON b.list_id = l.base_id
    WHERE b.derived = 0 AND b.sku IN ${wanted} ${of ? sql`AND l.id = ${of.listId}` : sql``})
  WHERE amount_minor <= max_minor`;
const derivedTier = derivedMinor(sql.raw("(t.value ->> 'amountMinor')"));

/** Products looked at in one go; fewer where they have many variants. */
const PRODUCTS_A_STRETCH = 200;
const VARIANTS_A_STRETCH = 4_000;

/** Products after one, in the order of their ids, and the last of them; null where none come after these. */
export async function listStretch(
  db: Database,
  afterId: string,
): Promise<{ productIds: string[]; lastId: string | null }> {
  const rows = await db.all<{ id: string; variants: number }>(sql`
    SELECT id, (SELECT count(*) FROM variants v WHERE v.product_id = p.id) AS variants
    FROM products p WHERE id > ${afterId} ORDER BY id LIMIT ${PRODUCTS_A_STRETCH}`);
  let room = VARIANTS_A_STRETCH;
  const fits = rows.findIndex(({ variants }, at) => {
    room -= variants;
    return at > 0 && room < 0;
  });
  const taken = (fits < 0 ? rows : rows.slice(0, fits)).map(({ id }) => id);
  const isLast = fits < 0 && rows.length < PRODUCTS_A_STRETCH;
  return { productIds: taken, lastId: isLast ? null : (taken.at(-1) ?? null) };
}

/** Those of these products whose prices in the list are not what they follow from. */
export async function listBehind(db: Database, productIds: readonly string[], listId: PriceListId): Promise<string[]> {
  const skus = sql`(SELECT sku FROM variants
    WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)})))`;
  const rows = await db.all<{ id: string }>(sql`SELECT DISTINCT v.product_id AS id
    FROM (${behind(skus, { listId })}) b JOIN variants v ON v.sku = b.sku`);
  return rows.map(({ id }) => id);
}

/** A price, by product, variant and list; null where there is none, or where there should be none. */
export type WrongDerived = {
  productId: string;
  sku: string;
  listId: PriceListId;
  keptMinor: number | null;
  dueMinor: number | null;
};
/** Of one stretch; more are found once these are put right. */
const WRONG_MAX = 500;

/** Prices of these products that are not what their lists' terms make of the base's, in lists that are not being made anew. */
export const listWrongDerived = (db: Database, productIds: readonly string[]): Promise<WrongDerived[]> => {
  const skus = sql`(SELECT sku FROM variants
    WHERE product_id IN (SELECT value FROM json_each(${JSON.stringify(productIds)})))`;
  return db.all<WrongDerived>(sql`
    SELECT v.product_id AS productId, b.sku, b.list_id AS listId, p.amount_minor AS keptMinor, g.amount_minor AS dueMinor
    FROM (${behind(skus, null)}) b JOIN variants v ON v.sku = b.sku
      JOIN price_lists l ON l.id = b.list_id AND l.work_after_id IS NULL
      LEFT JOIN prices p ON p.sku = b.sku AND p.list_id = b.list_id
      LEFT JOIN (${follows(skus, null)}) g ON g.sku = b.sku AND g.list_id = b.list_id
    ORDER BY productId, b.sku, listId LIMIT ${WRONG_MAX}`);
};

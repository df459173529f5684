/** What a price list would make of its base, for a few products, before its terms are saved. */
import { sql } from "drizzle-orm";
import { AMOUNT_MINOR_MAX } from "../pricing/money.ts";
import type { PriceList } from "../pricing/price-list.ts";
import { deriveMinor, type Ratio } from "../pricing/rounding.ts";
import type { Database } from "../world.ts";

export const SAMPLES = 10;

/** `nowMinor`: in the list today; null where it has none. `thenMinor`: null where it would be above what may be charged. `byHand`: it stays. */
export type PriceSample = {
  sku: string;
  title: string;
  baseMinor: number;
  nowMinor: number | null;
  thenMinor: number | null;
  byHand: boolean;
};

/** The best placed products that the base sells, by their first variant. */
export async function samplePrices(db: Database, list: PriceList, ratio: Ratio): Promise<PriceSample[]> {
  const { derivation } = list;
  if (!derivation) return [];
  type Row = Omit<PriceSample, "thenMinor" | "byHand"> & { derived: 0 | 1 | null };
  const rows = await db.all<Row>(sql`
    SELECT b.sku, t.title, b.amount_minor AS baseMinor, l.amount_minor AS nowMinor, l.derived
    FROM (SELECT id, language_default FROM products WHERE status = 'published' ORDER BY rank DESC, id DESC LIMIT ${10 * SAMPLES}) p
      CROSS JOIN prices b ON b.list_id = ${derivation.baseId} AND b.derived = 0 AND b.sku = (
        SELECT sku FROM variants WHERE product_id = p.id AND offered = 1 ORDER BY position, sku LIMIT 1)
      JOIN product_translations t ON t.product_id = p.id AND t.language = p.language_default
      LEFT JOIN prices l ON l.sku = b.sku AND l.list_id = ${list.id}
    WHERE b.amount_minor <= ${AMOUNT_MINOR_MAX} LIMIT ${SAMPLES}`);
  return rows.map(({ derived, ...row }) => {
    const byHand = derived === 0;
    return {
      ...row,
      byHand,
      thenMinor: byHand ? row.nowMinor : deriveMinor(row.baseMinor, ratio, derivation.rounding, list.currency),
    };
  });
}

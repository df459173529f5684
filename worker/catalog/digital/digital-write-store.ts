/** Writes which of many products' variants are downloads, with the products themselves. */
import { type SQL, sql } from "drizzle-orm";
import { POLICY_DEFAULT } from "../../inventory/stock-policy.ts";
import type { DigitalGood } from "../product-write.ts";

/**
 * For a batch. One of which nobody ever said how it is counted is not counted from then on, as `saveDigital` has it: its
 * policy is the default's, but for that.
 */
export function digitalWrites(downloads: readonly DigitalGood[], atMs: number): SQL[] {
  if (downloads.length === 0) return [];
  const rows = sql`json_each(${JSON.stringify(downloads)}) WHERE TRUE`;
  const of = (name: keyof DigitalGood) => sql.raw(`json_extract(value, '$.${name}')`);
  return [
    sql`INSERT INTO digital_goods (sku, files, downloads_max, days)
      SELECT ${of("sku")}, ${of("files")}, ${of("downloadsMax")}, ${of("days")} FROM ${rows}
      ON CONFLICT (sku) DO UPDATE SET files = excluded.files, downloads_max = excluded.downloads_max, days = excluded.days`,
    sql`INSERT INTO stock_policies (sku, tracked, when_out, promise_max, promised_at_ms, safety_stock, order_max, buyer_max,
        buckets, split_by, version, updated_at_ms)
      SELECT ${of("sku")}, 0, ${POLICY_DEFAULT.whenOut}, ${POLICY_DEFAULT.promiseMax}, ${POLICY_DEFAULT.promisedAtMs},
        ${JSON.stringify(POLICY_DEFAULT.safetyStock)}, ${POLICY_DEFAULT.orderMax}, ${POLICY_DEFAULT.buyerMax},
        ${POLICY_DEFAULT.buckets}, NULL, 1, ${atMs} FROM ${rows}
      ON CONFLICT (sku) DO NOTHING`,
  ];
}

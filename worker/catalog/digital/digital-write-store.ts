/** Writes which of many products' variants are downloads, in the batch that writes the products themselves. */
import { type SQL, sql } from "drizzle-orm";
import { POLICY_DEFAULT } from "../../inventory/stock-policy.ts";
import type { DigitalGood, WriteRows } from "../product-write.ts";

type Rows = Pick<WriteRows, "downloads" | "shipped">;
export const digitalWrites = ({ downloads, shipped }: Rows, atMs: number): SQL[] => [
  ...(downloads.length > 0 ? downloadWrites(downloads, atMs) : []),
  ...(shipped.length > 0 ? shippedWrites(shipped, atMs) : []),
];

/** As `saveDigital` has it: one of which nobody ever said how it is counted is not counted from then on. */
function downloadWrites(downloads: Rows["downloads"], atMs: number): SQL[] {
  const rows = sql`json_each(${JSON.stringify(downloads)}) WHERE TRUE`;
  const of = (name: keyof DigitalGood) => sql.raw(`json_extract(value, '$.${name}')`);
  const { whenOut, promiseMax, promisedAtMs, safetyStock, orderMax, buyerMax, buckets } = POLICY_DEFAULT;
  return [
    sql`INSERT INTO digital_goods (sku, files, downloads_max, days)
      SELECT ${of("sku")}, ${of("files")}, ${of("downloadsMax")}, ${of("days")} FROM ${rows}
      ON CONFLICT (sku) DO UPDATE SET files = excluded.files, downloads_max = excluded.downloads_max, days = excluded.days`,
    sql`INSERT INTO stock_policies (sku, tracked, when_out, promise_max, promised_at_ms, safety_stock, order_max, buyer_max,
        buckets, split_by, version, updated_at_ms)
      SELECT ${of("sku")}, 0, ${whenOut}, ${promiseMax}, ${promisedAtMs}, ${JSON.stringify(safetyStock)}, ${orderMax},
        ${buyerMax}, ${buckets}, NULL, 1, ${atMs} FROM ${rows}
      ON CONFLICT (sku) DO NOTHING`,
  ];
}

/** What is shipped is counted, whatever it was as a download. */
function shippedWrites(shipped: readonly string[], atMs: number): SQL[] {
  const skus = sql`(SELECT value FROM json_each(${JSON.stringify(shipped)}))`;
  return [
    sql`UPDATE stock_policies SET tracked = 1, version = version + 1, updated_at_ms = ${atMs}
      WHERE tracked = 0 AND sku IN (SELECT sku FROM digital_goods WHERE sku IN ${skus})`,
    sql`DELETE FROM digital_goods WHERE sku IN ${skus}`,
  ];
}

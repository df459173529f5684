/** What carriers and customs ask of products. A product without a row has nothing to say. */
import { eq, sql } from "drizzle-orm";
import type { AuditEntry } from "../admin/audit-store.ts";
import { pendingAuditIf } from "../admin/pending-audit-store.ts";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import type { Hazard } from "./zone.ts";
import { shippingGoods } from "./zone-tables.ts";

/** `notTo`: countries (`AE`) and regions (`US-HI`) it is not sent to. `version` is 0 where nothing was ever said. */
export type ProductGoods = {
  hazard: Hazard | null;
  notTo: readonly string[];
  tariffCode: string | null;
  /** ISO 3166-1 alpha-2: where it was made, which customs ask. */
  originCountry: string | null;
  version: number;
};

/** By product id; those without a row are left out. */
export async function readShippingGoods(
  db: Database,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, ProductGoods>> {
  if (productIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(shippingGoods)
    // One parameter however many ids there are.
    .where(sql`${shippingGoods.productId} IN (SELECT value FROM json_each(${JSON.stringify(productIds)}))`);
  return new Map(rows.map(({ productId, updatedAtMs: _at, ...facts }) => [productId, facts]));
}

export async function readGoodsOf(db: Database, productId: string): Promise<ProductGoods> {
  const [row] = await db.select().from(shippingGoods).where(eq(shippingGoods.productId, productId)).limit(1);
  if (!row) return { hazard: null, notTo: [], tariffCode: null, originCountry: null, version: 0 };
  const { productId: _id, updatedAtMs: _at, ...facts } = row;
  return facts;
}

/**
 * False when it has another version by now, or there is no such product. `goods.version` is the one it gets; the entry is
 * on record with it.
 */
export async function writeGoods(
  db: Database,
  productId: string,
  goods: ProductGoods,
  entry: AuditEntry,
): Promise<boolean> {
  const { hazard, notTo, tariffCode, originCountry, version } = goods;
  const write = sql`
    INSERT INTO shipping_goods (product_id, hazard, not_to, tariff_code, origin_country, version, updated_at_ms)
    SELECT ${productId}, ${hazard}, ${JSON.stringify(notTo)}, ${tariffCode}, ${originCountry}, ${version},
      ${entry.atMs}
      WHERE EXISTS (SELECT 1 FROM products WHERE id = ${productId})
        AND (${version} = 1 OR EXISTS (SELECT 1 FROM shipping_goods WHERE product_id = ${productId}))
    ON CONFLICT (product_id) DO UPDATE SET hazard = excluded.hazard, not_to = excluded.not_to,
      tariff_code = excluded.tariff_code, origin_country = excluded.origin_country, version = excluded.version, updated_at_ms = excluded.updated_at_ms
      WHERE shipping_goods.version = excluded.version - 1`;
  const isWritten = sql`changes() = 1 AND EXISTS
    (SELECT 1 FROM shipping_goods WHERE product_id = ${productId} AND version = ${version})`;
  const [written] = await db.batch([statement(db, write), pendingAuditIf(db, entry, isWritten)]);
  return written.meta.changes === 1;
}

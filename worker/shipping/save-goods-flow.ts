/** Staff says what carriers and customs ask of a product: never over somebody else's change. One audit entry a version. */
import { auditEntryOf } from "../admin/audit-store.ts";
import { settleAudit } from "../admin/pending-audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { productTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { type ProductGoods, readGoodsOf, writeGoods } from "./goods-store.ts";

/** `goods.version` is the one the change was made on. Refused as unknown where there is no such product. */
export async function saveShippingGoods(
  world: World,
  { productId, goods, by }: { productId: string; goods: ProductGoods; by: Viewer },
): Promise<
  Outcome<ProductGoods, { code: "product.unknown" } | { code: "product.changed_meanwhile"; version: number }>
> {
  const before = await readGoodsOf(world.catalog, productId);
  const wanted = { ...goods, version: goods.version + 1 };
  const entry = auditEntryOf(world, {
    ...{ by, action: "shipping_goods.saved", subject: `product:${productId}` },
    ...{ before, after: wanted },
  });
  const isWritten = await writeGoods(world.catalog, productId, wanted, entry);
  const now = isWritten ? wanted : await readGoodsOf(world.catalog, productId);
  if (now.version === 0) return refused({ code: "product.unknown" });
  // The same ask again finds its own work done.
  if (!isWritten && !isSame(now, wanted)) return refused({ code: "product.changed_meanwhile", version: now.version });
  if (!isWritten) return done(now);
  await settleAudit(world, entry);
  world.defer(purgePages(world, [productTag(productId)]));
  return done(now);
}

const isSame = (a: ProductGoods, b: ProductGoods): boolean =>
  a.version === b.version &&
  a.hazard === b.hazard &&
  a.tariffCode === b.tariffCode &&
  a.originCountry === b.originCountry &&
  JSON.stringify(a.notTo) === JSON.stringify(b.notTo);

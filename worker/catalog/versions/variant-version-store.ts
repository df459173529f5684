/** Reads which version a product has, for whoever is about to change a part of one of its variants. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Database } from "../../world.ts";
import { readProductRecord } from "../product-record-store.ts";

export type VariantProblem = { code: "product.unknown" | "stock.sku_unknown" };

/** The version of the product, which has a variant of that SKU. */
export async function readVersionWith(
  db: Database,
  productId: string,
  sku: string,
): Promise<Outcome<number, VariantProblem>> {
  const record = await readProductRecord(db, productId);
  if (!record) return refused({ code: "product.unknown" });
  if (!record.variants.some((variant) => variant.sku === sku)) return refused({ code: "stock.sku_unknown" });
  return done(record.product.version);
}

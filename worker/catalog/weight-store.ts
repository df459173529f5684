/** What variants weigh. */
import { sql } from "drizzle-orm";
import type { Database } from "../world.ts";

/** Grams of one, by SKU; those the store does not know are left out. */
export async function readWeights(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (skus.length === 0) return new Map();
  const rows = await db.all<{ sku: string; weightGrams: number }>(sql`
    SELECT sku, weight_grams AS weightGrams FROM variants
    WHERE sku IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(rows.map(({ sku, weightGrams }) => [sku, weightGrams]));
}

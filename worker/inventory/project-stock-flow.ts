/** Brings a SKU's level from its object to what lists and badges read. Bears any repeat and any order: it reads what is true now. */
import { readVariantStockFacts } from "../catalog/product-store.ts";
import { productTag } from "../http/cache-policy.ts";
import type { World } from "../world.ts";
import { shownStock } from "./shown-stock.ts";
import { readLevels } from "./stock-flow.ts";
import { listLevels, upsertStockLevel } from "./stock-store.ts";

/** Voids the product's kept pages only where what they say of stock has changed: purges are few and precious. */
export async function projectStock(world: World, sku: string): Promise<void> {
  const [facts] = await readVariantStockFacts(world.catalog, [sku]);
  const levels = await readLevels(world, sku);
  if (!facts || !levels.ok) return; // The variant was deleted since: there is nothing to show.
  const { productId, lowStockAt, openingQuantity } = facts;
  const before = (await listLevels(world.catalog, [sku]))[0] ?? { available: openingQuantity, lowStockAt };
  const { number, ...units } = levels.value;
  const after = { ...units, productId, lowStockAt, ledgerNumber: number, updatedAtMs: world.nowMs() };
  const isNewest = await upsertStockLevel(world.catalog, after);
  if (isNewest && shownStock(before) !== shownStock(after)) await world.pages.purge([productTag(productId)]);
}

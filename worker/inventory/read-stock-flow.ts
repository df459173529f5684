/** A SKU's stock as the API tells it to staff: its levels, and a page of its ledger. */
import { readVariantStockFacts } from "../catalog/product-store.ts";
import type { World } from "../world.ts";
import type { StockLevels } from "./stock.ts";
import { bucketNameOf } from "./stock-bucket.ts";
import { listStockEntries } from "./stock-flow.ts";
import type { StockChange } from "./stock-keeper.ts";

/** `before`: older entries than this one. */
export async function readStock(world: World, levels: StockLevels, before: number | null) {
  const { number: _number, ...units } = levels;
  const [facts] = await readVariantStockFacts(world.catalog, [levels.sku]);
  return { ...units, lowStockAt: facts?.lowStockAt ?? 0, ...(await listStockEntries(world, levels, before)) };
}

/** The same of one bucket of a split SKU: what it borrowed, holds and sold. */
export async function readBucket(world: World, sku: string, bucket: number, before: number | null) {
  const levels = await world.stockOf(bucketNameOf(sku, bucket)).levels();
  return { ...(await readStock(world, levels, before)), sku };
}

/** As a change left it: the same for its repeats, however late. */
export async function readChangedStock(world: World, change: StockChange) {
  const { sku, onHand, held, available, locations, lowStockAt, ...page } = await readStock(world, change, null);
  const { entries, nextBefore } = page;
  return { sku, onHand, held, available, locations, lowStockAt, entries, nextBefore };
}

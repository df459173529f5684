/**
 * Who is told when a SKU's level has changed: pages that look at it now, staff when it is low, shoppers who wait for it, the search.
 * Called after the level was projected, and decides by what is projected now: bears any repeat and any order.
 */
import { noteLowStock } from "../alerts/note-low-stock-flow.ts";
import { restateStock } from "../search/index/restate-products-flow.ts";
import { callWaits } from "../waits/call-waits-flow.ts";
import type { World } from "../world.ts";
import { listOffers } from "./offer-store.ts";
import { listLevels } from "./stock-store.ts";
import { tellWatchers } from "./tell-watchers-flow.ts";

export async function tellStockNews(world: World, sku: string): Promise<void> {
  const [level] = await listLevels(world.catalog, [sku]);
  if (!level) return;
  await tellWatchers(world, sku);
  const units = (await listOffers(world.catalog, [sku], null)).get(sku)?.units ?? 0;
  // What is not counted is never low.
  await noteLowStock(world, units === Number.POSITIVE_INFINITY ? { ...level, available: units } : level);
  await callWaits(world, { sku, available: units });
  // Last: whoever waits does not wait for the search.
  await restateStock(world, level.productId, units > 0);
}

/**
 * Who is told when a SKU's level has changed: pages that look at it now, staff when it is low, shoppers who wait for it.
 * Called after the level was projected, and decides by what is projected now: bears any repeat and any order.
 */
import type { World } from "../world.ts";
import { listLevels } from "./stock-store.ts";
import { tellWatchers } from "./tell-watchers-flow.ts";

export async function tellStockNews(world: World, sku: string): Promise<void> {
  const [level] = await listLevels(world.catalog, [sku]);
  if (!level) return;
  await tellWatchers(world, level);
}

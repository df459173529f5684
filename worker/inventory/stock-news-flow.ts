/**
 * Who is told when a SKU's level has changed: pages that look at it now, staff when it is low, shoppers who wait for it.
 * Called after the level was projected, and decides by what is projected now: bears any repeat and any order.
 */
import { noteLowStock } from "../alerts/note-low-stock-flow.ts";
import { callWaits } from "../waits/call-waits-flow.ts";
import type { World } from "../world.ts";
import { listLevels } from "./stock-store.ts";
import { tellWatchers } from "./tell-watchers-flow.ts";

export async function tellStockNews(world: World, sku: string): Promise<void> {
  const [level] = await listLevels(world.catalog, [sku]);
  if (!level) return;
  await tellWatchers(world, level);
  await noteLowStock(world, level);
  await callWaits(world, level);
}

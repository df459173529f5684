/** Tells the pages that look at a product what is left now. Pages can do without: its failing is logged and stops nothing. */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { shownStock } from "./shown-stock.ts";
import type { StockLevelRow } from "./stock-store.ts";

export async function tellWatchers(world: World, level: StockLevelRow): Promise<void> {
  const { sku, productId, ledgerNumber: number } = level;
  try {
    await world.watchersOf(productId).tell({ sku, number, shown: shownStock(level) });
  } catch (error) {
    world.log.error("watchers.not_told", { sku, why: whyOf(error) });
  }
}

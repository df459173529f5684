/** Tells the pages that look at a product what is left now. Pages can do without: its failing is logged and stops nothing. */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { readShown } from "./shown-stock-store.ts";

export async function tellWatchers(world: World, sku: string): Promise<void> {
  try {
    const shown = (await readShown(world.catalog, [sku])).get(sku);
    if (!shown) return;
    const { productId, ...news } = shown;
    await world.watchersOf(productId).tell(news);
  } catch (error) {
    world.log.error("watchers.not_told", { sku, why: whyOf(error) });
  }
}

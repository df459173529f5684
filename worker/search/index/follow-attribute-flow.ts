/**
 * Brings into the index the unit that an attribute has by now: products that say something under its key are written again, a
 * stretch a message. The products themselves do not change.
 */
import { listSaying } from "../../catalog/attributes/attribute-store.ts";
import { newEvent } from "../../events/outbox-store.ts";
import { SEARCH_TAG } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { World } from "../../world.ts";
import { indexRows } from "./index-products-flow.ts";
import { readProductsToIndex } from "./read-products-flow.ts";

const PRODUCTS_A_STRETCH = 50;

/** A message's work. The next one is sent after it, so a kill repeats a stretch, which changes nothing. */
export async function followAttribute(world: World, { key, afterId }: { key: string; afterId: string }): Promise<void> {
  const { ids, next } = await listSaying(world.catalog, key, afterId, PRODUCTS_A_STRETCH);
  if (ids.length > 0) await indexRows(world, (await readProductsToIndex(world, ids)).rows);
  if (next !== null) await world.send([newEvent(world, "attribute.changed", { key, afterId: next })]);
  else await purgePages(world, [SEARCH_TAG]);
}

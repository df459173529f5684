/**
 * Products follow their category: each gets its ancestors anew and a version, and is told of. A stretch is one batch, with the
 * events of its products and the one that goes on after it, so a kill leaves none out; the first is in the category's own batch.
 */
import type { BatchItem } from "drizzle-orm/batch";
import type { StoreEvent } from "../events/event.ts";
import { newEvent, outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import { CATALOG_TAG, categoryTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { listProductsIn, touchProductsIn } from "./category-store.ts";
import { versioned } from "./versions/version-write-store.ts";

const PRODUCTS_A_STRETCH = 100;
const NOBODY = { id: "", name: "" };

export type FollowPlace = { categoryId: string; afterId: string };
/** `goesOn`: one of the events is the category's own. */
export type Follow = { statements: BatchItem<"sqlite">[]; events: StoreEvent[]; goesOn: boolean };
export const NOTHING_FOLLOWS: Follow = { statements: [], events: [], goesOn: false };
/** After every product: a message of this place has none to do, and purges the category's pages. */
export const LAST_PLACE = "\u{10ffff}";

/** What to write for the products after a place, as they are in the batch. */
export async function followStretch(world: World, place: FollowPlace): Promise<Follow> {
  const { categoryId, afterId } = place;
  const ids = await listProductsIn(world.catalog, categoryId, afterId, PRODUCTS_A_STRETCH);
  if (ids.length === 0) return NOTHING_FOLLOWS;
  const next = ids.length < PRODUCTS_A_STRETCH ? null : { categoryId, afterId: ids.at(-1) ?? "" };
  const atMs = world.nowMs();
  const why = { atMs, by: NOBODY, source: "schedule" as const, note: `category:${categoryId}` };
  const events = [...productEvents(world, ids), ...(next ? [newEvent(world, "category.changed", next)] : [])];
  const statements = [
    ...versioned(world.catalog, ids, why, touchProductsIn(world.catalog, ids, atMs)),
    ...outboxInserts(world.catalog, events),
  ];
  return { statements, events, goesOn: next !== null };
}

/** A message's work: a stretch. One that comes twice gives its products one more version. */
export async function followCategory(world: World, place: FollowPlace): Promise<void> {
  const { statements, events, goesOn } = await followStretch(world, place);
  if (!goesOn) await purgePages(world, [categoryTag(place.categoryId), CATALOG_TAG]);
  const [first, ...rest] = statements;
  if (!first) return;
  await world.catalog.batch([first, ...rest]);
  world.defer(relayOutbox(world, world.catalog, events));
}

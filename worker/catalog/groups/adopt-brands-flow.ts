/**
 * Finds the brand of products that have none yet: those from before there were brands. A kill leaves the rest for the timer's
 * next minute.
 */
import { statement } from "../../base/statement.ts";
import { outboxInserts, productEvents, relayOutbox } from "../../events/outbox-store.ts";
import type { World } from "../../world.ts";
import { productsTouch } from "../product-write-store.ts";
import { versioned } from "../versions/version-write-store.ts";
import { listUnbranded } from "./brand-store.ts";
import { brandWrites } from "./brand-write-store.ts";

/** Of one minute; the rest comes in the next. */
const TURNS_MAX = 20;
const PRODUCTS_A_TURN = 100;
const NOBODY = { id: "", name: "" };

/** Repeats safely. */
export async function adoptBrands(world: World): Promise<{ adopted: number }> {
  let adopted = 0;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const found = await listUnbranded(world.catalog, PRODUCTS_A_TURN);
    if (found.length === 0) break;
    const ids = found.map(({ id }) => id);
    const atMs = world.nowMs();
    const events = productEvents(world, ids);
    const why = { atMs, by: NOBODY, source: "schedule" as const, note: "brand" };
    await world.catalog.batch([
      ...versioned(world.catalog, ids, why, [
        productsTouch(world.catalog, ids, atMs),
        ...brandWrites(found, atMs).map((query) => statement(world.catalog, query)),
      ]),
      ...outboxInserts(world.catalog, events),
    ]);
    world.defer(relayOutbox(world, world.catalog, events));
    adopted += ids.length;
    if (ids.length < PRODUCTS_A_TURN) break;
  }
  return { adopted };
}

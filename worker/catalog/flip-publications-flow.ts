/**
 * The timer's part of publication: a product whose time has come or is over, or whose sale begins or ends, gets a new version and is told of, so that
 * search, documents and kept pages follow within its minute. What is read from the catalogue goes by the clock at once.
 */
import { outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { listDue, publicationFlip } from "./publication-store.ts";
import { versioned } from "./versions/version-write-store.ts";

/** Of one minute; the rest comes in the next. */
const TURNS_MAX = 20;
const PRODUCTS_A_TURN = 100;
const NOBODY = { id: "", name: "" };

/** Repeats safely: what was flipped is not due any more. */
export async function flipPublications(world: World): Promise<{ flipped: number }> {
  let flipped = 0;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const atMs = world.nowMs();
    const ids = await listDue(world.catalog, atMs, PRODUCTS_A_TURN);
    if (ids.length === 0) break;
    const events = productEvents(world, ids);
    const why = { atMs, by: NOBODY, source: "schedule" as const, note: "" };
    await world.catalog.batch([
      ...versioned(world.catalog, ids, why, publicationFlip(world.catalog, ids, atMs)),
      ...outboxInserts(world.catalog, events),
    ]);
    world.defer(relayOutbox(world, world.catalog, events));
    flipped += ids.length;
    if (ids.length < PRODUCTS_A_TURN) break;
  }
  return { flipped };
}

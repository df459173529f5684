/**
 * The timer's part of publication: a product whose time has come or is over, or whose sale begins or ends, gets a new version and is told of, so that
 * search, documents and kept pages follow within its minute. What is read from the catalogue goes by the clock at once.
 */
import { whyOf } from "../base/why.ts";
import { DUE_PER_EVENT_MAX } from "../events/event.ts";
import { newEvent, outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { refusalOf } from "./product-write-store.ts";
import { guardDue, listDue, listStillDue, publicationFlip } from "./publication-store.ts";
import { versioned } from "./versions/version-write-store.ts";

/** Handed to the queue in one minute; the rest comes in the next. */
export const DUE_A_MINUTE_MAX = 20_000;
const NOBODY = { id: "", name: "" };

/** For the timer: flips the first itself, and hands the rest to the queue. What was flipped is not due any more. */
export async function flipPublications(world: World): Promise<{ flipped: number; sent: number }> {
  const ids = await listDue(world.catalog, world.nowMs(), DUE_A_MINUTE_MAX);
  const rest = ids.slice(DUE_PER_EVENT_MAX);
  await sendDue(world, rest, DUE_PER_EVENT_MAX);
  return { flipped: await flipProducts(world, ids.slice(0, DUE_PER_EVENT_MAX)), sent: rest.length };
}

/**
 * A message's work: those that are due still, in one batch. Where that fails each half comes by itself, so that one which can
 * never be flipped holds up no other: it alone is told of, each minute.
 */
export async function flipProducts(world: World, productIds: readonly string[]): Promise<number> {
  const ids = await listStillDue(world.catalog, productIds, world.nowMs());
  if (ids.length === 0) return 0;
  try {
    await flip(world, ids);
    return ids.length;
  } catch (error) {
    // Another message of the same products was first.
    if (refusalOf(error) === "other_version") await sendDue(world, ids, DUE_PER_EVENT_MAX);
    else if (ids.length > 1) await sendDue(world, ids, Math.ceil(ids.length / 2));
    else world.log.error("publication.not_flipped", { productId: ids.join(), why: whyOf(error) });
    return 0;
  }
}

async function flip(world: World, ids: readonly string[]): Promise<void> {
  const atMs = world.nowMs();
  const events = productEvents(world, ids);
  const why = { atMs, by: NOBODY, source: "schedule" as const, note: "" };
  await world.catalog.batch([
    guardDue(world.catalog, ids, atMs),
    ...versioned(world.catalog, ids, why, publicationFlip(world.catalog, ids, atMs)),
    ...outboxInserts(world.catalog, events),
  ]);
  world.defer(relayOutbox(world, world.catalog, events));
}

async function sendDue(world: World, ids: readonly string[], perEvent: number): Promise<void> {
  const events = Array.from({ length: Math.ceil(ids.length / perEvent) }, (_, at) =>
    newEvent(world, "products.due", { productIds: ids.slice(at * perEvent, (at + 1) * perEvent) }),
  );
  if (events.length > 0) await world.send(events);
}

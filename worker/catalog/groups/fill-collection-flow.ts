/**
 * Puts a rule's collection together after the rule changed, or when one that overflowed has room again: every product is asked,
 * a stretch a step, the published ones from the best placed on. A kill leaves the walk where it is, for the next message.
 */
import { isOvertaken } from "../../base/unique-conflict.ts";
import { newEvent } from "../../events/outbox-store.ts";
import { collectionTag } from "../../http/cache-policy.ts";
import { purgePages } from "../../http/purge-pages-flow.ts";
import type { World } from "../../world.ts";
import { endWhereFull, fillMove, listFills, noteFullness, readFill, readStretch } from "./collection-fill-store.ts";
import { membershipsOf } from "./collection-store.ts";

const PRODUCTS_A_STRETCH = 500;
const STRETCHES_A_MESSAGE = 20;
/** The timer looks whether collections are full, or have room again, once in so many minutes: it reads their whole size. */
const FULLNESS_MINUTES = 10;
const MINUTE_MS = 60_000;

/** One stretch. Answers whether there is more. Two at once do it once: the other one's batch fails. */
export async function fillStep(world: World, id: string): Promise<boolean> {
  const fill = await readFill(world.catalog, id);
  if (!fill) return false;
  const { ids, next } = await readStretch(world.catalog, fill.place, PRODUCTS_A_STRETCH);
  try {
    await world.catalog.batch([
      fillMove(world.catalog, fill, next),
      ...membershipsOf(world.catalog, [fill], ids, world.nowMs()),
    ]);
  } catch (error) {
    if (isOvertaken(error, "collections")) return false;
    throw error;
  }
  return !(await endWhereFull(world.catalog, id)) && next !== null;
}

/** A message's work: some stretches, then the next message. */
export async function driveFill(world: World, id: string): Promise<void> {
  for (let stretch = 0; stretch < STRETCHES_A_MESSAGE; stretch += 1)
    if (!(await fillStep(world, id))) return purgePages(world, [collectionTag(id)]);
  await sendFill(world, id);
}

export const sendFill = (world: World, id: string): Promise<void> =>
  world.send([newEvent(world, "collection.due", { collectionId: id })]);

/** For the timer. A walk that has its message already gets on no faster: of two at once, one ends. */
export async function sweepFills(world: World): Promise<void> {
  if (Math.floor(world.nowMs() / MINUTE_MS) % FULLNESS_MINUTES === 0) await noteFullness(world.catalog);
  for (const id of await listFills(world.catalog)) await sendFill(world, id);
}

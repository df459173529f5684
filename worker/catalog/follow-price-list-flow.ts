/**
 * Prices of a list follow its base: whenever the list is made or its terms change, its prices are made anew for all products,
 * a stretch at a time. How far it is lies in the list's own row, and each stretch is one batch with the step, so a kill leaves
 * none out and a message that comes twice does nothing; the timer goes on where no message comes.
 */
import { sql } from "drizzle-orm";
import { statement } from "../base/statement.ts";
import { newEvent, outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { World } from "../world.ts";
import { followWrites, listBehind, listStretch } from "./derived-price-store.ts";
import {
  isOtherListVersion,
  type KeptPriceList,
  listPriceLists,
  moveListWork,
  readPriceList,
} from "./price-list-store.ts";
import { lowestWrites } from "./price-write-store.ts";
import { productsTouch } from "./product-write-store.ts";
import { dueWrite } from "./publication-store.ts";

/** Of one minute of the timer; the rest comes in the next. */
const STRETCHES_A_SWEEP = 10;

/** A message's work: a stretch, and the message that goes on. */
export async function followPriceList(world: World, listId: PriceListId): Promise<void> {
  const list = await readPriceList(world.catalog, listId);
  if (list) await followStretch(world, list, true);
}

/** The timer's: goes on with lists whose message was lost, and with those that came with the store. Repeats safely. */
export async function sweepPriceLists(world: World): Promise<{ stretches: number }> {
  for (let stretches = 0; stretches < STRETCHES_A_SWEEP; stretches += 1) {
    const list = (await listPriceLists(world.catalog)).find(({ work }) => work.afterId !== null);
    if (!list || !(await followStretch(world, list, false))) return { stretches };
  }
  return { stretches: STRETCHES_A_SWEEP };
}

/** False where somebody else did it, or the list was changed meanwhile. Only products whose price differs are told of. */
async function followStretch(world: World, list: KeptPriceList, isToGoOn: boolean): Promise<boolean> {
  const { afterId, done } = list.work;
  if (afterId === null) return false;
  const db = world.catalog;
  const stretch = await listStretch(db, afterId);
  const ids = await listBehind(db, stretch.productIds, list.id);
  const atMs = world.nowMs();
  const next = { afterId: stretch.lastId, done: done + stretch.productIds.length };
  const events = [
    ...productEvents(world, ids),
    ...(isToGoOn && next.afterId !== null ? [newEvent(world, "price_list.changed", { listId: list.id })] : []),
  ];
  const changed = sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
  const skus = sql`(SELECT sku FROM variants WHERE product_id IN (${changed}))`;
  try {
    await db.batch([
      moveListWork(db, list, next),
      ...(ids.length === 0
        ? []
        : [
            ...followWrites(skus, { listId: list.id }, atMs),
            ...lowestWrites(changed, atMs),
            dueWrite(changed, atMs),
          ].map((query) => statement(db, query))),
      productsTouch(db, ids, atMs),
      ...outboxInserts(db, events),
    ]);
  } catch (error) {
    if (isOtherListVersion(error)) return false;
    throw error;
  }
  world.defer(relayOutbox(world, db, events));
  return true;
}

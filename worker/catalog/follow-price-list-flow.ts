/**
 * Prices of a list follow its base: whenever the list is made or its terms change, its prices are made anew for all products,
 * a stretch at a time. How far it is lies in the list's own row, and each stretch is one batch with the step, so a kill leaves
 * none out and of two messages at once one does it and goes on, the other ends; the timer sends one where none is left.
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

/** A message's work: a stretch, and the message that goes on. */
export async function followPriceList(world: World, listId: PriceListId): Promise<void> {
  const list = await readPriceList(world.catalog, listId);
  if (list) await followStretch(world, list);
}

/**
 * The timer's: a message for each list with work left, since that of it may be lost, or it came with the store. It does none of
 * the work itself: a message that lost to it would end, and the rest would wait for the timer's minutes.
 */
export async function sweepPriceLists(world: World): Promise<{ lists: number }> {
  const lists = (await listPriceLists(world.catalog)).filter(({ work }) => work.afterId !== null);
  if (lists.length > 0) await world.send(lists.map(({ id }) => newEvent(world, "price_list.changed", { listId: id })));
  return { lists: lists.length };
}

/** Nothing where somebody else did it, or the list was changed meanwhile. Only products whose price differs are told of. */
async function followStretch(world: World, list: KeptPriceList): Promise<void> {
  const { afterId, done } = list.work;
  if (afterId === null) return;
  const db = world.catalog;
  const stretch = await listStretch(db, afterId);
  const ids = await listBehind(db, stretch.productIds, list.id);
  const atMs = world.nowMs();
  const next = { afterId: stretch.lastId, done: done + stretch.productIds.length };
  const events = [
    ...productEvents(world, ids),
    ...(next.afterId !== null ? [newEvent(world, "price_list.changed", { listId: list.id })] : []),
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
    if (isOtherListVersion(error)) return;
    throw error;
  }
  world.defer(relayOutbox(world, db, events));
}

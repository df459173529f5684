/** A product's prices in lists that follow others, and its lowest prices, are made again from what staff and imports said. */
import { sql } from "drizzle-orm";
import { statement } from "../base/statement.ts";
import { outboxInserts, productEvents, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { followWrites, listWrongDerived } from "./derived-price-store.ts";
import { listWrongLowest, lowestWrites } from "./price-write-store.ts";
import { productsTouch } from "./product-write-store.ts";
import { dueWrite } from "./publication-store.ts";

/** One batch with the message that tells of it. Repeats safely: where nothing is wrong, nothing is written. */
export async function mendPrices(world: World, productId: string): Promise<void> {
  const [db, atMs, ids] = [world.catalog, world.nowMs(), [productId]];
  const [derived, lowest] = await Promise.all([
    listWrongDerived(db, ids),
    listWrongLowest(db, ids, { atMs, graceMs: 0 }),
  ]);
  if (derived.length + lowest.length === 0) return;
  const events = productEvents(world, ids);
  const own = sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
  const skus = sql`(SELECT sku FROM variants WHERE product_id IN (${own}))`;
  await db.batch([
    productsTouch(db, ids, atMs),
    ...[...followWrites(skus, null, atMs), ...lowestWrites(own, atMs), dueWrite(own, atMs)].map((query) =>
      statement(db, query),
    ),
    ...outboxInserts(db, events),
  ]);
  world.defer(relayOutbox(world, db, events));
}

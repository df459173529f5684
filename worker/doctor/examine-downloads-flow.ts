/** Orders of downloads against the grants that let their buyers have them, and the other way around. */
import { readSoldLines } from "../checkout/checkout-facts-store.ts";
import { grantsOf } from "../downloads/grant.ts";
import { listGrantedOrders, listGrantsOf } from "../downloads/grant-store.ts";
import { listBookedOrders, readBookedOrders, readDigitalOrders } from "../orders/order-facts-store.ts";
import type { World } from "../world.ts";
import type { BookTurn } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { readStretch } from "./stretch-flow.ts";

/** Each turn is four queries, however many of them are of downloads. */
const ORDERS_TURN = 200;

export async function examineDownloads(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, ORDERS_TURN, listBookedOrders);
  if (!db || rows.length === 0) return { checked: 0, found: [], next };
  const digital = await readDigitalOrders(
    db,
    rows.map(({ id }) => id),
  );
  const orders = rows.filter(({ id }) => digital.has(id));
  const sold = await readSoldLines(
    db,
    orders.map(({ checkoutId }) => checkoutId),
  );
  const there = new Set((await listGrantsOf(db, [...digital])).map(markOf));
  const found: Disagreement[] = orders.flatMap(({ id, checkoutId, placedAtMs }) =>
    grantsOf(id, sold.get(checkoutId) ?? [], placedAtMs)
      .filter((grant) => !there.has(markOf(grant)))
      .map(({ sku, fileId, name }) =>
        disagreement("order.download_missing", { orderId: id, checkoutId, sku }, { fileId, name }),
      ),
  );
  return { checked: rows.length, found, next };
}

type Named = { orderId: string; sku: string; fileId: string };
const markOf = ({ orderId, sku, fileId }: Named): string => JSON.stringify([orderId, sku, fileId]);

/** Only those that are open: what is closed lets nobody have anything. */
export async function examineGrants(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, ORDERS_TURN, listGrantedOrders);
  if (!db || rows.length === 0) return { checked: 0, found: [], next };
  const orders = await readBookedOrders(
    db,
    rows.map(({ id }) => id),
  );
  const found = rows
    .filter(({ id }) => !orders.has(id))
    .map(({ id, files }) => disagreement("grant.order_missing", { orderId: id }, { files }));
  return { checked: rows.length, found, next };
}

/** What doctor mends of downloads. Both repeat safely, and while the store sells. */
import { readSoldLines } from "../checkout/checkout-facts-store.ts";
import { readOrder } from "../orders/order-store.ts";
import type { World } from "../world.ts";
import { grantsOf } from "./grant.ts";
import { grantInserts, grantsClose, grantsRevoke } from "./grant-store.ts";

/** Who closed a download that no refund did. */
const DOCTOR = "doctor";

/** Writes the grants that an order lacks, as they were sold. What its money went back for is closed from the start. */
export async function grantAgain(world: World, orderId: string): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  const order = db && (await readOrder(db, orderId));
  if (!order) return;
  const sold = (await readSoldLines(db, [order.checkoutId])).get(order.checkoutId) ?? [];
  const closed = order.lines.filter(
    ({ quantity, restockedQuantity }) => order.refundableMinor === 0 || restockedQuantity >= quantity,
  );
  const [first, ...rest] = [
    ...grantInserts(db, grantsOf(orderId, sold, order.placedAtMs)),
    ...grantsRevoke(db, { orderId, skus: closed.map(({ sku }) => sku), refundId: DOCTOR, atMs: world.nowMs() }),
  ];
  if (first) await db.batch([first, ...rest]);
}

/** Nobody downloads anything by an order that is not there. */
export async function closeDownloads(world: World, orderId: string): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  if (db) await grantsClose(db, { orderId, by: DOCTOR, atMs: world.nowMs() });
}

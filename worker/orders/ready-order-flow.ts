/**
 * Staff has an order together, so that it can be collected: its buyer is told by mail, once, where and when. Stored with the
 * order's next version, so of two at once the second finds it done. Leaves one audit entry.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { decideReady } from "./decide-fulfilment.ts";
import { CHANGE_TRIES_MAX, changeOrder } from "./order-change-store.ts";
import type { OrderProblem } from "./order-problem.ts";
import { readOrder } from "./order-store.ts";
import type { OrderView } from "./order-view.ts";

/** Repeats safely: `replayed` says that it was ready already, and nobody is told again. */
export async function readyOrder(
  world: World,
  { orderId, by }: { orderId: string; by: Viewer },
): Promise<Outcome<{ order: OrderView; replayed: boolean }, OrderProblem>> {
  const db = world.ordersOfNumber(orderId);
  for (let tries = 0; db && tries < CHANGE_TRIES_MAX; tries += 1) {
    const order = await readOrder(db, orderId);
    if (!order) return refused({ code: "order.unknown" });
    const decided = decideReady(order);
    if (!decided.ok) return decided;
    const { isReady } = decided.value;
    if (!isReady) {
      const told = [newEvent(world, "order.ready_for_pickup", { orderId })];
      const events = [{ kind: "ready_for_pickup", facts: {}, byId: by.id, atMs: world.nowMs() }] as const;
      const changed = await changeOrder(db, order, { events }, outboxInserts(db, told));
      if (!changed.ok) continue;
      world.defer(relayOutbox(world, db, told));
    }
    // A repeat adds the entry where a crash kept it from being written.
    const after = { location: order.shipping.pickup?.location ?? "" };
    const entry = { by, action: "order.ready_for_pickup", subject: `order:${orderId}`, before: null, after };
    await auditInsert(world, entry, `ready:${orderId}`);
    const now = await readOrder(db, orderId);
    assert(now !== null, "an order is never deleted");
    return done({ order: now, replayed: isReady });
  }
  return refused({ code: db ? "order.moved_on" : "order.unknown" });
}

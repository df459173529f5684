/**
 * Staff gives a line's downloads out anew: new links, the whole count and time again. Links from before open nothing. Stored
 * with the order's next version, so that sending it twice acts once; the buyer is told by mail.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { CHANGE_TRIES_MAX, changeOrder } from "../orders/order-change-store.ts";
import { readOrder } from "../orders/order-store.ts";
import type { OrderView } from "../orders/order-view.ts";
import type { World } from "../world.ts";
import { grantsReissue } from "./grant-store.ts";

export type ReissueProblem = {
  code: "order.unknown" | "order.moved_on" | "order.line_not_digital" | "request.repeat_differs";
};
/** `reissueId` is made by the client: the same one again is the same issue. */
type ReissueAsk = { orderId: string; sku: string; reissueId: string; by: Viewer };

/** Repeats safely. A line whose money went back may be given out again all the same: that is for staff to say. */
export async function reissueDownloads(
  world: World,
  { orderId, sku, reissueId, by }: ReissueAsk,
): Promise<Outcome<{ order: OrderView; replayed: boolean }, ReissueProblem>> {
  const db = world.ordersOfNumber(orderId);
  for (let tries = 0; db && tries < CHANGE_TRIES_MAX; tries += 1) {
    const order = await readOrder(db, orderId);
    if (!order) return refused({ code: "order.unknown" });
    if (!order.lines.some((line) => line.sku === sku && line.digital))
      return refused({ code: "order.line_not_digital" });
    const earlier = order.events.find(
      ({ kind, facts }) => kind === "downloads_issued" && facts.reissueId === reissueId,
    );
    if (earlier && earlier.facts.sku !== sku) return refused({ code: "request.repeat_differs" });
    const atMs = world.nowMs();
    if (!earlier) {
      const told = [newEvent(world, "order.downloads_issued", { orderId, subjectId: reissueId })];
      const events = [{ kind: "downloads_issued", facts: { sku, reissueId }, byId: by.id, atMs }] as const;
      const effects = [grantsReissue(db, orderId, [sku], atMs), ...outboxInserts(db, told)];
      const changed = await changeOrder(db, order, { events }, effects);
      if (!changed.ok) continue;
      world.defer(relayOutbox(world, db, told));
    }
    // A repeat adds the entry where a crash kept it from being written.
    const entry = { by, action: "order.downloads_issued", subject: `order:${orderId}`, before: null, after: { sku } };
    await auditInsert(world, entry, `downloads:${orderId}:${reissueId}`);
    const now = await readOrder(db, orderId);
    assert(now !== null, "an order is never deleted");
    return done({ order: now, replayed: earlier !== undefined });
  }
  return refused({ code: db ? "order.moved_on" : "order.unknown" });
}

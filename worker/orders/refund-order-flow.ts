/**
 * Gives back all or part of an order's money. The refund is stored as `pending` with the order's next version, so of two
 * at once the second is decided on what the first left; then the provider is asked. Leaves one audit entry, which a
 * repeat adds where a crash kept it from being written.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { revokedLines } from "../downloads/grant.ts";
import { grantsRevoke } from "../downloads/grant-store.ts";
import { findLocationProblem, type LocationRefusal } from "../inventory/open-locations-flow.ts";
import { type Refund, readRefund, refundInsert } from "../payments/payment-store.ts";
import { settleRefund } from "../payments/settle-refund-flow.ts";
import { sumMinor } from "../pricing/money.ts";
import type { Database, World } from "../world.ts";
import { decideRefund, isSameRefund, type RefundTerms, sumRestock } from "./decide-refund.ts";
import { CHANGE_TRIES_MAX, changeOrder } from "./order-change-store.ts";
import type { OrderProblem } from "./order-problem.ts";
import { readOrder } from "./order-store.ts";
import type { OrderView, RefundView } from "./order-view.ts";

/** `refundId` is made by the client: the same one again is the same refund. */
export type RefundAsk = RefundTerms & { orderId: string; refundId: string; by: Viewer };
/** `request.repeat_differs`: the id was used before for another refund. */
export type RefundProblem = OrderProblem | LocationRefusal | { code: "request.repeat_differs" };
/** Order and refund as they are now. `replayed`: the refund was stored by an earlier ask. */
export type RefundedOrder = { order: OrderView; refund: RefundView; replayed: boolean };
type Answer = Outcome<RefundedOrder, RefundProblem>;

/** A provider that does not answer leaves the refund `pending`; the timer asks again. */
export async function refundOrder(world: World, ask: RefundAsk): Promise<Answer> {
  const db = world.ordersOfNumber(ask.orderId);
  for (let tries = 0; db && tries < CHANGE_TRIES_MAX; tries += 1) {
    const order = await readOrder(db, ask.orderId);
    if (!order) return refused({ code: "order.unknown" });
    if (await readRefund(db, ask.refundId)) return repeatRefund(world, db, ask);
    const decided = decideRefund(order, ask);
    if (!decided.ok) return decided;
    const places = ask.restock.flatMap(({ location }) => location ?? []);
    const problem = await findLocationProblem(world, places);
    if (problem) return refused(problem);
    const refund = newRefund(order, ask, decided.value, world.nowMs());
    if (!(await insertRefund(db, order, refund))) continue;
    await settleRefund(world, refund);
    return answer(world, db, ask, false);
  }
  return refused({ code: db ? "order.moved_on" : "order.unknown" });
}

function newRefund(order: OrderView, ask: RefundAsk, amountMinor: number, atMs: number): Refund {
  const payment = order.payments[0];
  assert(payment !== undefined, "an order was paid");
  return {
    id: ask.refundId,
    paymentId: payment.id,
    checkoutId: order.checkoutId,
    orderId: order.id,
    amountMinor,
    currency: order.totals.currency,
    reason: ask.reason,
    restock: sumRestock(ask.restock),
    restocked: false,
    state: "pending",
    providerId: null,
    byId: ask.by.id,
    createdAtMs: atMs,
    settledAtMs: null,
  };
}

async function insertRefund(db: Database, order: OrderView, refund: Refund): Promise<boolean> {
  const { id: refundId, amountMinor, currency, byId, createdAtMs: atMs } = refund;
  const facts = { refundId, amountMinor, currency };
  const events = [{ kind: "refund_asked", facts, byId, atMs }] as const;
  const revoked = { orderId: order.id, skus: revokedLines(order, refund), refundId, atMs };
  return (await changeOrder(db, order, { events }, [refundInsert(db, refund), ...grantsRevoke(db, revoked)])).ok;
}

/** The same terms get the refund as it stands; one whose provider was perhaps never asked is asked now. */
async function repeatRefund(world: World, db: Database, ask: RefundAsk): Promise<Answer> {
  const earlier = await readRefund(db, ask.refundId);
  if (earlier?.orderId !== ask.orderId || !isSameRefund(earlier, ask))
    return refused({ code: "request.repeat_differs" });
  if (earlier.state === "pending" && earlier.providerId === null) await settleRefund(world, earlier);
  return answer(world, db, ask, true);
}

async function answer(world: World, db: Database, ask: RefundAsk, replayed: boolean): Promise<Answer> {
  const order = await readOrder(db, ask.orderId);
  const refund = order?.refunds.find(({ id }) => id === ask.refundId);
  assert(order !== null && refund !== undefined, "a refund that was stored is read");
  const others = order.refunds.filter(({ id, state }) => id !== refund.id && state !== "failed");
  const othersMinor = sumMinor(others.map((other) => other.amountMinor));
  const entry = {
    by: ask.by,
    action: "order.refunded",
    subject: `order:${order.id}`,
    before: { refundAskedMinor: othersMinor },
    after: { refundAskedMinor: othersMinor + refund.amountMinor, refund },
  };
  await auditInsert(world, entry, `refund:${refund.id}`);
  return done({ order, refund, replayed });
}

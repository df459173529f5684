/** Stores how the provider says a refund stands: once, in whatever order and however often it says so. */
import type { BatchItem } from "drizzle-orm/batch";
import { assert } from "../base/assert.ts";
import { grantsRestore } from "../downloads/grant-store.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { invoiceInsert } from "../invoices/invoice-store.ts";
import { newInvoice } from "../invoices/issue-invoice-flow.ts";
import type { RefundState } from "../orders/order.ts";
import { CHANGE_TRIES_MAX, changeOrder, type OrderEvent } from "../orders/order-change-store.ts";
import { readOrder } from "../orders/order-store.ts";
import type { OrderView } from "../orders/order-view.ts";
import { unionWritesOf } from "../tax/union/count-union-flow.ts";
import type { Database, World } from "../world.ts";
import type { RefundAnswer } from "./payment-provider.ts";
import { hasMessage, messageInsert, type Refund, readRefund, refundUpdate, storeEffects } from "./payment-store.ts";
import { nextRefundState } from "./refund-moves.ts";
import { restockRefund } from "./restock-refund-flow.ts";

type Message = { id: string; type: string } | null;

/**
 * `message` is the webhook that told it, null where the store asked. Throws when the order keeps changing meanwhile.
 */
export async function applyRefundAnswer(
  world: World,
  { id, checkoutId }: Pick<Refund, "id" | "checkoutId">,
  answer: RefundAnswer,
  message: Message,
): Promise<void> {
  const db = world.ordersOfCheckout(checkoutId);
  for (let tries = 0; tries < CHANGE_TRIES_MAX; tries += 1) {
    if (message && (await hasMessage(db, message.id))) return;
    const refund = await readRefund(db, id);
    assert(refund !== null, "a refund is never deleted");
    if (await applyOnce(world, db, refund, answer, message)) return;
  }
  assert(false, "a refund's order stands still for a moment");
}

/** False when somebody else changed the order meanwhile: then it is to be decided anew. */
async function applyOnce(
  world: World,
  db: Database,
  refund: Refund,
  answer: RefundAnswer,
  message: Message,
): Promise<boolean> {
  const atMs = world.nowMs();
  const noted = message ? [messageInsert(db, message, atMs)] : [];
  const state = nextRefundState(refund, answer);
  if (state === null) return storeEffects(db, noted);
  const restocked = refund.restocked || state !== "failed";
  if (restocked && !refund.restocked) await restockRefund(world, refund);
  const settledAtMs = state === "pending" ? null : atMs;
  const { providerId } = answer;
  const update = refundUpdate(db, refund.id, refund.state, { state, providerId, settledAtMs, restocked });
  if (refund.orderId === null || state === "pending") return storeEffects(db, [update, ...noted]);
  const order = await readOrder(db, refund.orderId);
  assert(order !== null, "a refund's order is there");
  // Both must be of one moment: the order's version then guards the refund's state too.
  if (order.refunds.find(({ id }) => id === refund.id)?.state !== refund.state) return false;
  const restored = state === "failed" ? [grantsRestore(db, order.id, refund.id)] : [];
  return changeRefundedOrder(world, db, { order, refund, state, atMs }, [update, ...noted, ...restored]);
}

async function changeRefundedOrder(
  world: World,
  db: Database,
  { order, refund, state, atMs }: { order: OrderView; refund: Refund; state: RefundState; atMs: number },
  effects: readonly BatchItem<"sqlite">[],
): Promise<boolean> {
  const { id: subjectId, amountMinor, currency, byId } = refund;
  const facts = { refundId: subjectId, amountMinor, currency };
  const event: OrderEvent = { kind: state === "succeeded" ? "refunded" : "refund_failed", facts, byId, atMs };
  const events = state === "succeeded" ? [newEvent(world, "order.refunded", { orderId: order.id, subjectId })] : [];
  const cancels = state === "succeeded" && isAllBack(order, amountMinor);
  const cancelled: OrderEvent[] = cancels ? [{ kind: "cancelled", facts: {}, byId, atMs }] : [];
  const credit = await creditInserts(world, db, { order, refund, state });
  const changed = await changeOrder(
    db,
    order,
    { events: [event, ...cancelled], ...(cancels && { enters: "cancelled" as const }) },
    [...effects, ...credit, ...outboxInserts(db, events)],
  );
  if (changed.ok) world.defer(relayOutbox(world, db, events));
  return changed.ok || changed.problem.code === "seen_before";
}

/** Money given back has a credit note; a bank that sends it back later has that note taken back. */
async function creditInserts(
  world: World,
  db: Database,
  { order, refund, state }: { order: OrderView; refund: Refund; state: RefundState },
): Promise<BatchItem<"sqlite">[]> {
  const isTakenBack = state === "failed" && refund.state === "succeeded";
  if (state !== "succeeded" && !isTakenBack) return [];
  const [kind, document] = isTakenBack
    ? (["reversal", `reversal:${refund.id}`] as const)
    : (["credit_note", refund.id] as const);
  const beforeMinor = order.refundedMinor - (isTakenBack ? refund.amountMinor : 0);
  const credited = { beforeMinor, amountMinor: refund.amountMinor };
  const note = await newInvoice(world, db, { order, kind, document, credited });
  return [invoiceInsert(db, note), ...unionWritesOf(db, order, note, credited)];
}

/** All the money is back and nothing was shipped: nothing will be. */
const isAllBack = (order: OrderView, amountMinor: number): boolean =>
  order.state === "placed" && order.refundedMinor + amountMinor === order.capturedMinor;

/** Payments against orders and refunds; refunds against payments, and against the provider. */
import { done, type Outcome } from "../base/outcome.ts";
import { type BookedOrder, readBookedOrders } from "../orders/order-facts-store.ts";
import { listPayments, listRefunds, listRefundsOfPayments, readPayments } from "../payments/payment-list-store.ts";
import type { PaymentUnavailable } from "../payments/payment-provider.ts";
import type { Payment, Refund } from "../payments/payment-store.ts";
import { findRefundThere } from "../payments/reconcile-refund-flow.ts";
import { sumMinor } from "../pricing/money.ts";
import type { World } from "../world.ts";
import { type BookTurn, PROVIDER_WINDOW_MS, REFUND_GRACE_MS, REFUND_ON_ITS_WAY_MS } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { readStretch } from "./stretch-flow.ts";

const PAYMENTS_TURN = 200;
/** Each of the newest is asked for at the provider. */
const REFUNDS_TURN = 25;

export async function examinePayments(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, PAYMENTS_TURN, listPayments);
  if (!db) return { checked: 0, found: [], next };
  const orderIds = rows.flatMap(({ orderId }) => orderId ?? []);
  const orders = await readBookedOrders(db, orderIds);
  const refunds = Map.groupBy(
    await listRefundsOfPayments(
      db,
      rows.map(({ id }) => id),
    ),
    ({ paymentId }) => paymentId,
  );
  const found = rows.flatMap((payment) => [
    ...comparePayment(payment, orders),
    ...compareRefunds(payment, refunds.get(payment.id) ?? []),
  ]);
  return { checked: rows.length, found, next };
}

function comparePayment({ id, orderId, checkoutId }: Payment, orders: ReadonlyMap<string, BookedOrder>) {
  if (orderId === null || orders.get(orderId)?.checkoutId === checkoutId) return [];
  return [disagreement("payment.order_missing", { paymentId: id, orderId, checkoutId })];
}

function compareRefunds({ id, orderId, checkoutId, amountMinor, currency }: Payment, refunds: readonly Refund[]) {
  const backMinor = sumMinor(refunds.filter(({ state }) => state !== "failed").map((refund) => refund.amountMinor));
  const facts = { paidMinor: amountMinor, backMinor, currency };
  const at = { paymentId: id, checkoutId };
  if (backMinor > amountMinor) return [disagreement("payment.refunded_too_much", at, facts)];
  if (orderId !== null || backMinor === amountMinor) return [];
  const failed = refunds.some(({ state }) => state === "failed");
  return [disagreement(failed ? "payment.refund_failed" : "payment.kept", at, facts)];
}

export async function examineRefunds(world: World, after: string): Promise<Outcome<BookTurn, PaymentUnavailable>> {
  const { db, rows, next } = await readStretch(world, after, REFUNDS_TURN, listRefunds);
  if (!db) return done({ checked: 0, found: [], next });
  const payments = await readPayments(
    db,
    rows.map(({ paymentId }) => paymentId),
  );
  const found: Disagreement[] = [];
  for (const refund of rows) {
    const { id: refundId, paymentId, amountMinor, currency, state } = refund;
    const at = { refundId, paymentId };
    if (!payments.has(paymentId)) found.push(disagreement("refund.payment_missing", at, { amountMinor, currency }));
    else if (waitsTooLong(refund, world.nowMs()))
      found.push(
        disagreement("refund.waits", at, { amountMinor, currency, provider: refund.providerId ?? "not asked" }),
      );
    else if (state === "succeeded" && refund.createdAtMs > world.nowMs() - PROVIDER_WINDOW_MS) {
      const there = await findRefundThere(world, refund);
      if (!there.ok) return there;
      if (!there.value) found.push(disagreement("refund.unknown_there", at, { amountMinor, currency }));
    }
  }
  return done({ checked: rows.length, found, next });
}

function waitsTooLong({ state, providerId, createdAtMs }: Refund, nowMs: number): boolean {
  return state === "pending" && createdAtMs < nowMs - (providerId === null ? REFUND_GRACE_MS : REFUND_ON_ITS_WAY_MS);
}

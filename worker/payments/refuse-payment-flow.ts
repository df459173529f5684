/** Money that came for nothing goes back: the units were gone, the amount was not the one asked for, or it came twice. */
import { done, type Outcome } from "../base/outcome.ts";
import { type MoveCause, type MoveProblem, moveCheckout } from "../checkout/checkout-move-store.ts";
import type { Checkout } from "../checkout/checkout-store.ts";
import { releaseNeeds } from "../checkout/hold-flow.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { type Currency, isCurrency } from "../pricing/money.ts";
import type { World } from "../world.ts";
import type { PaymentSession } from "./payment-provider.ts";
import {
  messageInsert,
  type Payment,
  paymentInsert,
  type Refund,
  refundInsert,
  storeEffects,
} from "./payment-store.ts";
import { settleRefundLater } from "./settle-refund-flow.ts";

type Message = { id: string; type: string } | null;

/** A session without a charge of its own (there was nothing to pay) stands for it. */
export const paymentIdOf = ({ paymentId, id }: PaymentSession): string => paymentId ?? id;

/** The payment as it came in, whatever was asked for. */
export const paymentOf = (session: PaymentSession, checkoutId: string, atMs: number): Payment => ({
  id: paymentIdOf(session),
  checkoutId,
  orderId: null,
  amountMinor: session.amountMinor,
  currency: currencyOf(session.currency),
  capturedAtMs: atMs,
});

/** The provider may have taken a currency the store does not sell in; it is kept as it was told. */
const currencyOf = (told: string): Currency => (isCurrency(told) ? told : (told as Currency));

/** All of it, with a key that is the same whenever it is made. */
export const refundOfAll = (
  { id, checkoutId, amountMinor, currency, capturedAtMs }: Payment,
  reason: string,
): Refund => ({
  id: `all:${id}`,
  paymentId: id,
  checkoutId,
  orderId: null,
  amountMinor,
  currency,
  reason,
  restock: [],
  restocked: false,
  state: "pending",
  providerId: null,
  byId: "store",
  createdAtMs: capturedAtMs,
  settledAtMs: null,
});

/** Ends the checkout with its money on the way back, in one batch; the shopper is told. */
export async function refusePayment(
  world: World,
  checkout: Checkout,
  session: PaymentSession,
  cause: Extract<MoveCause, "paid_too_late" | "replaced" | "amount_differs">,
  message: Message,
): Promise<Outcome<Checkout, MoveProblem>> {
  await releaseNeeds(world, checkout);
  const db = world.ordersOfCheckout(checkout.id);
  const atMs = world.nowMs();
  const payment = paymentOf(session, checkout.id, atMs);
  const refund = refundOfAll(payment, cause);
  const events = [newEvent(world, "checkout.refused", { checkoutId: checkout.id })];
  const moved = await moveCheckout(db, checkout, { enters: "refused", cause, atMs }, [
    ...(message ? [messageInsert(db, message, atMs)] : []),
    paymentInsert(db, payment),
    refundInsert(db, refund),
    ...outboxInserts(db, events),
  ]);
  if (!moved.ok) return moved;
  world.log.info("payment.refused", { checkoutId: checkout.id, cause });
  world.defer(relayOutbox(world, db, events));
  settleRefundLater(world, refund);
  return done(moved.value);
}

/** A second payment of a checkout that already has its order, or its refund. */
export async function refundExtra(
  world: World,
  checkout: Checkout,
  session: PaymentSession,
  message: Message,
): Promise<void> {
  const db = world.ordersOfCheckout(checkout.id);
  const atMs = world.nowMs();
  const payment = paymentOf(session, checkout.id, atMs);
  const refund = refundOfAll(payment, "paid_twice");
  const noted = message ? [messageInsert(db, message, atMs)] : [];
  await storeEffects(db, [...noted, paymentInsert(db, payment), refundInsert(db, refund)]);
  world.log.info("payment.extra", { checkoutId: checkout.id });
  settleRefundLater(world, refund);
}

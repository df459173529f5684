/** Puts right what the books say of a payment: money that nobody owns goes back, and one that was lost is written down. */
import { readCheckout } from "../checkout/checkout-store.ts";
import { readBookedOrders } from "../orders/order-facts-store.ts";
import type { World } from "../world.ts";
import { insertPaymentOnce, insertRefundOnce, type Payment } from "./payment-store.ts";
import { reconcileRefund } from "./reconcile-refund-flow.ts";
import { paymentOf, refundOfAll } from "./refuse-payment-flow.ts";

/** Safe to repeat: the refund has the id that it would have had in the first place. */
export async function returnPayment(world: World, payment: Payment): Promise<void> {
  const refund = { ...refundOfAll(payment, "kept_for_nothing"), createdAtMs: world.nowMs() };
  if (await insertRefundOnce(world.ordersOfCheckout(payment.checkoutId), refund)) await reconcileRefund(world, refund);
}

/** An order's payment as the provider has it, if it is one of exactly the order's total. */
export async function writePaymentDown(world: World, checkoutId: string, orderId: string): Promise<void> {
  const db = world.ordersOfCheckout(checkoutId);
  const [checkout, order] = [await readCheckout(db, checkoutId), (await readBookedOrders(db, [orderId])).get(orderId)];
  if (!order || !checkout?.paymentSessionId) return;
  const session = await world.payments.readSession(checkout.paymentSessionId);
  if (!session.ok || session.value.payment !== "paid") return;
  const { amountMinor, currency } = session.value;
  if (amountMinor !== order.totalMinor || currency !== order.currency) return;
  await insertPaymentOnce(db, { ...paymentOf(session.value, checkoutId, order.placedAtMs), orderId });
}

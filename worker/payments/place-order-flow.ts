/** A payment becomes an order, or goes back: never is money kept without goods, nor an order placed without its units. */
import { orderNumberOf, shardOfKey } from "../base/id.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { moveCheckout } from "../checkout/checkout-move-store.ts";
import type { Checkout } from "../checkout/checkout-store.ts";
import { PAID_HOLD_MS } from "../checkout/checkout-timing.ts";
import { wasReplaced } from "../checkout/late-payment-flow.ts";
import { secureStock } from "../checkout/secure-stock-flow.ts";
import { grantInserts } from "../downloads/grant-store.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { invoiceInsert } from "../invoices/invoice-store.ts";
import { newInvoice } from "../invoices/issue-invoice-flow.ts";
import { finishOrderLater } from "../orders/finish-order-flow.ts";
import { newOrder } from "../orders/new-order.ts";
import { orderInserts } from "../orders/order-store.ts";
import { unionWritesOf } from "../tax/union/count-union-flow.ts";
import type { World } from "../world.ts";
import type { PaymentSession } from "./payment-provider.ts";
import { messageInsert, paymentInsert, readPayment } from "./payment-store.ts";
import { paymentIdOf, paymentOf, refundExtra, refusePayment } from "./refuse-payment-flow.ts";

type Message = { id: string; type: string } | null;
type Settled = Outcome<"settled", { code: "moved_before" | "seen_before" }>;
const SETTLED: Settled = done("settled");
/** Crockford's digits carry five bits each. */
const NUMBER_BYTES = 10;
const SECRET_BYTES = 20;

/** Does all that a paid session asks for; safe for a session that was settled before. */
export async function settlePaid(
  world: World,
  checkout: Checkout,
  session: PaymentSession,
  message: Message,
): Promise<Settled> {
  if (checkout.state === "paid" || checkout.state === "refused") return settleAgain(world, checkout, session, message);
  const refuse = async (from: Checkout, cause: "paid_too_late" | "replaced" | "amount_differs"): Promise<Settled> => {
    const end = await refusePayment(world, from, session, cause, message);
    return end.ok ? SETTLED : end;
  };
  if (session.amountMinor !== checkout.totalMinor || session.currency !== checkout.currency)
    return refuse(checkout, "amount_differs");
  if (checkout.state === "abandoned") return refuse(checkout, "paid_too_late");
  const secured = await secureStock(world, checkout, world.nowMs() + PAID_HOLD_MS);
  // Its units are its own again before it is asked who has the cart: whoever takes the cart now finds it alive.
  if (secured.ok && (await wasReplaced(world, checkout))) return refuse(secured.value, "replaced");
  if (secured.ok) return placeOrder(world, secured.value, session, message);
  return secured.problem.code === "short"
    ? refuse(secured.problem.checkout, "paid_too_late")
    : refused(secured.problem);
}

async function placeOrder(
  world: World,
  checkout: Checkout,
  session: PaymentSession,
  message: Message,
): Promise<Settled> {
  const db = world.ordersOfCheckout(checkout.id);
  const atMs = world.nowMs();
  const id = orderNumberOf(shardOfKey(checkout.id), world.randomBytes(NUMBER_BYTES));
  const secret = hexOf(world.randomBytes(SECRET_BYTES));
  const { order, lines, events, grants } = newOrder(checkout, { id, secret, atMs, paidMinor: session.amountMinor });
  // A checkout from before tax was kept by its rates cannot say what an invoice must: as such orders, it has none.
  const invoice = order.tax && (await newInvoice(world, db, { order, kind: "invoice", document: id }));
  const told = [newEvent(world, "order.placed", { orderId: id })];
  const placed = await moveCheckout(db, checkout, { enters: "paid", cause: "paid", atMs, set: { orderId: id } }, [
    ...(message ? [messageInsert(db, message, atMs)] : []),
    ...orderInserts(db, order, lines, events),
    ...(invoice ? [invoiceInsert(db, invoice), ...unionWritesOf(db, order, invoice)] : []),
    ...grantInserts(db, grants),
    paymentInsert(db, { ...paymentOf(session, checkout.id, atMs), orderId: id }),
    ...outboxInserts(db, told),
  ]);
  if (!placed.ok) return placed;
  world.defer(relayOutbox(world, db, told));
  finishOrderLater(world, placed.value);
  return SETTLED;
}

/** The same payment told again changes nothing; another one for the same checkout goes back. */
async function settleAgain(world: World, checkout: Checkout, session: PaymentSession, message: Message) {
  const known = await readPayment(world.ordersOfCheckout(checkout.id), paymentIdOf(session));
  if (!known) await refundExtra(world, checkout, session, message);
  return SETTLED;
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Each way to make the store's books disagree: by hand, in the databases, the ledgers, or at the provider. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { Book } from "../../worker/doctor/books.ts";
import type { DisagreementCode } from "../../worker/doctor/disagreements.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { claimMail, markMailSending } from "../../worker/notifications/mail-store.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { STAFF } from "../support/doctor-books.ts";
import { holdGoods, placeOrder, rowsOf, seedGoods } from "../support/order-goods.ts";
import { STRIPE_API_BASE } from "../support/outbound-address.ts";
import { deliver, payByBank, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { HOUR_MS, newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const DAY_MS = 24 * HOUR_MS;
/** What to look for, and how far ahead of now to look. */
export type Broken = { ids: readonly string[]; aheadMs?: number };
export type Break = { code: DisagreementCode; book: Book; how: string; breakIt: () => Promise<Broken> };

export const run = (query: string, ...values: unknown[]) =>
  env.ORDERS.prepare(query)
    .bind(...values)
    .run();

/** Sets every purchase so far where doctor passes it by quickly. They stay: mails about them are still to be sent. */
export async function passOldBooks(): Promise<void> {
  await run("UPDATE orders SET placed_at_ms = ?", Date.now() + 365 * DAY_MS);
  await run("UPDATE refunds SET created_at_ms = 0");
  await env.CATALOG.exec("DELETE FROM stock_levels");
}

export async function ordered(units = 2) {
  const [sku = ""] = await seedGoods(1, 20);
  const orderId = await placeOrder(world, { [sku]: units });
  await world.settled();
  const [order] = await rowsOf("orders", "id", orderId);
  const [payment] = await rowsOf("payments", "order_id", orderId);
  await projectStock(world, sku);
  return { sku, orderId, checkoutId: String(order?.checkout_id), paymentId: String(payment?.id) };
}

export async function refunded(amountMinor = 500) {
  const order = await ordered();
  const refundId = crypto.randomUUID();
  const ask = { orderId: order.orderId, refundId, amountMinor, restock: [], reason: "test", by: STAFF };
  await refundOrder(world, ask);
  const [row] = await rowsOf("refunds", "id", refundId);
  return { ...order, refundId, providerId: String(row?.provider_id) };
}

async function held() {
  const [sku = ""] = await seedGoods(1, 20);
  return { sku, ...(await holdGoods(world, { [sku]: 1 })) };
}

async function holdByHand(sku: string, holdId: string, isSold = false): Promise<void> {
  const stock = world.stockOf(sku);
  // The ledger is opened by its first use through the store; by hand it may not be yet.
  if ((await stock.levels()).number === 0) await stock.receive({ operationId: "by-hand", quantity: 20, byId: "test" });
  await stock.hold({ holdId, quantity: 1, expiresAtMs: Date.now() + HOUR_MS });
  if (isSold) await stock.commit(holdId);
  await projectStock(world, sku);
}

/** Money that came for a checkout which never got it. */
async function keptPayment(state: "pending" | "failed" | null) {
  const { checkoutId, sessionId } = await held();
  await payFor(sessionId);
  const deliveries = await takeDeliveries(sessionId);
  await run("UPDATE checkouts SET state = 'abandoned' WHERE id = ?", checkoutId);
  for (const message of deliveries) await deliver(message);
  const [payment] = await rowsOf("payments", "checkout_id", checkoutId);
  const paymentId = String(payment?.id);
  if (state === null) await run("DELETE FROM refunds WHERE payment_id = ?", paymentId);
  else await run("UPDATE refunds SET state = ? WHERE payment_id = ?", state, paymentId);
  return { ids: [paymentId] };
}

/** Written down by hand, and asked for nowhere. */
export async function insertRefund(
  paymentId: string,
  over: { amountMinor?: number; state?: string; providerId?: string },
) {
  const id = crypto.randomUUID();
  await run(
    `INSERT INTO refunds (id, payment_id, checkout_id, amount_minor, currency, reason, restock, state, provider_id, by_id, created_at_ms)
     SELECT ?, ?, COALESCE((SELECT checkout_id FROM payments WHERE id = ?), 'none'), ?, 'USD', 'test', '[]', ?, ?, 'staff', ?`,
    id,
    paymentId,
    paymentId,
    over.amountMinor ?? 1,
    over.state ?? "pending",
    over.providerId ?? null,
    Date.now(),
  );
  return id;
}

async function refundByHand(paymentId: string): Promise<string> {
  const response = await fetch(`${STRIPE_API_BASE}/v1/refunds`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_meridian", "content-type": "application/x-www-form-urlencoded" },
    body: `payment_intent=${paymentId}&amount=7`,
  });
  return ((await response.json()) as { id: string }).id;
}

/** Told from the queue, a second later: after that nobody reads the refund any more. */
export const untilMailed = (mailId: string) =>
  expect
    .poll(() => env.ACCOUNTS.prepare("SELECT state FROM mails WHERE id = ?").bind(mailId).first("state"))
    .toBe("sent");

async function leftMail(kind: string) {
  const id = `${kind}:${crypto.randomUUID()}`;
  const claim = { id, kind, nowMs: world.nowMs() };
  await claimMail(world.accounts, claim);
  await markMailSending(world.accounts, { id, claimedAtMs: claim.nowMs });
  return { ids: [id], aheadMs: HOUR_MS };
}

const a = (code: DisagreementCode, book: Book, how: string, breakIt: Break["breakIt"]): Break => ({
  code,
  book,
  how,
  breakIt,
});

export const BREAKS: readonly Break[] = [
  a("checkout.stuck", "checkouts", "a request that died while holding", async () => {
    const { checkoutId } = await held();
    await run("UPDATE checkouts SET state = 'holding' WHERE id = ?", checkoutId);
    return { ids: [checkoutId], aheadMs: HOUR_MS };
  }),
  a("checkout.stuck", "checkouts", "a timer that stands still", async () => ({
    ids: [(await held()).checkoutId],
    aheadMs: HOUR_MS,
  })),
  a("checkout.stuck", "checkouts", "a bank debit that never ends", async () => {
    const { checkoutId, sessionId } = await held();
    await payByBank(sessionId);
    for (const message of await takeDeliveries(sessionId)) await deliver(message);
    await run("UPDATE checkouts SET created_at_ms = created_at_ms - ? WHERE id = ?", 14 * DAY_MS, checkoutId);
    return { ids: [checkoutId] };
  }),
  a("checkout.order_missing", "checkouts", "an order that was deleted", async () => {
    const { checkoutId, orderId } = await ordered();
    await run("UPDATE checkouts SET order_id = 'none' WHERE order_id = ?", orderId);
    return { ids: [checkoutId] };
  }),
  a("order.payment_missing", "orders", "a payment that was deleted", async () => {
    const { orderId, paymentId } = await ordered();
    await run("DELETE FROM payments WHERE id = ?", paymentId);
    return { ids: [orderId] };
  }),
  a("order.payment_differs", "orders", "a payment of a cent more", async () => {
    const { orderId, paymentId } = await ordered();
    await run("UPDATE payments SET amount_minor = amount_minor + 1 WHERE id = ?", paymentId);
    return { ids: [orderId] };
  }),
  a("order.checkout_differs", "orders", "a checkout that says it was not paid", async () => {
    const { orderId, checkoutId } = await ordered();
    await run("UPDATE checkouts SET state = 'processing' WHERE id = ?", checkoutId);
    return { ids: [orderId] };
  }),
  a("order.units_elsewhere", "orders", "an order that is to be collected where none of it lies", async () => {
    const { orderId, sku } = await ordered();
    const address = {
      name: "Counter",
      line1: "1 Way",
      line2: "",
      city: "Town",
      region: "",
      postalCode: "1",
      country: "US",
    };
    const place = { location: "elsewhere", address, hours: Array(7).fill(null), readyFrom: "2026-11-24T15:15" };
    const pickup = "json_set(shipping, '$.pickup', json(?))";
    // Its units may still be on the way to being sold: what is written of them then is of `main` too.
    const sold = JSON.stringify([{ sku, location: "main", quantity: 2 }]);
    await run(
      `UPDATE orders SET shipping = ${pickup}, allocation = ? WHERE id = ?`,
      JSON.stringify(place),
      sold,
      orderId,
    );
    return { ids: [orderId] };
  }),
  a("order.units_only_held", "orders", "an order that was never finished", async () => {
    const { orderId } = await ordered();
    await run("UPDATE orders SET stock_committed_at_ms = NULL WHERE id = ?", orderId);
    return { ids: [orderId], aheadMs: HOUR_MS };
  }),
  a("order.units_not_sold", "orders", "an order that is marked as finished and is not", async () => {
    const { orderId, checkoutId, sku } = await ordered();
    const [other = ""] = await seedGoods(1, 20);
    await run("UPDATE order_lines SET sku = ? WHERE order_id = ?", other, orderId);
    await run("UPDATE checkouts SET snapshot = replace(snapshot, ?, ?) WHERE id = ?", sku, other, checkoutId);
    return { ids: [orderId], aheadMs: HOUR_MS };
  }),
  a("order.units_sold_twice", "orders", "a second hold that was committed", async () => {
    const { orderId, checkoutId, sku } = await ordered(1);
    await holdByHand(sku, `${checkoutId}:${sku}:2`, true);
    return { ids: [orderId], aheadMs: HOUR_MS };
  }),
  a("payment.order_missing", "payments", "a payment of an order that is not there", async () => {
    const { paymentId } = await ordered();
    await run("UPDATE payments SET order_id = 'none' WHERE id = ?", paymentId);
    return { ids: [paymentId] };
  }),
  a("payment.kept", "payments", "a refund that was deleted", () => keptPayment(null)),
  a("payment.refund_failed", "payments", "a refund that the bank sent back", () => keptPayment("failed")),
  a("payment.refunded_too_much", "payments", "a refund of more than was paid", async () => {
    const { paymentId } = await ordered();
    await insertRefund(paymentId, { amountMinor: 1_000_000, state: "failed" });
    await run("UPDATE refunds SET state = 'succeeded' WHERE payment_id = ?", paymentId);
    return { ids: [paymentId] };
  }),
  a("refund.payment_missing", "refunds", "a refund of a payment that is not there", async () => ({
    ids: [await insertRefund("pi_none", { state: "failed" })],
  })),
  a("refund.waits", "refunds", "a refund that the provider was never asked for", async () => {
    const { paymentId } = await ordered();
    return { ids: [await insertRefund(paymentId, {})], aheadMs: HOUR_MS };
  }),
  a("refund.waits", "refunds", "a refund whose end was never told", async () => {
    const { refundId } = await refunded();
    await run(
      "UPDATE refunds SET state = 'pending', created_at_ms = created_at_ms - ? WHERE id = ?",
      31 * DAY_MS,
      refundId,
    );
    return { ids: [refundId] };
  }),
  a("refund.unknown_there", "refunds", "a refund that was only written down", async () => {
    const { paymentId } = await ordered();
    return { ids: [await insertRefund(paymentId, { state: "succeeded", providerId: "re_none" })] };
  }),
  a("hold.of_no_checkout", "stock", "a hold that somebody made by hand", async () => {
    const [sku = ""] = await seedGoods(1);
    await holdByHand(sku, "by-hand");
    return { ids: [sku] };
  }),
  a("hold.of_no_checkout", "stock", "a hold of a checkout that was deleted", async () => {
    const [sku = ""] = await seedGoods(1);
    await holdByHand(sku, `${crypto.randomUUID()}:${sku}:1`);
    return { ids: [sku] };
  }),
  a("hold.of_ended_checkout", "stock", "a hold placed after its checkout had ended", async () => {
    const { checkoutId, sku } = await held();
    await projectStock(world, sku);
    await run("UPDATE checkouts SET state = 'expired' WHERE id = ?", checkoutId);
    return { ids: [sku] };
  }),
  a("hold.of_ended_checkout", "stock", "a hold left beside the one that was sold", async () => {
    const { checkoutId, sku } = await ordered(1);
    await holdByHand(sku, `${checkoutId}:${sku}:2`);
    return { ids: [sku] };
  }),
  a("hold.overdue", "stock", "an alarm that does not ring", async () => {
    const { sku } = await held();
    await projectStock(world, sku);
    return { ids: [sku], aheadMs: HOUR_MS };
  }),
  a("stock.sold_without_order", "stock", "units sold for no order", async () => {
    const [sku = ""] = await seedGoods(1);
    await holdByHand(sku, `${crypto.randomUUID()}:${sku}:1`, true);
    return { ids: [sku] };
  }),
  a("stock.sold_otherwise", "stock", "an order of another number of units", async () => {
    const { sku, orderId } = await ordered(2);
    await run(
      "UPDATE checkouts SET snapshot = json_set(snapshot, '$.needs[0].quantity', 3) WHERE order_id = ?",
      orderId,
    );
    return { ids: [sku] };
  }),
  a("session.unsettled", "sessions", "a message that never came", async () => {
    const { checkoutId, sessionId } = await held();
    await payFor(sessionId);
    await takeDeliveries(sessionId);
    return { ids: [checkoutId] };
  }),
  a("session.unsettled", "sessions", "a message that came for a checkout which was given up", async () => {
    const { checkoutId, sessionId } = await held();
    await payFor(sessionId);
    await takeDeliveries(sessionId);
    await run("UPDATE checkouts SET state = 'abandoned' WHERE id = ?", checkoutId);
    return { ids: [checkoutId] };
  }),
  a("session.unsettled", "sessions", "a checkout that was paid twice", async () => {
    const { paymentId, checkoutId } = await ordered();
    await run("UPDATE payments SET id = ? WHERE id = ?", `pi_${crypto.randomUUID()}`, paymentId);
    return { ids: [checkoutId] };
  }),
  a("session.amount_differs", "sessions", "a payment that was changed here", async () => {
    const { paymentId, checkoutId } = await ordered();
    await run("UPDATE payments SET amount_minor = amount_minor - 1 WHERE id = ?", paymentId);
    return { ids: [checkoutId] };
  }),
  a("session.not_paid", "sessions", "an order that nobody paid for", async () => {
    const { orderId } = await ordered();
    const { checkoutId } = await held();
    await run("UPDATE checkouts SET state = 'paid', order_id = ? WHERE id = ?", orderId, checkoutId);
    return { ids: [checkoutId] };
  }),
  a("session.checkout_unknown", "sessions", "a checkout that was deleted", async () => {
    const { checkoutId, sessionId } = await held();
    await payFor(sessionId);
    await run("DELETE FROM checkouts WHERE id = ?", checkoutId);
    return { ids: [checkoutId] };
  }),
  a("provider_refund.by_hand", "provider_refunds", "a refund that somebody made at the provider", async () => {
    const { paymentId } = await ordered();
    return { ids: [await refundByHand(paymentId)] };
  }),
  a("provider_refund.unknown", "provider_refunds", "a refund that was deleted here", async () => {
    const { orderId, refundId } = await refunded();
    await untilMailed(`order.refunded:${orderId}:${refundId}`);
    await run("DELETE FROM refunds WHERE id = ?", refundId);
    return { ids: [refundId] };
  }),
  a("provider_refund.state_differs", "provider_refunds", "a refund whose message never came", async () => {
    const { refundId } = await refunded();
    await run("UPDATE refunds SET state = 'pending', provider_id = NULL WHERE id = ?", refundId);
    return { ids: [refundId] };
  }),
  a("provider_refund.revived", "provider_refunds", "a refund that is called failed here alone", async () => {
    const { refundId } = await refunded();
    await run("UPDATE refunds SET state = 'failed' WHERE id = ?", refundId);
    return { ids: [refundId] };
  }),
  a("provider_refund.amount_differs", "provider_refunds", "a refund that was changed here", async () => {
    const { refundId } = await refunded();
    await run("UPDATE refunds SET amount_minor = amount_minor - 1 WHERE id = ?", refundId);
    return { ids: [refundId] };
  }),
  a("mail.unsure", "mails", "a store that ended while it handed a mail over", () => leftMail("order.placed")),
  a("mail.unsure_gone", "mails", "the same for a mail with a link", () => leftMail("account.reset_asked")),
];

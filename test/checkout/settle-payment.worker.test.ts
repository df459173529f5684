/** What the provider tells becomes an order once, in any order of arrival; or the money goes back. */
import { expect, test } from "vitest";
import { readCart } from "../../worker/cart/cart-flow.ts";
import { holdIdOf } from "../../worker/checkout/checkout-hold.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { endUnpaid } from "../../worker/checkout/end-checkout-flow.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import type { SessionMessage } from "../../worker/payments/payment-news.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import { assertPurchaseWhole } from "../support/assert-purchase-whole.ts";
import { type Held, holdGoods, orderOf, rowsOf, seedGoods, stateOf, toldOf } from "../support/order-goods.ts";
import {
  deliver,
  expireSession,
  payByBank,
  payFor,
  settlePayment as settleBank,
  takeDeliveries,
} from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const { settled } = world;

/** What the provider has to say about a session, as the store reads it. */
async function messagesOf(sessionId: string): Promise<SessionMessage[]> {
  const messages: SessionMessage[] = [];
  for (const { body, signature } of await takeDeliveries(sessionId)) {
    const read = await world.payments.readMessage(body, signature);
    if (!read.ok) throw new Error(read.problem.code);
    if ("session" in read.value) messages.push(read.value);
  }
  return messages;
}

async function tell(messages: readonly SessionMessage[]): Promise<void> {
  for (const message of messages) await settlePayment(world, message);
  await settled();
}

/** As if the session's time had run out before the payment was told of. */
async function endEarly({ checkoutId }: Held): Promise<void> {
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  if (checkout) await endUnpaid(world, checkout, "not_paid_in_time", null);
}

test("a paid checkout becomes an order whose units are sold and whose cart is empty", async () => {
  const [one = "", two = ""] = await seedGoods(2);
  const held = await holdGoods(world, { [one]: 2, [two]: 1 });
  await payFor(held.sessionId);
  await tell(await messagesOf(held.sessionId));
  expect(await assertPurchaseWhole(world, held.checkoutId, [one, two])).toBe("paid");
  expect(await readCart(world, held.cartId)).toMatchObject({ value: { lines: [] } });
  expect(await orderOf(world, held.checkoutId)).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
});

test("a webhook 10 times at once is one order, told of once", async () => {
  const [sku = ""] = await seedGoods(1);
  const { checkoutId, sessionId } = await holdGoods(world, { [sku]: 1 });
  await payFor(sessionId);
  const deliveries = await takeDeliveries(sessionId);
  const answers = await Promise.all(deliveries.flatMap((one) => Array.from({ length: 10 }, () => deliver(one))));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const orderId = await orderOf(world, checkoutId);
  expect(await rowsOf("orders", "checkout_id", checkoutId)).toHaveLength(1);
  expect(await rowsOf("payments", "checkout_id", checkoutId)).toHaveLength(1);
  expect((await toldOf(orderId)).filter((kind) => kind === "order.placed")).toHaveLength(1);
});

test("a payment told of after its checkout expired is held again, and becomes an order", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 2 });
  await payFor(held.sessionId);
  await endEarly(held);
  expect((await world.stockOf(sku).levels()).held).toBe(0);
  await tell(await messagesOf(held.sessionId));
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("paid");
});

test("when only some holds ran out before the payment, those are held again", async () => {
  const [one = "", two = ""] = await seedGoods(2);
  const held = await holdGoods(world, { [one]: 1, [two]: 2 });
  await payFor(held.sessionId);
  await world.stockOf(two).release(holdIdOf(held.checkoutId, two, 1));
  await tell(await messagesOf(held.sessionId));
  expect(await assertPurchaseWhole(world, held.checkoutId, [one, two])).toBe("paid");
  expect((await readCheckout(world.ordersOfCheckout(held.checkoutId), held.checkoutId))?.holdAttempt).toBe(2);
});

test("a late payment for an expired hold whose units are gone goes back, and the shopper is told", async () => {
  const [sku = ""] = await seedGoods(1, 2);
  const held = await holdGoods(world, { [sku]: 2 });
  await payFor(held.sessionId);
  await endEarly(held);
  await world.stockOf(sku).adjust({ operationId: "broken", delta: -1, reason: "broken", byId: "test" });
  await tell(await messagesOf(held.sessionId));
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("refused");
  expect(await rowsOf("refunds", "checkout_id", held.checkoutId)).toMatchObject([
    { state: "succeeded", amount_minor: held.totalMinor, order_id: null },
  ]);
  expect(await toldOf(held.checkoutId)).toEqual(["checkout.refused"]);
});

test("a delayed payment keeps its units held, and becomes an order when the money comes", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payByBank(held.sessionId);
  await tell(await messagesOf(held.sessionId));
  expect(await stateOf(world, held.checkoutId)).toBe("processing");
  expect((await world.stockOf(sku).levels()).held).toBe(1);
  await settleBank(held.sessionId);
  await tell(await messagesOf(held.sessionId));
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("paid");
});

test("a delayed payment that fails gives the units back, and the shopper is told", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payByBank(held.sessionId, "fails");
  await settleBank(held.sessionId);
  await tell(await messagesOf(held.sessionId));
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("expired");
  expect(await toldOf(held.checkoutId)).toEqual(["checkout.payment_failed"]);
});

test("what a delayed payment is for leaves the cart, so it is not bought twice; it returns when the money does not come", async () => {
  const [sku = "", other = ""] = await seedGoods(2);
  const linesOf = async (cartId: string) =>
    (await world.cartOf(cartId)?.read())?.lines.map(({ sku: each, quantity }) => [each, quantity]);
  for (const outcome of ["succeeds", "fails"] as const) {
    const held = await holdGoods(world, { [sku]: 2 });
    await payByBank(held.sessionId, outcome);
    await tell(await messagesOf(held.sessionId));
    await expect.poll(() => linesOf(held.cartId)).toEqual([]);
    await world.cartOf(held.cartId)?.add("meanwhile", { sku: other, quantity: 1, unitMinor: 1 });
    await settleBank(held.sessionId);
    await tell(await messagesOf(held.sessionId));
    await world.settled();
    // The queue may bring it twice.
    if (outcome === "fails") for (const _ of [1, 2]) await handleFailed(held.checkoutId);
    const meanwhile = [other, 1];
    expect(await linesOf(held.cartId)).toEqual(outcome === "fails" ? [meanwhile, [sku, 2]] : [meanwhile]);
  }
});

test("what returns to a cart of another market brings no price from the old one", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payByBank(held.sessionId, "fails");
  await tell(await messagesOf(held.sessionId));
  await world.settled();
  await world.cartOf(held.cartId)?.changeMarket("moved", "ja-jp", {});
  await settleBank(held.sessionId);
  await tell(await messagesOf(held.sessionId));
  await handleFailed(held.checkoutId);
  expect((await world.cartOf(held.cartId)?.read())?.lines).toMatchObject([{ sku, quantity: 1, unitMinor: null }]);
});

/** The consumer handles what the checkout's end told, as the queue brings it. */
async function handleFailed(checkoutId: string): Promise<void> {
  const body = { id: crypto.randomUUID(), atMs: Date.now(), kind: "checkout.payment_failed", payload: { checkoutId } };
  const message = { id: body.id, body, attempts: 1, ack: () => undefined, retry: () => undefined };
  await consumeBatch(world, { queue: "meridian-events", messages: [message] } as unknown as MessageBatch);
}

test("messages in the wrong order end the same", async () => {
  for (const outcome of ["succeeds", "fails"] as const) {
    const [sku = ""] = await seedGoods(1);
    const held = await holdGoods(world, { [sku]: 1 });
    await payByBank(held.sessionId, outcome);
    await settleBank(held.sessionId);
    const messages = await messagesOf(held.sessionId);
    await tell([...messages].reverse());
    await tell(messages);
    expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe(outcome === "fails" ? "expired" : "paid");
  }
});

test("a session that expires gives the units back, and nobody is mailed", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await expireSession(held.sessionId);
  const messages = await messagesOf(held.sessionId);
  await tell([...messages, ...messages]);
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("expired");
  expect(await toldOf(held.checkoutId)).toEqual([]);
});

test("a payment of another amount, or in another currency, places no order and goes back", async () => {
  for (const differs of [{ amountMinor: 1 }, { currency: "EUR" }]) {
    const [sku = ""] = await seedGoods(1);
    const held = await holdGoods(world, { [sku]: 1 });
    await payFor(held.sessionId);
    const messages = (await messagesOf(held.sessionId)).filter((message) => message.kind === "session_completed");
    await tell(messages.map((message) => ({ ...message, session: { ...message.session, ...differs } })));
    expect(await stateOf(world, held.checkoutId)).toBe("refused");
    expect((await world.stockOf(sku).levels()).held).toBe(0);
    expect(await rowsOf("orders", "checkout_id", held.checkoutId)).toEqual([]);
    expect(await rowsOf("refunds", "checkout_id", held.checkoutId)).toHaveLength(1);
  }
});

test("a second payment of the same checkout goes back, and the order stays", async () => {
  const [sku = ""] = await seedGoods(1);
  const [held, other] = [await holdGoods(world, { [sku]: 1 }), await holdGoods(world, { [sku]: 1 })];
  await payFor(held.sessionId);
  await payFor(other.sessionId);
  await tell(await messagesOf(held.sessionId));
  const [extra] = (await messagesOf(other.sessionId)).filter((message) => message.kind === "session_completed");
  if (!extra) throw new Error("The other session was completed");
  await tell([{ ...extra, session: { ...extra.session, checkoutId: held.checkoutId } }]);
  expect(await stateOf(world, held.checkoutId)).toBe("paid");
  const payments = await rowsOf("payments", "checkout_id", held.checkoutId);
  const refunds = await rowsOf("refunds", "checkout_id", held.checkoutId);
  expect(refunds).toMatchObject([{ state: "succeeded", reason: "paid_twice" }]);
  expect(payments.find(({ id }) => id === refunds[0]?.payment_id)).toMatchObject({ order_id: null });
});

test("a message for a checkout the store does not know is taken, and logged", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payFor(held.sessionId);
  const [paid] = (await messagesOf(held.sessionId)).filter((message) => message.kind === "session_completed");
  if (!paid) throw new Error("The session was completed");
  await tell([{ ...paid, session: { ...paid.session, checkoutId: crypto.randomUUID() } }]);
  expect(world.errors.map(({ event }) => event)).toEqual(["payment.checkout_unknown"]);
});

test("a message whose signature does not match is refused, and changes nothing", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payFor(held.sessionId);
  const [message] = await takeDeliveries(held.sessionId);
  if (!message) throw new Error("There is a message");
  expect((await deliver({ ...message, signature: "t=1,v1=00" })).status).toBe(400);
  expect(await stateOf(world, held.checkoutId)).toBe("held");
});

/** Of all checkouts of a cart one can be paid, whoever presses "pay" where and when; and what is paid all the same goes back. */
import { expect, test } from "vitest";
import { readCart, setCartLine } from "../../worker/cart/cart-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import { readCause, readCheckout } from "../../worker/checkout/checkout-store.ts";
import { endUnpaid } from "../../worker/checkout/end-checkout-flow.ts";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { newEvent } from "../../worker/events/outbox-store.ts";
import type { PaymentSession } from "../../worker/payments/payment-provider.ts";
import { settlePayment, settleSession } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertRefundsWithinCapture } from "../support/assert-refunds-within-capture.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { dyingWorld, FIRST_KILL, KILL_STRIDE, wasKilled } from "../support/dying-world.ts";
import { askWith, fillCart, holdGoods, rowsOf, seedGoods, sessionOf, stateOf } from "../support/order-goods.ts";
import { failNext, payByBank, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { MINUTE_MS, newTestWorld, type TestWorld } from "../support/test-world.ts";

const CALLS_MAX = 80;
const LONG = { timeout: 300_000 };
const MOVED_ON = { ok: false, problem: { code: "checkout.moved_on" } };

/** Notes every session that the provider makes, also those that nobody is ever told of. */
function noting(world: TestWorld, made: PaymentSession[]): TestWorld {
  const { payments } = world;
  const createSession: typeof payments.createSession = async (ask) => {
    const session = await payments.createSession(ask);
    if (session.ok) made.push(session.value);
    return session;
  };
  return { ...world, payments: { ...payments, createSession } };
}

/** Pays whatever can be paid, and tells the store all of it. Answers how many were paid. */
async function payAll(made: readonly PaymentSession[]): Promise<number> {
  const world = newTestWorld();
  const ids = [...new Set(made.map(({ id }) => id))];
  const ends = await Promise.all(ids.map((id) => payFor(id)));
  for (const id of ids)
    for (const { body, signature } of await takeDeliveries(id)) {
      const message = await world.payments.readMessage(body, signature);
      if (message.ok) await settlePayment(world, message.value);
    }
  await world.settled();
  return ends.filter(({ state }) => state === "complete").length;
}

async function sweepAt(...aheadMs: number[]): Promise<void> {
  for (const ahead of aheadMs) {
    const world = newTestWorld(ahead);
    await sweepCheckouts(world);
    await world.settled();
  }
}

const press = (made: PaymentSession[], ask: Parameters<typeof beginCheckout>[1]) =>
  beginCheckout(noting(newTestWorld(), made), ask);

async function assertBoughtOnce(cartId: string, sku: string, quantity: number): Promise<void> {
  const orders = (await rowsOf("checkouts", "cart_id", cartId)).filter(({ state }) => state === "paid");
  expect(orders).toHaveLength(1);
  expect(await assertStockConserved(newTestWorld().stockOf(sku))).toMatchObject({ sold: quantity, held: 0 });
  for (const { id } of await rowsOf("checkouts", "cart_id", cartId)) {
    const payments = await rowsOf("payments", "checkout_id", String(id));
    const refunds = await rowsOf("refunds", "checkout_id", String(id));
    const isOrdered = orders.some((order) => order.id === id);
    expect(refunds.length, "every payment but the order's went back").toBe(payments.length - (isOrdered ? 1 : 0));
    for (const { state } of refunds) expect(state).toBe("succeeded");
  }
  await assertRefundsWithinCapture();
}

test(
  "tabs that press pay at the same instant make one payment page that can be paid, and one order",
  LONG,
  async () => {
    for (const tabs of [2, 2, 2, 5]) {
      const made: PaymentSession[] = [];
      const [sku = ""] = await seedGoods(1, 10);
      const cartId = await fillCart(newTestWorld(), { [sku]: 2 });
      const begun = await Promise.all(Array.from({ length: tabs }, () => press(made, askWith(cartId))));
      const told = begun.filter((one) => one.ok);
      expect(told.length, "somebody gets to pay").toBeGreaterThan(0);
      const states = await Promise.all((await rowsOf("checkouts", "cart_id", cartId)).map(({ state }) => state));
      expect(states.filter((state) => state === "held")).toHaveLength(1);
      const open = await Promise.all(told.map(async ({ value }) => stateOf(newTestWorld(), value.id)));
      expect(
        open.filter((state) => state === "held"),
        "and was told where",
      ).toHaveLength(1);
      expect(await payAll(made)).toBe(1);
      await sweepAt(MINUTE_MS * 40);
      await assertBoughtOnce(cartId, sku, 2);
    }
  },
);

test("pressing pay anew closes the page before it, and takes its units", async () => {
  const made: PaymentSession[] = [];
  const [sku = ""] = await seedGoods(1, 2);
  const cartId = await fillCart(newTestWorld(), { [sku]: 2 });
  const [first, second] = [askWith(cartId), askWith(cartId, { email: "other@example.com" })];
  expect(await press(made, first)).toMatchObject({ ok: true });
  expect(await press(made, second), "all that there is").toMatchObject({ ok: true });
  expect(await payFor(await sessionOf(newTestWorld(), first.id))).toEqual({ state: "closed" });
  expect(await press(made, first), "the first stays over").toEqual(MOVED_ON);
  expect(await stateOf(newTestWorld(), second.id)).toBe("held");
  expect(await payAll(made)).toBe(1);
  await assertBoughtOnce(cartId, sku, 2);
});

test("a cart that was paid meanwhile is not paid again, and what was added since is", async () => {
  const made: PaymentSession[] = [];
  const world = newTestWorld();
  const [sku = "", added = ""] = await seedGoods(2, 10);
  for (const pay of [payFor, payByBank]) {
    const cartId = await fillCart(world, { [sku]: 1 });
    const first = askWith(cartId);
    expect(await press(made, first)).toMatchObject({ ok: true });
    // The store has not heard of it yet.
    await pay(await sessionOf(world, first.id));
    expect(await press(made, askWith(cartId))).toEqual(MOVED_ON);
    expect(await readCart(world, cartId)).toMatchObject({ value: { lines: [] } });
    expect(await stateOf(world, first.id)).toBe(pay === payFor ? "paid" : "processing");
    await setCartLine(world, cartId, { operationId: crypto.randomUUID(), sku: added, quantity: 1 });
    const next = await press(made, askWith(cartId));
    expect(next, "the next purchase of the same cart").toMatchObject({ ok: true });
    expect((await stateOf(world, first.id)) === "expired", "and leaves the first alone").toBe(false);
  }
});

test("what was priced before the cart was bought is not sold again", async () => {
  const [sku = ""] = await seedGoods(1);
  const world = newTestWorld();
  const cartId = await fillCart(world, { [sku]: 1 });
  const late = askWith(cartId);
  const cart = world.cartOf(cartId);
  if (!cart) throw new Error("The cart is there");
  const before = await cart.read();
  const { sessionId } = await holdIn(cartId);
  await payFor(sessionId);
  await payAll([{ id: sessionId } as PaymentSession]);
  const stale = { ...world, cartOf: (id: string) => readingAs(world, id, before) };
  expect(await beginCheckout(stale, late)).toEqual(MOVED_ON);
  expect(await stateOf(world, late.id)).toBe("abandoned");
  await assertBoughtOnce(cartId, sku, 1);
});

test("while the provider cannot close the first page, there is no second", async () => {
  const made: PaymentSession[] = [];
  const world = newTestWorld();
  const [sku = ""] = await seedGoods(1);
  const { checkoutId, sessionId, cartId } = await holdGoods(world, { [sku]: 1 });
  await failNext({ call: "expire_session", kind: "error", times: 3, about: sessionId });
  expect(await press(made, askWith(cartId))).toEqual({ ok: false, problem: { code: "payment.unavailable" } });
  expect(made).toEqual([]);
  expect(await stateOf(world, checkoutId)).toBe("held");
  expect(await payAll([{ id: sessionId } as PaymentSession])).toBe(1);
  await assertBoughtOnce(cartId, sku, 1);
});

test("both paid all the same: one order, and the other payment goes back, in either order", async () => {
  for (const isLateFirst of [true, false]) {
    const world = newTestWorld();
    const made: PaymentSession[] = [];
    const [sku = ""] = await seedGoods(1, 10);
    const { checkoutId, cartId } = await holdGoods(world, { [sku]: 1 });
    const first = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
    expect(await press(made, askWith(cartId))).toMatchObject({ ok: true });
    expect(await stateOf(world, checkoutId)).toBe("expired");
    const session: PaymentSession = {
      ...{ id: first?.paymentSessionId ?? "", checkoutId, url: null, state: "complete", payment: "paid" },
      ...{ paymentId: `pi_${crypto.randomUUID()}`, amountMinor: first?.totalMinor ?? 0, currency: "USD" },
    };
    const payLate = () => settleSession(takingBack(world), checkoutId, { news: "paid", session, message: null });
    if (isLateFirst) await payLate();
    expect(await payAll(made)).toBe(1);
    if (!isLateFirst) await payLate();
    await world.settled();
    const refused = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
    expect([refused?.state, refused && (await readCause(world.ordersOfCheckout(checkoutId), refused))]).toEqual([
      ...["refused", "replaced"],
    ]);
    await tellRefused(checkoutId);
    expect(await readCart(world, cartId), "what the other bought is not put back").toMatchObject({
      value: { lines: [] },
    });
    await assertBoughtOnce(cartId, sku, 1);
  }
});

/** A checkout that ended before the store heard that it was paid. */
async function payOnceOver(world: TestWorld) {
  const [sku = ""] = await seedGoods(1);
  const { checkoutId, sessionId, cartId } = await holdGoods(world, { [sku]: 1 });
  await payFor(sessionId);
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  if (checkout) await endUnpaid(world, checkout, "not_paid_in_time", null);
  return { sku, sessionId, cartId };
}

test("a payment that comes late for a cart that nobody took is an order still", async () => {
  const world = newTestWorld();
  const { sku, sessionId, cartId } = await payOnceOver(world);
  await payAll([{ id: sessionId } as PaymentSession]);
  await assertBoughtOnce(cartId, sku, 1);
});

test("a payment that comes late is an order still where the other checkout of the cart ended unpaid", async () => {
  const world = newTestWorld();
  const { sku, sessionId, cartId } = await payOnceOver(world);
  const other = askWith(cartId);
  expect(await beginCheckout(world, other)).toMatchObject({ ok: true });
  expect(await cancelCheckout(world, other.id)).toMatchObject({ value: { state: "expired" } });
  await payAll([{ id: sessionId } as PaymentSession]);
  await assertBoughtOnce(cartId, sku, 1);
});

test("a second press that is killed at any step leaves one payment page, and one order", LONG, async () => {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = FIRST_KILL; !lived; calls += KILL_STRIDE) {
      expect(calls, "the work has a bounded number of steps").toBeLessThan(CALLS_MAX);
      const made: PaymentSession[] = [];
      const [sku = ""] = await seedGoods(1, 10);
      const cartId = await fillCart(newTestWorld(), { [sku]: 1 });
      expect(await press(made, askWith(cartId))).toMatchObject({ ok: true });
      const world = noting(newTestWorld(), made);
      const dying = dyingWorld(world, calls, when);
      await beginCheckout(dying, askWith(cartId)).catch((error: unknown) =>
        expect(wasKilled(error), String(error)).toBe(true),
      );
      await world.settled();
      lived = !dying.over;
      const last = askWith(cartId);
      let again = await press(made, last);
      // The provider may be at work on what the killed one asked of it.
      if (!again.ok && again.problem.code === "payment.unavailable")
        again = await press(made, { ...last, id: crypto.randomUUID() });
      expect(again, `killed ${when} call ${calls}`).toMatchObject({ ok: true });
      const states = (await rowsOf("checkouts", "cart_id", cartId)).map(({ state }) => state);
      expect(states.filter((state) => state === "held")).toHaveLength(1);
      await payAll(made);
      await sweepAt(40 * MINUTE_MS, 46 * MINUTE_MS);
      await assertBoughtOnce(cartId, sku, 1);
    }
  }
});

/** As the queue tells the store. */
async function tellRefused(checkoutId: string): Promise<void> {
  const world = newTestWorld();
  const body = newEvent(world, "checkout.refused", { checkoutId });
  const message = {
    id: world.newId(),
    timestamp: new Date(),
    attempts: 1,
    body,
    ack: () => undefined,
    retry: () => undefined,
  };
  await consumeBatch(world, { queue: "meridian-events", messages: [message] } as unknown as MessageBatch);
}

async function holdIn(cartId: string) {
  const ask = askWith(cartId);
  const world = newTestWorld();
  expect(await beginCheckout(world, ask)).toMatchObject({ ok: true });
  return { checkoutId: ask.id, sessionId: await sessionOf(world, ask.id) };
}

/** The cart as it was read before, written as it is. */
function readingAs(
  world: World,
  id: string,
  before: Awaited<ReturnType<NonNullable<ReturnType<World["cartOf"]>>["read"]>>,
) {
  const cart = world.cartOf(id);
  return (
    cart &&
    new Proxy(cart, {
      get: (target, name) =>
        name === "read"
          ? async () => before
          : (...given: never[]) => Reflect.apply(Reflect.get(target, name), target, given),
    })
  );
}

/** A provider that takes any payment back: the one that came late was made up. */
const takingBack = (world: TestWorld): TestWorld => ({
  ...world,
  payments: {
    ...world.payments,
    refund: async ({ refundId }) => ({ ok: true, value: { providerId: `re_${refundId}`, state: "succeeded" } }),
  },
});

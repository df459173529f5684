/** A cart that goes into another, at a sign-in or at another host, is bought once: it takes its one payment page along. */
import { describe, expect, test } from "vitest";
import { adoptCart } from "../../worker/cart/adopt-cart-flow.ts";
import { bringCart } from "../../worker/cart/bring-cart-flow.ts";
import { setCartLine } from "../../worker/cart/cart-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { endUnpaid } from "../../worker/checkout/end-checkout-flow.ts";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertRefundsWithinCapture } from "../support/assert-refunds-within-capture.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { dyingWorld, FIRST_KILL, KILL_STRIDE, wasKilled } from "../support/dying-world.ts";
import { askWith, fillCart, holdGoods, rowsOf, seedGoods, sessionOf, stateOf } from "../support/order-goods.ts";
import { failNext, payByBank, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { MINUTE_MS, newTestWorld } from "../support/test-world.ts";

const LONG = { timeout: 240_000 };
const CALLS_MAX = 60;
const market = "en-us";
const newCustomer = () => `customer-${crypto.randomUUID()}`;

async function contentsOf(world: World, cartId: string): Promise<Record<string, number>> {
  const cart = await world.cartOf(cartId)?.read();
  return Object.fromEntries((cart?.lines ?? []).map(({ sku, quantity }) => [sku, quantity]));
}

/** A customer with a cart of their own, and a visitor's cart whose payment page is open. */
async function customerAndGuest() {
  const world = newTestWorld();
  const [sku = "", own = ""] = await seedGoods(2, 20);
  const customerId = newCustomer();
  const theirs = await fillCart(world, { [own]: 1 });
  expect(await adoptCart(world, { customerId, cartId: theirs, market })).toEqual({ cartId: theirs });
  const { checkoutId, sessionId, cartId } = await holdGoods(world, { [sku]: 2 });
  const signIn = (over: World = world) => adoptCart(over, { customerId, cartId, market });
  return { world, sku, own, theirs, checkoutId, sessionId, cartId, signIn };
}

/** Pays what can be paid of all the checkouts of these carts, and tells the store of it, and once more after their time. */
async function payAll(...cartIds: string[]): Promise<number> {
  const world = newTestWorld();
  const rows = (await Promise.all(cartIds.map((id) => rowsOf("checkouts", "cart_id", id)))).flat();
  const sessions = rows.flatMap((row) => (row.payment_session_id ? [String(row.payment_session_id)] : []));
  const ends = await Promise.all(sessions.map((id) => payFor(id)));
  for (const id of sessions) await tell(id);
  await world.settled();
  for (const ahead of [40, 46]) {
    const later = newTestWorld(ahead * MINUTE_MS);
    await sweepCheckouts(later);
    await later.settled();
  }
  return ends.filter(({ state }) => state === "complete").length;
}

async function tell(sessionId: string): Promise<void> {
  const world = newTestWorld();
  for (const { body, signature } of await takeDeliveries(sessionId)) {
    const message = await world.payments.readMessage(body, signature);
    if (message.ok) await settlePayment(world, message.value);
  }
  await world.settled();
}

/** Every unit was sold once, and all that was paid besides went back. */
async function assertSold(sku: string, quantity: number): Promise<void> {
  expect(await assertStockConserved(newTestWorld().stockOf(sku))).toMatchObject({ sold: quantity, held: 0 });
  await assertRefundsWithinCapture();
}

describe("a visitor's cart with an open payment page, at a sign-in", () => {
  test("has the page closed before it becomes part of the customer's: one page, one order", async () => {
    const { world, sku, own, theirs, checkoutId, sessionId, cartId, signIn } = await customerAndGuest();
    expect(await signIn()).toEqual({ cartId: theirs });
    expect(await stateOf(world, checkoutId)).toBe("expired");
    expect(await payFor(sessionId)).toEqual({ state: "closed" });
    expect(await contentsOf(world, theirs)).toEqual({ [sku]: 2, [own]: 1 });
    expect(await beginCheckout(world, askWith(theirs))).toMatchObject({ ok: true });
    expect(await payAll(cartId, theirs)).toBe(1);
    await assertSold(sku, 2);
    expect(await contentsOf(world, theirs)).toEqual({});
  });

  test("leaves what was bought meanwhile behind: paid at once, or by a bank that takes days", async () => {
    for (const pay of [payFor, payByBank]) {
      const { world, sku, own, theirs, checkoutId, sessionId, signIn } = await customerAndGuest();
      await pay(sessionId);
      expect(await signIn()).toEqual({ cartId: theirs });
      expect(await contentsOf(world, theirs), "the store had not heard of it").toEqual({ [own]: 1 });
      expect(await stateOf(world, checkoutId)).toBe(pay === payFor ? "paid" : "processing");
      await tell(sessionId);
      await assertStockConserved(world.stockOf(sku));
    }
  });

  test("stays the visitor's while the provider cannot close the page, and comes along at the next sign-in", async () => {
    const { world, sku, own, theirs, checkoutId, sessionId, cartId, signIn } = await customerAndGuest();
    await failNext({ call: "expire_session", kind: "error", times: 3, about: sessionId });
    expect(await signIn(), "and the sign-in succeeds").toEqual({ cartId });
    expect(await contentsOf(world, cartId)).toEqual({ [sku]: 2 });
    expect(await stateOf(world, checkoutId)).toBe("held");
    expect(await signIn()).toEqual({ cartId: theirs });
    expect(await contentsOf(world, theirs)).toEqual({ [sku]: 2, [own]: 1 });
  });

  test("that is paid late all the same is one order: the goods leave the customer's cart, or the money goes back", async () => {
    for (const isOtherOpen of [false, true]) {
      const { world, sku, own, theirs, checkoutId, sessionId, cartId, signIn } = await customerAndGuest();
      await payFor(sessionId);
      // The provider said that it had run out, before it said that it was paid.
      const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
      if (checkout) await endUnpaid(world, checkout, "not_paid_in_time", null);
      await signIn();
      expect(await contentsOf(world, theirs)).toEqual({ [sku]: 2, [own]: 1 });
      if (isOtherOpen) expect(await beginCheckout(world, askWith(theirs))).toMatchObject({ ok: true });
      await tell(sessionId);
      expect(await stateOf(world, checkoutId)).toBe(isOtherOpen ? "refused" : "paid");
      expect(await contentsOf(world, theirs)).toEqual(isOtherOpen ? { [sku]: 2, [own]: 1 } : { [own]: 1 });
      await payAll(cartId, theirs);
      await assertSold(sku, 2);
    }
  });

  test("can be filled again, and that is paid by itself", async () => {
    const { world, own, theirs, cartId, signIn } = await customerAndGuest();
    await signIn();
    await setCartLine(world, cartId, { operationId: crypto.randomUUID(), sku: own, quantity: 3 });
    const again = askWith(cartId);
    expect(await beginCheckout(world, again)).toMatchObject({ ok: true });
    await payFor(await sessionOf(world, again.id));
    await tell(await sessionOf(world, again.id));
    expect(await stateOf(world, again.id)).toBe("paid");
    expect(await contentsOf(world, cartId)).toEqual({});
    expect((await contentsOf(world, theirs))[own], "of the other cart nothing was bought").toBe(1);
  });

  test("at the moment that pay is pressed has one page at most, and one order", LONG, async () => {
    for (let round = 0; round < 4; round += 1) {
      const { world, sku, theirs, cartId, signIn } = await customerAndGuest();
      await Promise.all([beginCheckout(newTestWorld(), askWith(cartId)), signIn(newTestWorld())]);
      await signIn();
      expect(await contentsOf(world, theirs)).toMatchObject({ [sku]: 2 });
      await beginCheckout(world, askWith(theirs));
      expect(await payAll(cartId, theirs)).toBe(1);
      await assertSold(sku, 2);
    }
  });

  test("killed at any step loses nothing, and is paid once", LONG, async () => {
    for (const when of ["before", "after"] as const) {
      let lived = false;
      for (let calls = FIRST_KILL; !lived; calls += KILL_STRIDE) {
        expect(calls, "the work has a bounded number of steps").toBeLessThan(CALLS_MAX);
        const { world, sku, theirs, cartId, signIn } = await customerAndGuest();
        const dying = dyingWorld(newTestWorld(), calls, when);
        await signIn(dying).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
        lived = !dying.over;
        const both = { ...(await contentsOf(world, cartId)), ...(await contentsOf(world, theirs)) };
        expect(both, `killed ${when} call ${calls}`).toMatchObject({ [sku]: 2 });
        // In one tab it is paid as it was, in another by who signed in again.
        const pressed = askWith(cartId);
        const begun = await beginCheckout(world, pressed);
        if (!begun.ok) expect(["checkout.moved_on", "cart.empty", "payment.unavailable"]).toContain(begun.problem.code);
        for (let tries = 0; tries < 2; tries += 1) await signIn();
        expect(await contentsOf(world, theirs), `killed ${when} call ${calls}`).toMatchObject({ [sku]: 2 });
        await beginCheckout(world, askWith(theirs));
        expect(await payAll(cartId, theirs)).toBe(1);
        await assertSold(sku, 2);
      }
    }
  });
});

test("a customer's own cart that comes along to another host is paid there, or where it was: once", async () => {
  const world = newTestWorld();
  const [sku = ""] = await seedGoods(1, 20);
  const { sessionId, cartId } = await holdGoods(world, { [sku]: 2 });
  await world.cartOf(cartId)?.claim("claimed", newCustomer());
  const brought = (await bringCart(world, { cartId, ownId: null, market })) ?? "";
  expect(await payFor(sessionId)).toEqual({ state: "closed" });
  expect(await beginCheckout(world, askWith(cartId))).toMatchObject({ ok: false, problem: { code: "cart.empty" } });
  expect(await beginCheckout(world, askWith(brought))).toMatchObject({ ok: true });
  expect(await payAll(cartId, brought)).toBe(1);
  await assertSold(sku, 2);
});

test("a cart that goes into another at another host has the page closed that it was to be paid on", async () => {
  const world = newTestWorld();
  const [sku = "", own = ""] = await seedGoods(2, 20);
  const { sessionId, cartId } = await holdGoods(world, { [sku]: 2 });
  const ownId = await fillCart(world, { [own]: 1 });
  expect(await bringCart(world, { cartId, ownId, market })).toBe(ownId);
  expect(await payFor(sessionId)).toEqual({ state: "closed" });
  expect(await beginCheckout(world, askWith(ownId))).toMatchObject({ ok: true });
  expect(await payAll(cartId, ownId)).toBe(1);
  await assertSold(sku, 2);
});

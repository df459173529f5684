/** The timer finds what was left between two steps: lost webhooks, sessions that ran out, orders not finished. */
import { expect, test } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { holdIdOf } from "../../worker/checkout/checkout-hold.ts";
import { insertCheckout, readCheckout } from "../../worker/checkout/checkout-store.ts";
import { newCheckout } from "../../worker/checkout/new-checkout.ts";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import type { StockKeeper } from "../../worker/inventory/stock-keeper.ts";
import { settlePayment as settleMessage } from "../../worker/payments/settle-payment-flow.ts";
import { assertPurchaseWhole } from "../support/assert-purchase-whole.ts";
import { askWith, fillCart, holdGoods, rowsOf, seedGoods, stateOf, toldOf } from "../support/order-goods.ts";
import { deliver, failNext, payByBank, payFor, settlePayment, takeDeliveries } from "../support/stripe-emulator.ts";
import { HOUR_MS, MINUTE_MS, newTestWorld } from "../support/test-world.ts";

async function sweepAfter(aheadMs: number) {
  const world = newTestWorld(aheadMs);
  await sweepCheckouts(world);
  await world.settled();
  return world;
}
const world = newTestWorld();

test("a checkout that nobody paid is expired, and its session can no longer be paid", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await sweepAfter(30 * MINUTE_MS);
  expect(await stateOf(world, held.checkoutId), "its time is not over").toBe("held");
  await sweepAfter(36 * MINUTE_MS);
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("expired");
  expect(await payFor(held.sessionId)).toEqual({ state: "closed" });
});

test("a payment whose webhook was lost becomes an order", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payFor(held.sessionId);
  await sweepAfter(36 * MINUTE_MS);
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("paid");
});

test("a delayed payment is asked about, and is settled however it ended", async () => {
  for (const [outcome, ends] of [
    ["succeeds", "paid"],
    ["fails", "expired"],
  ] as const) {
    const [sku = ""] = await seedGoods(1);
    const held = await holdGoods(world, { [sku]: 1 });
    await payByBank(held.sessionId, outcome);
    for (const message of await takeDeliveries(held.sessionId)) await deliver(message);
    await sweepAfter(2 * HOUR_MS);
    expect(await stateOf(world, held.checkoutId)).toBe("processing");
    await settlePayment(held.sessionId);
    await sweepAfter(4 * HOUR_MS);
    expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe(ends);
  }
});

test("a delayed payment that never comes is given up before its units' hold runs out", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await payByBank(held.sessionId);
  for (const message of await takeDeliveries(held.sessionId)) await deliver(message);
  await sweepAfter(13 * 24 * HOUR_MS + HOUR_MS);
  expect(await assertPurchaseWhole(world, held.checkoutId, [sku])).toBe("expired");
  expect(await toldOf(held.checkoutId)).toEqual(["checkout.payment_failed"]);
});

test("while the provider does not answer, a checkout waits, and is settled later", async () => {
  const [sku = ""] = await seedGoods(1);
  const held = await holdGoods(world, { [sku]: 1 });
  await failNext({ call: "expire_session", kind: "error", times: 3, about: held.sessionId });
  await sweepAfter(36 * MINUTE_MS);
  expect(await stateOf(world, held.checkoutId)).toBe("held");
  await sweepAfter(42 * MINUTE_MS);
  expect(await stateOf(world, held.checkoutId)).toBe("expired");
});

const withoutCommit = <Keeper extends StockKeeper>(stock: Keeper): Keeper =>
  new Proxy(stock, {
    get: (target, name: keyof StockKeeper) => {
      const call = target[name] as (...given: unknown[]) => Promise<unknown>;
      return name === "commit" ? () => Promise.reject(new Error("killed")) : (...given: unknown[]) => call(...given);
    },
  });

/** A paid order whose units were given back before they could be sold, as when the timer stood still for a day. */
async function paidButReleased(sku: string): Promise<string> {
  const held = await holdGoods(world, { [sku]: 1 });
  await payFor(held.sessionId);
  const forgetful = newTestWorld();
  const stockOf = (one: string) => withoutCommit(world.stockOf(one));
  for (const { body, signature } of await takeDeliveries(held.sessionId)) {
    const message = await world.payments.readMessage(body, signature);
    if (message.ok) await settleMessage({ ...forgetful, stockOf }, message.value);
  }
  await forgetful.settled();
  expect(forgetful.errors).toMatchObject([{ event: "order.finish_failed" }]);
  expect(await stateOf(world, held.checkoutId)).toBe("paid");
  await world.stockOf(sku).release(holdIdOf(held.checkoutId, sku, 1));
  return held.checkoutId;
}

test("an order that was not finished in a day holds its units again, and sells them", async () => {
  const [sku = ""] = await seedGoods(1);
  const checkoutId = await paidButReleased(sku);
  await sweepAfter(2 * MINUTE_MS);
  expect(await assertPurchaseWhole(world, checkoutId, [sku])).toBe("paid");
});

test("an order whose units are gone by then sells nothing that is not there, and is told of until they come", async () => {
  const [sku = ""] = await seedGoods(1, 1);
  const checkoutId = await paidButReleased(sku);
  await world.stockOf(sku).adjust({ operationId: "lost", delta: -1, reason: "lost", byId: "test" });
  const later = await sweepAfter(2 * MINUTE_MS);
  expect(later.errors).toMatchObject([{ event: "order.units_missing", facts: { sku } }]);
  await world.stockOf(sku).receive({ operationId: "delivery", quantity: 1, byId: "test" });
  expect((await sweepAfter(3 * MINUTE_MS)).errors).toEqual([]);
  expect(await assertPurchaseWhole(world, checkoutId, [sku])).toBe("paid");
});

test("a repeat takes over from a request that died, and gets the payment", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 2 }));
  const other = await holdGoods(world, { [sku]: 1 });
  const like = await readCheckout(world.ordersOfCheckout(other.checkoutId), other.checkoutId);
  if (!like) throw new Error("The other checkout is there");
  await insertCheckout(world.ordersOfCheckout(ask.id), newCheckout(ask, like.snapshot, world.nowMs() - MINUTE_MS));
  const begun = await beginCheckout(world, ask);
  expect(begun).toMatchObject({ ok: true, value: { state: "held", replayed: true } });
  const moves = (await readCheckout(world.ordersOfCheckout(ask.id), ask.id))?.version;
  expect(moves, "taken over, then held").toBe(3);
});

test("a repeat that comes when it is too late for a payment to be made ends the checkout, as the timer would have", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 2 }));
  const other = await holdGoods(world, { [sku]: 1 });
  const like = await readCheckout(world.ordersOfCheckout(other.checkoutId), other.checkoutId);
  if (!like) throw new Error("The other checkout is there");
  await insertCheckout(world.ordersOfCheckout(ask.id), newCheckout(ask, like.snapshot, world.nowMs() - HOUR_MS));
  const moved = { ok: false, problem: { code: "checkout.moved_on" } };
  expect([await beginCheckout(world, ask), await beginCheckout(world, ask)]).toEqual([moved, moved]);
  expect(await stateOf(world, ask.id)).toBe("abandoned");
});

test("a repeat that comes while the first is at work is asked to come again", async () => {
  const [sku = ""] = await seedGoods(1);
  const ask = askWith(await fillCart(world, { [sku]: 1 }));
  const other = await holdGoods(world, { [sku]: 1 });
  const like = await readCheckout(world.ordersOfCheckout(other.checkoutId), other.checkoutId);
  if (!like) throw new Error("The other checkout is there");
  await insertCheckout(world.ordersOfCheckout(ask.id), newCheckout(ask, like.snapshot, world.nowMs()));
  const impatient = { ...world, sleep: async () => undefined };
  expect(await beginCheckout(impatient, ask)).toEqual({ ok: false, problem: { code: "checkout.still_working" } });
});

test("who never paid is forgotten after sixty days, and an order never", async () => {
  const [unpaid = "", bought = ""] = await seedGoods(2);
  const left = await holdGoods(world, { [unpaid]: 1 });
  const paid = await holdGoods(world, { [bought]: 1 });
  await payFor(paid.sessionId);
  for (const message of await takeDeliveries(paid.sessionId)) await deliver(message);
  await sweepAfter(36 * MINUTE_MS);
  await sweepAfter(59 * 24 * HOUR_MS);
  expect(await stateOf(world, left.checkoutId), "not yet").toBe("expired");
  await sweepAfter(61 * 24 * HOUR_MS);
  expect(await readCheckout(world.ordersOfCheckout(left.checkoutId), left.checkoutId)).toBeNull();
  expect(await rowsOf("checkout_moves", "checkout_id", left.checkoutId)).toEqual([]);
  expect(await stateOf(world, paid.checkoutId)).toBe("paid");
});

/**
 * Every step of a purchase is killed, before it and after it, one after the other. Once the timer has run, nothing stays
 * held, nobody was charged without goods or their money back, and nothing is half-written.
 */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { endUnpaid } from "../../worker/checkout/end-checkout-flow.ts";
import { sweepCheckouts } from "../../worker/checkout/sweep-checkouts-flow.ts";
import { settlePayment } from "../../worker/payments/settle-payment-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertPurchaseWhole } from "../support/assert-purchase-whole.ts";
import { dyingWorld, FIRST_KILL, KILL_STRIDE, wasKilled } from "../support/dying-world.ts";
import { askWith, fillCart, holdGoods, seedGoods, stateOf } from "../support/order-goods.ts";
import {
  type Delivery,
  payByBank,
  payFor,
  settlePayment as settleBank,
  takeDeliveries,
} from "../support/stripe-emulator.ts";
import { HOUR_MS, MINUTE_MS, newTestWorld } from "../support/test-world.ts";

const CALLS_MAX = 80;
const ASKS_MAX = 3;
const LONG = { timeout: 300_000 };

/** Runs the work once for each of its steps, killed there, until one run gets through. Answers how many steps it has. */
async function killEach(prepare: () => Promise<{ work(world: World): Promise<unknown>; after(): Promise<void> }>) {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = FIRST_KILL; !lived; calls += KILL_STRIDE) {
      expect(calls, "the work has a bounded number of steps").toBeLessThan(CALLS_MAX);
      const { work, after } = await prepare();
      const world = newTestWorld();
      const dying = dyingWorld(world, calls, when);
      await work(dying).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      await world.settled();
      lived = !dying.over;
      await after();
    }
  }
}

async function sweepAt(...aheadMs: number[]): Promise<void> {
  for (const ahead of aheadMs) {
    const world = newTestWorld(ahead);
    await sweepCheckouts(world);
    await world.settled();
    expect(world.errors).toEqual([]);
  }
}

/** The provider may still be at work on what the killed one asked of it, and says so: then as a shopper does, once more. */
async function beginAgain(world: World, ask: BeginCheckout) {
  for (let asks = 1; ; asks += 1) {
    const begun = await beginCheckout(world, ask);
    if (begun.ok || begun.problem.code !== "payment.unavailable" || asks === ASKS_MAX) return begun;
  }
}

/** What the provider delivers once more, since it was not answered with 200 the first time. */
async function tellAgain(deliveries: readonly Delivery[]): Promise<void> {
  const world = newTestWorld();
  for (const delivery of deliveries) await tell(world, delivery);
  await world.settled();
}

async function tell(world: World, { body, signature }: Delivery): Promise<void> {
  const message = await newTestWorld().payments.readMessage(body, signature);
  if (message.ok) await settlePayment(world, message.value);
}

const healthy = newTestWorld();

test("a checkout that is killed as it begins ends held whole or not at all", LONG, async () => {
  await killEach(async () => {
    const skus = await seedGoods(2);
    const ask = askWith(await fillCart(healthy, { [skus[0] ?? ""]: 1, [skus[1] ?? ""]: 2 }));
    const after = async () => {
      await sweepAt(3 * MINUTE_MS);
      expect(["held", "abandoned", undefined]).toContain(await stateOf(healthy, ask.id));
      await sweepAt(40 * MINUTE_MS);
      expect(["expired", "abandoned", null]).toContain(await assertPurchaseWhole(healthy, ask.id, skus));
    };
    return { work: (world) => beginCheckout(world, ask), after };
  });
});

test("a checkout that is killed as it is refused for stock gives everything back", LONG, async () => {
  await killEach(async () => {
    const skus = await seedGoods(2, 2);
    const ask = askWith(await fillCart(healthy, { [skus[0] ?? ""]: 1, [skus[1] ?? ""]: 3 }));
    const after = async () => {
      await sweepAt(3 * MINUTE_MS);
      expect(["abandoned", null]).toContain(await assertPurchaseWhole(healthy, ask.id, skus));
    };
    return { work: (world) => beginCheckout(world, ask), after };
  });
});

test("a repeat after a kill gets a payment that becomes one order", LONG, async () => {
  await killEach(async () => {
    const [sku = ""] = await seedGoods(1);
    const ask = askWith(await fillCart(healthy, { [sku]: 2 }));
    const after = async () => {
      const later = newTestWorld(MINUTE_MS);
      const begun = await beginAgain(later, ask);
      if (begun.ok) {
        const checkout = await readCheckout(later.ordersOfCheckout(ask.id), ask.id);
        await payFor(checkout?.paymentSessionId ?? "");
      } else expect(begun.problem.code).toBe("checkout.moved_on");
      await sweepAt(40 * MINUTE_MS);
      expect(await assertPurchaseWhole(healthy, ask.id, [sku])).toBe(begun.ok ? "paid" : "abandoned");
    };
    return { work: (world) => beginCheckout(world, ask), after };
  });
});

test("a payment that is killed as it is settled becomes one order, by the timer alone", LONG, async () => {
  await killEach(async () => {
    const skus = await seedGoods(2);
    const { checkoutId, sessionId } = await holdGoods(healthy, { [skus[0] ?? ""]: 1, [skus[1] ?? ""]: 2 });
    await payFor(sessionId);
    const deliveries = await takeDeliveries(sessionId);
    const after = async () => {
      await sweepAt(40 * MINUTE_MS, 45 * MINUTE_MS);
      expect(await assertPurchaseWhole(healthy, checkoutId, skus)).toBe("paid");
    };
    return { work: (world) => tellAll(world, deliveries), after };
  });
});

test("a late payment that is killed as it is settled becomes an order, or goes back", LONG, async () => {
  for (const [left, ends] of [
    [2, "paid"],
    [1, "refused"],
  ] as const)
    await killEach(async () => {
      const [sku = ""] = await seedGoods(1, 2);
      const { checkoutId, sessionId } = await holdGoods(healthy, { [sku]: 2 });
      await payFor(sessionId);
      await expireByHand(checkoutId);
      if (left < 2)
        await healthy.stockOf(sku).adjust({ operationId: "gone", delta: left - 2, reason: "gone", byId: "t" });
      const deliveries = await takeDeliveries(sessionId);
      const after = async () => {
        await tellAgain(deliveries);
        await sweepAt(2 * HOUR_MS, 2 * HOUR_MS + 5 * MINUTE_MS);
        expect(await assertPurchaseWhole(healthy, checkoutId, [sku])).toBe(ends);
        await assertAskedBackOnce(checkoutId);
      };
      return { work: (world) => tellAll(world, deliveries), after };
    });
});

test("a delayed payment that is killed at any step is settled as it ended", LONG, async () => {
  for (const [outcome, ends] of [
    ["succeeds", "paid"],
    ["fails", "expired"],
  ] as const)
    await killEach(async () => {
      const [sku = ""] = await seedGoods(1);
      const { checkoutId, sessionId } = await holdGoods(healthy, { [sku]: 1 });
      await payByBank(sessionId, outcome);
      await settleBank(sessionId);
      const deliveries = await takeDeliveries(sessionId);
      const after = async () => {
        await sweepAt(40 * MINUTE_MS, 2 * HOUR_MS, 4 * HOUR_MS);
        expect(await assertPurchaseWhole(healthy, checkoutId, [sku])).toBe(ends);
      };
      return { work: (world) => tellAll(world, deliveries), after };
    });
});

test("turning back, killed at any step, ends in nothing held", LONG, async () => {
  await killEach(async () => {
    const [sku = ""] = await seedGoods(1);
    const { checkoutId } = await holdGoods(healthy, { [sku]: 1 });
    const after = async () => {
      await sweepAt(40 * MINUTE_MS);
      expect(await assertPurchaseWhole(healthy, checkoutId, [sku])).toBe("expired");
    };
    return { work: (world) => cancelCheckout(world, checkoutId), after };
  });
});

async function tellAll(world: World, deliveries: readonly Delivery[]): Promise<void> {
  for (const delivery of deliveries) await tell(world, delivery);
}

async function expireByHand(checkoutId: string): Promise<void> {
  const checkout = await readCheckout(healthy.ordersOfCheckout(checkoutId), checkoutId);
  if (checkout) await endUnpaid(healthy, checkout, "not_paid_in_time", null);
}

async function assertAskedBackOnce(checkoutId: string): Promise<void> {
  const { results } = await env.ORDERS.prepare("SELECT provider_id FROM refunds WHERE checkout_id = ?")
    .bind(checkoutId)
    .all();
  expect(results.length).toBeLessThanOrEqual(1);
}

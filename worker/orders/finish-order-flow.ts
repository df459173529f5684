/**
 * What follows an order that is placed: its holds become sales, and what was bought leaves the cart. Done right after the
 * answer; what a crash leaves undone, the timer does. Every step repeats.
 */
import { assert } from "../base/assert.ts";
import { whyOf } from "../base/why.ts";
import { takeOutBought } from "../cart/cart-flow.ts";
import { type Checkout, readCheckout } from "../checkout/checkout-store.ts";
import { PAID_HOLD_MS } from "../checkout/checkout-timing.ts";
import { commitNeeds } from "../checkout/hold-flow.ts";
import type { World } from "../world.ts";
import { markCommitted } from "./order-store.ts";

/** For the timer, which knows the order but not what it came of. */
export async function finishLeftOrder(world: World, checkoutId: string): Promise<void> {
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  assert(checkout !== null, "an order comes of a checkout");
  return finishOrder(world, checkout);
}

async function finishOrder(world: World, checkout: Checkout): Promise<void> {
  const { orderId } = checkout;
  assert(checkout.state === "paid" && orderId !== null, "an order comes of a checkout that was paid");
  const { sold, failed } = await commitNeeds(world, checkout, world.nowMs() + PAID_HOLD_MS);
  for (const { sku } of failed) world.log.error("order.units_missing", { orderId, sku });
  if (failed.length > 0) return;
  await takeOutBought(world, checkout);
  await markCommitted(world.ordersOfCheckout(checkout.id), orderId, { allocation: sold, atMs: world.nowMs() });
}

/** After the answer; `checkout` as it was when it was paid. A failure is logged, and left to the timer. */
export const finishOrderLater = (world: World, checkout: Checkout): void =>
  world.defer(
    finishOrder(world, checkout).catch((error: unknown) =>
      world.log.error("order.finish_failed", { orderId: checkout.orderId, why: whyOf(error) }),
    ),
  );

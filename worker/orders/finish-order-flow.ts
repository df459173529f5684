/**
 * What follows an order that is placed: its holds become sales, and what was bought leaves the cart. Done right after the
 * answer; what a crash leaves undone, the timer does. Every step repeats.
 */
import { assert } from "../base/assert.ts";
import { whyOf } from "../base/why.ts";
import { takeOutBought } from "../cart/cart-flow.ts";
import { readCheckout } from "../checkout/checkout-store.ts";
import { PAID_HOLD_MS } from "../checkout/checkout-timing.ts";
import { commitLines } from "../checkout/hold-flow.ts";
import type { World } from "../world.ts";
import { markCommitted } from "./order-store.ts";

export async function finishOrder(world: World, order: { id: string; checkoutId: string }): Promise<void> {
  const db = world.ordersOfCheckout(order.checkoutId);
  const checkout = await readCheckout(db, order.checkoutId);
  assert(checkout?.state === "paid", "an order comes of a checkout that was paid");
  const failed = await commitLines(world, checkout, world.nowMs() + PAID_HOLD_MS);
  for (const { sku } of failed) world.log.error("order.units_missing", { orderId: order.id, sku });
  if (failed.length > 0) return;
  // Refused for a cart that has expired: then there is nothing to take out.
  await takeOutBought(world, checkout.cartId, checkout.id, checkout.snapshot.lines);
  await markCommitted(db, order.id, world.nowMs());
}

/** The same for after the answer: a failure is logged, and left to the timer. */
export const finishOrderLater = (world: World, order: { id: string; checkoutId: string }): void =>
  world.defer(
    finishOrder(world, order).catch((error: unknown) =>
      world.log.error("order.finish_failed", { orderId: order.id, why: whyOf(error) }),
    ),
  );

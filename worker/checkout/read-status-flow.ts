/**
 * How a checkout stands, for the page the shopper comes back to. The checkout's id was made at random by the shopper's own
 * client and is told to nobody else, so who has it may have the order's link too; an order's number gives away neither.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { orderPathOf } from "../orders/order-link.ts";
import { readOrderKey } from "../orders/order-store.ts";
import type { World } from "../world.ts";
import { type CheckoutStatus, statusOf } from "./checkout-answer.ts";
import type { CheckoutProblem } from "./checkout-problem.ts";
import { type Checkout, readCheckout } from "./checkout-store.ts";

export async function readCheckoutStatus(world: World, id: string): Promise<Outcome<CheckoutStatus, CheckoutProblem>> {
  const checkout = await readCheckout(world.ordersOfCheckout(id), id);
  return checkout ? done(await viewStatus(world, checkout)) : refused({ code: "checkout.unknown" });
}

/** With the order's link once there is an order. */
export async function viewStatus(world: World, checkout: Checkout): Promise<CheckoutStatus> {
  if (checkout.orderId === null) return statusOf(checkout, null);
  const key = await readOrderKey(world.ordersOfCheckout(checkout.id), checkout.orderId);
  return statusOf(checkout, key && orderPathOf(key));
}

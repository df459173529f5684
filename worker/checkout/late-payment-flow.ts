/** A payment that comes when its checkout is over may still become an order, unless another checkout of its cart is or can be paid. */
import type { World } from "../world.ts";
import type { CheckoutState } from "./checkout.ts";
import { type Checkout, hasLeft, readCheckout } from "./checkout-store.ts";

const ALIVE: readonly (CheckoutState | undefined)[] = ["holding", "held", "processing", "paid"];

/** Never of a delayed payment that is waited for: its goods have left the cart, which others may pay since. */
export async function wasReplaced(world: World, { id, cartId, state }: Checkout): Promise<boolean> {
  const isLate =
    state === "expired" || (state === "processing" && (await hasLeft(world.ordersOfCheckout(id), id, "expired")));
  if (!isLate) return false;
  const other = (await world.cartOf(cartId)?.read())?.paying?.checkoutId;
  if (other === undefined || other === id) return false;
  return ALIVE.includes((await readCheckout(world.ordersOfCheckout(other), other))?.state);
}

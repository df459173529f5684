/** A payment that comes when its checkout is over may still become an order, unless another checkout of its goods is or can be paid. */
import { followGoods } from "../cart/leave-cart-flow.ts";
import type { World } from "../world.ts";
import type { CheckoutState } from "./checkout.ts";
import { type Checkout, hasLeft, readCheckout } from "./checkout-store.ts";

const ALIVE: readonly (CheckoutState | undefined)[] = ["holding", "held", "processing", "paid"];

/** Never of a delayed payment that is waited for: its goods have left the cart, which others may pay since. */
export async function wasReplaced(world: World, { id, cartId, state, snapshot }: Checkout): Promise<boolean> {
  const isLate =
    state === "expired" || (state === "processing" && (await hasLeft(world.ordersOfCheckout(id), id, "expired")));
  if (!isLate) return false;
  const found = await followGoods(world, { cartId, purchases: snapshot.purchases ?? 0 });
  const otherId = found?.cart.paying?.checkoutId;
  if (!found || otherId === undefined || otherId === id) return false;
  const other = await readCheckout(world.ordersOfCheckout(otherId), otherId);
  // What the cart was bought of before these goods came into it is no matter.
  return ALIVE.includes(other?.state) && (other?.snapshot.purchases ?? 0) >= found.purchases;
}

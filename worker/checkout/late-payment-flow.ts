/** A payment that comes when its checkout is over may still become an order, unless another checkout has its cart by then. */
import type { World } from "../world.ts";
import { type Checkout, hasLeft } from "./checkout-store.ts";

/** Never of a delayed payment that is waited for: its goods have left the cart, which others may pay since. */
export async function wasReplaced(world: World, { id, cartId, state }: Checkout): Promise<boolean> {
  const isLate =
    state === "expired" || (state === "processing" && (await hasLeft(world.ordersOfCheckout(id), id, "expired")));
  if (!isLate) return false;
  const cart = await world.cartOf(cartId)?.read();
  return cart?.paying !== undefined && cart.paying.checkoutId !== id;
}

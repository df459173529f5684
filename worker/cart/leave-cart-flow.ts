/**
 * Goods go from one cart into another in two steps, and from the first on the one they leave cannot be paid. Whoever comes upon
 * goods that a crash left between the two takes the second.
 */
import type { World } from "../world.ts";
import type { Cart } from "./cart.ts";
import { type GoodsAt, wentTo } from "./cart-payment.ts";

/** Carts that came together one after the other: each hop of a shopper between devices and hosts is one. */
export const MERGES_FOLLOWED_MAX = 8;

/** False where they did not fit, and stay where they were. Repeats safely. */
export async function endLeaving(world: World, cartId: string): Promise<boolean> {
  const keeper = world.cartOf(cartId);
  const leaving = (await keeper?.read())?.leaving;
  if (!keeper || !leaving) return true;
  const { into, purchases, market, lines, late } = leaving;
  // Named by what it takes in, so that a repeat brings nothing back that was taken out since.
  const taken = await world.cartOf(into)?.absorb(`adopt:${cartId}:${purchases}`, lines, market, late);
  const there = taken?.ok ? (taken.value.purchases ?? 0) : null;
  await keeper.endLeaving(purchases, there);
  return there !== null;
}

/** The cart that goods are in now, which were priced in `at`; null where it is gone. */
export async function followGoods(world: World, at: GoodsAt): Promise<{ cart: Cart; purchases: number } | null> {
  let here: GoodsAt = at;
  for (let hops = 0; hops < MERGES_FOLLOWED_MAX; hops += 1) {
    const cart = await world.cartOf(here.cartId)?.read();
    if (!cart) return null;
    const next = cart.leaving ? here : wentTo(cart, here.purchases);
    if (cart.leaving) await endLeaving(world, here.cartId);
    if (!next) return { cart, purchases: here.purchases };
    here = next;
  }
  return null;
}

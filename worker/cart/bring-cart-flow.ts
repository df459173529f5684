/** A cart comes to a host where the browser may have one already. Nothing is lost or doubled; running it again ends the same. */
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { mergeInto, openEmpty, readCart } from "./adopt-cart-flow.ts";
import type { Cart } from "./cart.ts";
import { endLeaving } from "./leave-cart-flow.ts";

/**
 * Answers the cart that the browser has here from now on, or null where that is the one it has. The same cart, where it has
 * none with anything in it; else both become one. A customer's own is not handed on, since signing in does not go along:
 * what is in it goes into another, and back into it at a sign-in there. Goods are in one cart, and so have one payment page.
 */
export async function bringCart(
  world: World,
  { cartId, ownId, market }: { cartId: string; ownId: string | null; market: MarketId },
): Promise<string | null> {
  const brought = cartId === ownId ? null : await readGoods(world, cartId);
  if (!brought || brought.id === ownId || brought.lines.length === 0) return null;
  const own = await readCart(world, ownId);
  const isNobodys = brought.customerId === null;
  if (isNobodys && (!own || own.lines.length === 0)) return brought.id;
  const into = own?.id ?? (await openEmpty(world, market));
  return (await mergeInto(world, into, brought)) ? into : null;
}

/** The cart, or the one nobody owns into which a run before this one was putting what was in it. */
async function readGoods(world: World, cartId: string): Promise<Cart | null> {
  await endLeaving(world, cartId);
  const cart = await readCart(world, cartId);
  if (!cart?.mergedInto || cart.lines.length > 0) return cart;
  const other = await readCart(world, cart.mergedInto.cartId);
  return other?.customerId === null ? other : cart;
}

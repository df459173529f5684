/** The visitor's cart, in the market of the page they are on. */
import type { AstroGlobal } from "astro";
import { changeCartMarket, readCart } from "../../worker/cart/cart-flow.ts";
import type { PricedCart } from "../../worker/cart/priced-cart.ts";
import { cartIdOf, rememberCart } from "../cart-cookie.ts";

/** Null without a cart. A cart that was filled in another market moves to this one, prices and all. */
export async function readVisitorsCart(astro: AstroGlobal): Promise<PricedCart | null> {
  const { world, market } = astro.locals;
  const cartId = cartIdOf(astro);
  if (!cartId) return null;
  const cart = await readCart(world, cartId, market.id);
  if (!cart.ok) return null;
  rememberCart(astro, cartId);
  const kept = await world.cartOf(cartId)?.read();
  if (!kept || kept.market === market.id) return cart.value;
  const moved = await changeCartMarket(world, cartId, world.newId(), market.id);
  return moved.ok ? moved.value : cart.value;
}

/** The visitor's cart, in the market of the page they are on. */
import type { AstroGlobal } from "astro";
import { changeCartMarket, readCart } from "../../worker/cart/cart-flow.ts";
import type { PricedCart } from "../../worker/cart/priced-cart.ts";
import { cartIdOf, rememberCart } from "../cart-cookie.ts";
import { pathsOf } from "../paths.ts";

/**
 * Null without a cart. A cart that was filled in another market moves to this one, prices and all; never into a closed one,
 * where the answer leads to the same page of the cart's own market.
 */
export async function readVisitorsCart(astro: AstroGlobal): Promise<PricedCart | Response | null> {
  const { world, market } = astro.locals;
  const cartId = cartIdOf(astro);
  if (!cartId) return null;
  const cart = await readCart(world, cartId, market.id);
  if (!cart.ok) return null;
  rememberCart(astro, cartId);
  const kept = await world.cartOf(cartId)?.read();
  if (!kept || kept.market === market.id) return cart.value;
  if (market.state !== "open") return astro.redirect(inMarket(kept.market, astro.url.pathname), 303);
  const moved = await changeCartMarket(world, cartId, world.newId(), market.id);
  return moved.ok ? moved.value : cart.value;
}

const inMarket = (market: string, pathname: string): string =>
  pathsOf(market).within(`/${pathname.split("/").slice(2).join("/")}`);

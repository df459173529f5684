/** Which ways a cart's goods can be sent to a country, what each costs, and when they arrive. */
import { assert } from "../base/assert.ts";
import { done, type Outcome } from "../base/outcome.ts";
import type { ShippingChoice } from "../checkout/checkout.ts";
import { type DeliveryPromise, promiseDelivery } from "../markets/delivery-promise.ts";
import type { MarketId } from "../markets/markets.ts";
import { listShippingChoices, type ShippingProblem } from "../pricing/shipping.ts";
import type { World } from "../world.ts";
import type { CartProblem } from "./cart.ts";
import { readCart } from "./cart-flow.ts";
import { isAllDigital } from "./priced-cart.ts";

export type ShippingOffer = ShippingChoice & { estimate: DeliveryPromise };
export type ShippingOfferProblem = ShippingProblem | CartProblem;

/** Lines that are gone count nothing towards free shipping. None where all is downloaded. */
export async function quoteShipping(
  world: World,
  ask: { market: MarketId; country: string; cartId: string },
): Promise<Outcome<ShippingOffer[], ShippingOfferProblem>> {
  const market = (await world.markets()).known(ask.market);
  assert(market !== null, "the market is one of the store's");
  const cart = await readCart(world, ask.cartId, market.id);
  if (!cart.ok) return cart;
  const choices = listShippingChoices(market, ask.country, cart.value.totals.subtotalMinor);
  if (!choices.ok) return choices;
  if (isAllDigital(cart.value.lines)) return done([]);
  const nowMs = world.nowMs();
  return done(choices.value.map((choice) => ({ ...choice, estimate: promiseDelivery(market, choice, nowMs) })));
}

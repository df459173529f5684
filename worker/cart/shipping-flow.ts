/** Which ways a cart's goods can be sent to a place, what each costs, and when they arrive. */
import { done, type Outcome } from "../base/outcome.ts";
import { readSellables } from "../catalog/product-store.ts";
import type { Location } from "../inventory/location.ts";
import { needsOf } from "../inventory/supply.ts";
import { preferLocations } from "../inventory/supply-flow.ts";
import { readSupply } from "../inventory/supply-store.ts";
import { readBegunMarket } from "../markets/market-store.ts";
import type { MarketId } from "../markets/markets.ts";
import { type DeliveryPromise, promiseDelivery } from "../shipping/delivery-promise.ts";
import { readShippingGoods } from "../shipping/goods-store.ts";
import { originOf, plannedLocation } from "../shipping/origin.ts";
import { shippedGoods } from "../shipping/shipped-goods.ts";
import { listShippingChoices, type ShippingProblem, type ShippingQuote } from "../shipping/shipping-choices.ts";
import type { Destination } from "../shipping/zone.ts";
import { readShippingZones } from "../shipping/zone-store.ts";
import type { World } from "../world.ts";
import type { CartProblem } from "./cart.ts";
import { readCart } from "./cart-flow.ts";
import { isAllDigital } from "./priced-cart.ts";

export type ShippingOffer = ShippingQuote & { estimate: DeliveryPromise };
export type ShippingOfferProblem = ShippingProblem | CartProblem;

/** Lines that are gone count nothing towards free shipping. None where all is downloaded. */
export async function quoteShipping(
  world: World,
  ask: { market: MarketId; to: Destination; cartId: string },
): Promise<Outcome<ShippingOffer[], ShippingOfferProblem>> {
  const market = await readBegunMarket(world, ask.market);
  const cart = await readCart(world, ask.cartId, market.id);
  if (!cart.ok) return cart;
  const sold = cart.value.lines.filter((line) => !line.changed?.gone);
  const [zones, sellables, facts] = await Promise.all([
    readShippingZones(world),
    readSellables(
      world,
      market,
      sold.map(({ sku }) => sku),
    ),
    readShippingGoods(
      world.catalog,
      sold.map(({ productId }) => productId),
    ),
  ]);
  const lines = sold.map((line) => ({
    ...line,
    unitMinor: line.price.amountMinor,
    weightGrams: sellables.get(line.sku)?.weightGrams ?? 0,
  }));
  const choices = listShippingChoices({ zones, market, to: ask.to, goods: shippedGoods(lines, facts) });
  if (isAllDigital(cart.value.lines)) return done([]);
  if (!choices.ok) return choices;
  const nowMs = world.nowMs();
  const location = await readLocation(world, { market: market.id, cartId: ask.cartId, country: ask.to.country }, sold);
  const origin = originOf(location, market);
  return done(
    choices.value.map((choice) => ({
      ...choice,
      estimate: promiseDelivery(origin, ask.to.country, choice, nowMs),
    })),
  );
}

/** Where a checkout of these lines would take them from, were it begun now. */
async function readLocation(
  world: World,
  { market, cartId, country }: { market: MarketId; cartId: string; country: string },
  lines: readonly { sku: string; quantity: number }[],
): Promise<Location | null> {
  const supply = await readSupply(
    world.catalog,
    lines.map(({ sku }) => sku),
  );
  const needs = needsOf(lines, supply, { market, country, checkoutId: cartId, buyer: cartId });
  return plannedLocation(supply.locations, await preferLocations(world, needs), country);
}

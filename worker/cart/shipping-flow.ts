/** Which ways a cart's goods can be sent to a place, what each costs, and when they arrive. */
import { done, type Outcome } from "../base/outcome.ts";
import { readSellables } from "../catalog/product-store.ts";
import { readBegunMarket } from "../markets/market-store.ts";
import type { MarketId } from "../markets/markets.ts";
import { type DeliveryPromise, homeOf, promiseDelivery } from "../shipping/delivery-promise.ts";
import { readShippingGoods } from "../shipping/goods-store.ts";
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
  const origin = homeOf(market);
  return done(
    choices.value.map((choice) => ({
      ...choice,
      estimate: promiseDelivery(origin, ask.to.country, choice, nowMs),
    })),
  );
}

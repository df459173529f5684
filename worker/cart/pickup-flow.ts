/** Where a cart's goods can be collected, and what is in the way where they cannot. */
import { done, type Outcome } from "../base/outcome.ts";
import { readSellables } from "../catalog/product-store.ts";
import { needsAt, shortLinesAt } from "../inventory/pickup-stock.ts";
import { readLevelsOf } from "../inventory/stock-flow.ts";
import { countedComponents, needsOf, overOrderMax } from "../inventory/supply.ts";
import { readSupply } from "../inventory/supply-store.ts";
import { readBegunMarket } from "../markets/market-store.ts";
import type { MarketId } from "../markets/markets.ts";
import { readShippingGoods } from "../shipping/goods-store.ts";
import { listPickups, type PickupChoice } from "../shipping/pickup-choices.ts";
import { shippedGoods } from "../shipping/shipped-goods.ts";
import { readShippingZones } from "../shipping/zone-store.ts";
import type { World } from "../world.ts";
import type { CartProblem } from "./cart.ts";
import { readCart } from "./cart-flow.ts";
import { isAllDigital } from "./priced-cart.ts";

/** `short`: the lines of which too few lie there, so that it cannot be chosen; none where it can. */
export type PickupOffer = PickupChoice & { short: readonly { sku: string; available: number }[] };

/** Those where all of it is in stock first. None where all is downloaded, or the market has no point. */
export async function quotePickups(
  world: World,
  ask: { market: MarketId; cartId: string },
): Promise<Outcome<PickupOffer[], CartProblem>> {
  const zones = await readShippingZones(world);
  // Most stores have none, and are not asked any more.
  if (!zones.some(({ methods }) => methods.some(({ kind }) => kind === "pickup"))) return done([]);
  const market = await readBegunMarket(world, ask.market);
  const cart = await readCart(world, ask.cartId, market.id);
  if (!cart.ok) return cart;
  const sold = cart.value.lines.filter((line) => !line.changed?.gone);
  if (isAllDigital(cart.value.lines)) return done([]);
  const skus = sold.map(({ sku }) => sku);
  const [sellables, supply, facts] = await Promise.all([
    readSellables(world, market, skus),
    readSupply(world.catalog, skus),
    readShippingGoods(
      world.catalog,
      sold.map(({ productId }) => productId),
    ),
  ]);
  const goods = shippedGoods(
    sold.map((line) => ({
      ...line,
      unitMinor: line.price.amountMinor,
      weightGrams: sellables.get(line.sku)?.weightGrams ?? 0,
    })),
    facts,
  );
  const { locations } = supply;
  const choices = listPickups({ zones, locations, market, goods, nowMs: world.nowMs() });
  if (choices.length === 0 || overOrderMax(sold, supply)) return done([]);
  const place = { market: market.id, country: market.countries[0], checkoutId: ask.cartId, buyer: ask.cartId };
  const needs = needsOf(sold, supply, place);
  const levels = await readLevelsOf(
    world,
    needs.map(({ sku }) => sku),
  );
  const lines = sold.map(({ sku, quantity }) => ({
    ...{ sku, quantity },
    ...(supply.components.has(sku) && { components: countedComponents(supply, sku) }),
  }));
  const offers = choices.map((choice) => {
    const { location } = choice.pickup;
    return { ...choice, short: shortLinesAt(lines, needsAt(needs, location), levels, location) };
  });
  return done(offers.toSorted((a, b) => Number(a.short.length > 0) - Number(b.short.length > 0)));
}

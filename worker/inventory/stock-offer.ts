/** How a SKU is offered in a market: how many are here, how many more are sold before they are, and when those ship. */
import { bundlesFrom } from "../catalog/bundles/bundle.ts";
import type { MarketId } from "../markets/markets.ts";
import { keptBack, promiseOf, type StockPromise } from "./stock-policy.ts";
import {
  componentsOf,
  type LevelsBySku,
  orderMaxOf,
  policyOf,
  type Supply,
  sellableUnits,
  unitsHere,
} from "./supply.ts";

/**
 * `units` may be bought, `here` of them are there: both Infinity where they are not counted. `promise` is said of the rest,
 * null where there is no rest. `orderMax`: units of one order. `keptBack`: of its own units, in this market.
 */
export type StockOffer = {
  units: number;
  here: number;
  promise: StockPromise | null;
  orderMax: number;
  keptBack: number;
};

/** A SKU that is not counted needs no levels. */
export function offerOf(sku: string, levels: LevelsBySku, supply: Supply, market: MarketId | null): StockOffer {
  const orderMax = orderMaxOf(supply, sku);
  const any = Number.POSITIVE_INFINITY;
  if (!policyOf(supply, sku).tracked) return { units: any, here: any, promise: null, orderMax, keptBack: 0 };
  const kept = supply.components.has(sku) ? 0 : keptBack(policyOf(supply, sku), market);
  const components = componentsOf(supply, sku);
  const units = bundlesFrom(components, (part) => sellableUnits(part, levels, supply, market));
  const here = bundlesFrom(components, (part) => unitsHere(part, levels, supply, market));
  return { units, here, promise: units > here ? latestPromise(components, supply) : null, orderMax, keptBack: kept };
}

/** A bundle ships when the last of its components does. */
function latestPromise(parts: readonly { sku: string }[], supply: Supply): StockPromise | null {
  const promises = parts.flatMap(({ sku }) => promiseOf(policyOf(supply, sku)) ?? []);
  return promises.toSorted((a, b) => b.atMs - a.atMs)[0] ?? null;
}

/** What is said of so many of it; null where they are all here. */
export const promiseFor = ({ here, promise }: StockOffer, quantity: number): StockPromise | null =>
  quantity > here ? promise : null;

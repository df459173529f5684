/** Reads what decides how SKUs are sold, and how many of them may be bought. */

import { bundlesFrom } from "../catalog/bundle.ts";
import { readComponents } from "../catalog/bundle-store.ts";
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { chooseLocations } from "./allocate.ts";
import { readLevelsOf } from "./stock-flow.ts";
import { componentsOf, policyOf, type StockNeed, type Supply, sellableUnits } from "./supply.ts";
import { listLocations, readPolicies } from "./supply-store.ts";

/** Of these SKUs, and of what bundles among them are made of. */
export async function readSupply({ catalog }: World, skus: readonly string[]): Promise<Supply> {
  const [components, own, locations] = await Promise.all([
    readComponents(catalog, skus),
    readPolicies(catalog, skus),
    listLocations(catalog),
  ]);
  const parts = [...components.values()].flat().map(({ sku }) => sku);
  const ofParts = parts.length === 0 ? [] : await readPolicies(catalog, parts);
  return { components, policies: new Map([...own, ...ofParts]), locations };
}

/**
 * Units that a market's shoppers may buy now, by SKU, from the objects themselves; of no market in particular where it is
 * null. SKUs the store does not know are left out; one that is not counted has Infinity.
 */
export async function readAvailability(
  world: World,
  skus: readonly string[],
  market: MarketId | null,
): Promise<Map<string, number>> {
  const supply = await readSupply(world, skus);
  return availabilityOf(world, skus, supply, market);
}

/** The same with a supply that was read before. */
export async function availabilityOf(
  world: World,
  skus: readonly string[],
  supply: Supply,
  market: MarketId | null,
): Promise<Map<string, number>> {
  const parts = [...new Set(skus.flatMap((sku) => componentsOf(supply, sku)).map(({ sku }) => sku))];
  const levels = await readLevelsOf(world, parts);
  const unitsOf = (sku: string) => sellableUnits(levels.get(sku), supply, market);
  return new Map(
    skus.flatMap((sku) => {
      const own = componentsOf(supply, sku);
      if (!policyOf(supply, sku).tracked) return [[sku, Number.POSITIVE_INFINITY] as const];
      const isKnown = own.some((component) => levels.has(component.sku));
      return isKnown ? [[sku, bundlesFrom(own, unitsOf)] as const] : [];
    }),
  );
}

/**
 * The same needs, which take from the locations that make the fewest parcels, the nearest first. Asks the objects where
 * there is a choice; what they answer may be over a moment later: then a need takes from the other locations.
 */
export async function preferLocations(world: World, needs: readonly StockNeed[]): Promise<StockNeed[]> {
  const nearest = needs[0]?.terms.accounts ?? [];
  if (nearest.length < 2) return [...needs];
  const levels = await readLevelsOf(
    world,
    needs.map(({ sku }) => sku),
  );
  const freeAt = (sku: string, location: string) => {
    const level = levels.get(sku)?.locations.find((one) => one.location === location);
    return level ? level.onHand - level.held : 0;
  };
  const accounts = chooseLocations(needs, nearest, freeAt);
  return needs.map((need) => ({ ...need, terms: { ...need.terms, accounts } }));
}

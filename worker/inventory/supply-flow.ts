/** Reads what decides how SKUs are sold, and how many of them may be bought. */
import type { MarketId } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { chooseLocations } from "./allocate.ts";
import { type Shortage, shortLinesAt } from "./pickup-stock.ts";
import { readLevelsOf } from "./stock-flow.ts";
import { offerOf, type StockOffer } from "./stock-offer.ts";
import { countedComponents, type StockNeed, type Supply } from "./supply.ts";
import { readSupply } from "./supply-store.ts";

/**
 * Units that a market's shoppers may buy now, by SKU, from the objects themselves; of no market in particular where it is
 * null. SKUs the store does not know are left out; one that is not counted has Infinity.
 */
export async function readAvailability(
  world: World,
  skus: readonly string[],
  market: MarketId | null,
): Promise<Map<string, number>> {
  const supply = await readSupply(world.catalog, skus);
  const offers = await readOffers(world, skus, supply, market);
  return new Map([...offers].map(([sku, { units }]) => [sku, units]));
}

/** How they are offered, by SKU, from the objects themselves; those the store does not know are left out. */
export async function readOffers(
  world: World,
  skus: readonly string[],
  supply: Supply,
  market: MarketId | null,
): Promise<Map<string, StockOffer>> {
  const counted = skus.flatMap((sku) => countedParts(supply, sku));
  const levels = await readLevelsOf(world, [...new Set(counted)]);
  const known = skus.filter((sku) => countedParts(supply, sku).every((part) => levels.has(part)));
  return new Map(known.map((sku) => [sku, offerOf(sku, levels, supply, market)]));
}

/** Of what is not counted no object is asked. */
const countedParts = (supply: Supply, sku: string): string[] => countedComponents(supply, sku).map((part) => part.sku);

/** Lines of which a location has too few, from the objects themselves. */
export async function readShortAt(
  world: World,
  lines: Parameters<typeof shortLinesAt>[0],
  needs: readonly StockNeed[],
  location: string,
): Promise<Shortage[]> {
  const skus = needs.map(({ sku }) => sku);
  return shortLinesAt(lines, needs, await readLevelsOf(world, skus), location);
}

/**
 * The same needs, which take from the locations that make the fewest parcels, the nearest first. Asks the objects where
 * there is a choice; what they answer may be over a moment later: then a need takes from the other locations.
 */
export async function preferLocations(world: World, needs: readonly StockNeed[]): Promise<StockNeed[]> {
  const nearest = needs[0]?.terms.accounts ?? [];
  // A bucket gives what it has; its SKU's own object is spared the question.
  const planned = needs.filter(({ sku, name }) => sku === name);
  if (nearest.length < 2 || planned.length === 0) return [...needs];
  const levels = await readLevelsOf(
    world,
    planned.map(({ sku }) => sku),
  );
  const freeAt = (sku: string, location: string) => {
    const level = levels.get(sku)?.locations.find((one) => one.location === location);
    return level ? level.onHand - level.held : 0;
  };
  const accounts = chooseLocations(planned, nearest, freeAt);
  return needs.map((need) => ({ ...need, terms: { ...need.terms, accounts } }));
}

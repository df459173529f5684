/** What an order needs of which SKUs, and in what terms: bundles taken apart, uncounted SKUs left out. */
import { bundlesFrom, type Component, partsOf } from "../catalog/bundles/bundle.ts";
import { HOLD_QUANTITY_MAX, type HoldTerms } from "../ledger/decide-hold.ts";
import type { MarketId } from "../markets/markets.ts";
import { type Location, nearestFirst } from "./location.ts";
import type { StockLevels } from "./stock.ts";
import { stockNameOf } from "./stock-bucket.ts";
import { keptBack, POLICY_DEFAULT, promiseOf, type StockPolicy, type StockPromise } from "./stock-policy.ts";

/** Of the SKUs that were asked for, and of their components. */
export type Supply = {
  policies: ReadonlyMap<string, StockPolicy>;
  components: ReadonlyMap<string, readonly Component[]>;
  locations: readonly Location[];
};
export const policyOf = ({ policies }: Supply, sku: string): StockPolicy => policies.get(sku) ?? POLICY_DEFAULT;
export const componentsOf = ({ components }: Pick<Supply, "components">, sku: string): readonly Component[] =>
  partsOf({ sku, components: components.get(sku) });

/** Those of which units are held, for what is itself counted. */
export const countedComponents = (supply: Supply, sku: string): readonly Component[] =>
  policyOf(supply, sku).tracked
    ? componentsOf(supply, sku).filter((component) => policyOf(supply, component.sku).tracked)
    : [];

/** Units of a SKU that one order may have, were it bought alone; a bundle is limited by its components too. */
export const orderMaxOf = (supply: Supply, sku: string): number =>
  Math.min(
    ownMaxOf(supply, sku),
    ...componentsOf(supply, sku).map((part) => Math.floor(ownMaxOf(supply, part.sku) / part.quantity)),
  );
const ownMaxOf = (supply: Supply, sku: string) =>
  Math.min(HOLD_QUANTITY_MAX, policyOf(supply, sku).orderMax ?? HOLD_QUANTITY_MAX);

/** The first SKU that one order may not have so many of, components counted together with the same bought alone. */
export function overOrderMax(lines: readonly Line[], supply: Supply): { sku: string; max: number } | null {
  const over = lines.find(({ sku, quantity }) => quantity > orderMaxOf(supply, sku));
  if (over) return { sku: over.sku, max: orderMaxOf(supply, over.sku) };
  const together = [...unitsBySku(lines, supply)].find(([sku, quantity]) => quantity > ownMaxOf(supply, sku));
  return together ? { sku: together[0], max: ownMaxOf(supply, together[0]) } : null;
}

/**
 * Units of one SKU that an order holds. `name` is of the object that holds them: the SKU's own, or one of its buckets.
 * `promise` is said of those that are not here.
 */
export type StockNeed = { sku: string; quantity: number; name: string; terms: HoldTerms; promise?: StockPromise };
/** `buyer` and `checkoutId` choose the bucket of a SKU that is split. */
export type NeedsFor = { market: MarketId; country: string; checkoutId: string; buyer: string };

type Line = { sku: string; quantity: number };

/** Each SKU once, with all that the lines need of it together. */
export function needsOf(lines: readonly Line[], supply: Supply, ask: NeedsFor): StockNeed[] {
  const accounts = nearestFirst(supply.locations, ask.country);
  return [...unitsBySku(lines, supply)].map(([sku, quantity]) => {
    const policy = policyOf(supply, sku);
    const { buyerMax: max, buckets } = policy;
    const promise = promiseOf(policy);
    return {
      sku,
      quantity,
      // A buyer's units are counted in one place.
      name: stockNameOf(sku, buckets, max === null ? ask.checkoutId : ask.buyer),
      terms: { accounts, keepBack: keptBack(policy, ask.market), buyer: max === null ? null : { id: ask.buyer, max } },
      ...(promise && { promise }),
    };
  });
}

/** Units by SKU, bundles taken apart, so that a component counts together with the same one bought alone. */
function unitsBySku(lines: readonly Line[], supply: Supply): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines)
    for (const component of countedComponents(supply, sku))
      units.set(component.sku, (units.get(component.sku) ?? 0) + component.quantity * quantity);
  return units;
}

/** Lines of which fewer can be had than asked for, the earlier ones served first. `freeOf` is by component. */
export function shortLines(
  lines: readonly (Line & { components?: readonly Component[] })[],
  freeOf: (sku: string) => number,
): { sku: string; available: number }[] {
  const taken = new Map<string, number>();
  return lines.flatMap((line) => {
    const { sku, quantity } = line;
    const components = partsOf(line);
    const leftOf = (component: string) => freeOf(component) - (taken.get(component) ?? 0);
    const available = Math.max(0, bundlesFrom(components, leftOf));
    const had = Math.min(available, quantity);
    for (const each of components) taken.set(each.sku, (taken.get(each.sku) ?? 0) + had * each.quantity);
    return available < quantity ? [{ sku, available }] : [];
  });
}

/** What of a SKU's levels it is sold by. */
export type SoldLevels = Pick<StockLevels, "locations" | "promisable">;
export type LevelsBySku = ReadonlyMap<string, SoldLevels>;

/** Units of a SKU that a market's shoppers may buy right now; Infinity of one that is not counted. */
export const sellableUnits = (sku: string, levels: LevelsBySku, supply: Supply, market: MarketId | null): number =>
  unitsHere(sku, levels, supply, market) + (levels.get(sku)?.promisable ?? 0);

/** The same without those that would be sold before they are here. */
export function unitsHere(sku: string, levels: LevelsBySku, supply: Supply, market: MarketId | null): number {
  const policy = policyOf(supply, sku);
  if (!policy.tracked) return Number.POSITIVE_INFINITY;
  return Math.max(0, freeUnits(levels.get(sku), supply) - keptBack(policy, market));
}

/** Units at the locations that sell, before any is kept back. */
export function freeUnits(levels: SoldLevels | undefined, supply: Supply): number {
  const selling = new Set(nearestFirst(supply.locations, ""));
  return (levels?.locations ?? [])
    .filter(({ location }) => selling.has(location))
    .reduce((sum, { onHand, held }) => sum + onHand - held, 0);
}

/** Brings a SKU's level from its object to what lists and badges read. Bears any repeat and any order: it reads what is true now. */
import { bundlesFrom } from "../catalog/bundles/bundle.ts";
import { listBundlesWith } from "../catalog/bundles/bundle-store.ts";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import { productTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import { CHANGE_MAX } from "../ledger/ask-limits.ts";
import { MAIN } from "../ledger/ledger.ts";
import type { World } from "../world.ts";
import { readShown } from "./shown-stock-store.ts";
import { type StockLevels, unopenedLevels } from "./stock.ts";
import { readLevelsOf } from "./stock-flow.ts";
import { upsertStockLevel } from "./stock-store.ts";
import { componentsOf, policyOf, type Supply } from "./supply.ts";
import { readSupply } from "./supply-store.ts";

/** Bundles that one SKU may be part of: each is projected with it. */
export const BUNDLES_WITH_MAX = 100;

/** Projects the SKU, and the bundles that it is part of; answers them all. */
export async function projectStock(world: World, sku: string): Promise<string[]> {
  const skus = [sku, ...(await listBundlesWith(world.catalog, sku, BUNDLES_WITH_MAX))];
  for (const each of skus) await projectLevel(world, each);
  return skus;
}

/** Voids the product's kept pages only where what they say of stock has changed: purges are few and precious. */
export async function projectLevel(world: World, sku: string): Promise<void> {
  const [facts] = await readVariantStockFacts(world.catalog, [sku]);
  const levels = (await readLevelsNow(world, [sku])).get(sku);
  if (!facts || !levels) return; // The variant was deleted since: there is nothing to show.
  const { productId, lowStockAt } = facts;
  const before = (await readShown(world.catalog, [sku])).get(sku);
  const { number, ...units } = levels;
  const row = { ...units, productId, lowStockAt, ledgerNumber: number, updatedAtMs: world.nowMs() };
  const isNewest = await upsertStockLevel(world.catalog, row);
  const after = (await readShown(world.catalog, [sku])).get(sku);
  if (isNewest && before?.shown !== after?.shown) await purgePages(world, [productTag(productId)]);
}

/**
 * Levels from the objects, by SKU, as they are projected: of a bundle those that its components leave it. SKUs the store
 * does not know are left out.
 */
export async function readLevelsNow(world: World, skus: readonly string[]): Promise<Map<string, StockLevels>> {
  const supply = await readSupply(world.catalog, skus);
  const parts = skus.flatMap((sku) => componentsOf(supply, sku)).map((part) => part.sku);
  const levels = await readLevelsOf(world, [...skus, ...parts]);
  return new Map(
    skus.flatMap((sku) => {
      const own = levels.get(sku);
      if (!own) return [];
      return [[sku, supply.components.has(sku) ? levelsOfBundle(own, supply, levels) : own] as const];
    }),
  );
}

/** As many as could be put together of all that is there: nothing of it is kept back, held or owed as a bundle. */
function levelsOfBundle(
  { sku, number }: StockLevels,
  supply: Supply,
  levels: ReadonlyMap<string, StockLevels>,
): StockLevels {
  const bundlesBy = (unitsOf: (level: StockLevels) => number) =>
    bundlesFrom(componentsOf(supply, sku), (part) => {
      const level = levels.get(part);
      return policyOf(supply, part).tracked ? (level ? unitsOf(level) : 0) : CHANGE_MAX;
    });
  const here = bundlesBy(({ available }) => available);
  const promisable = bundlesBy((level) => level.available + level.promisable) - here;
  return { ...unopenedLevels(sku, here, MAIN, promisable), locations: [], number };
}

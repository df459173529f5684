/** Brings what a SKU's object must know of its policy to it. Bears any repeat and any order: it reads what is true now. */
import { assert } from "../base/assert.ts";
import { listBundlesWith } from "../catalog/bundles/bundle-store.ts";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import { productTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { BUNDLES_WITH_MAX, projectStock } from "./project-stock-flow.ts";
import { allowPromises, readOwnLevels, splitStock } from "./stock-flow.ts";
import { tellStockNews } from "./stock-news-flow.ts";
import { promiseCapOf, type StockPolicy } from "./stock-policy.ts";
import { readPolicy } from "./supply-store.ts";

/** A policy that is saved this often while it is applied is a bug. */
const TRIES_MAX = 10;

/** Ends when what was applied is still the policy: of two at once, the older one never has the last word. */
export async function applyPolicy(world: World, sku: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    assert(tries <= TRIES_MAX, "a policy stays as it is while it is applied");
    const policy = await readPolicy(world.catalog, sku);
    await apply(world, sku, policy);
    if ((await readPolicy(world.catalog, sku)).version === policy.version) return;
  }
}

async function apply(world: World, sku: string, policy: StockPolicy): Promise<void> {
  // Of what is not counted, and was not promised or split before, no object needs to know.
  if (!policy.tracked && policy.version <= 1) return;
  const { buckets, number } = await readOwnLevels(world, sku);
  // A ledger that was never opened will be, by the policy of that time.
  const allow = async () => number > 0 && (await allowPromises(world, sku, promiseCapOf(policy)));
  if (policy.buckets > 0) await allow();
  if (buckets !== policy.buckets) await splitStock(world, sku, policy.buckets);
  if (policy.buckets === 0) await allow();
}

/** For the event: whatever a crash left undone is done, and pages and lists say what is true from now on. */
export async function followPolicy(world: World, sku: string): Promise<void> {
  await applyPolicy(world, sku);
  for (const changed of await projectStock(world, sku)) await tellStockNews(world, changed);
  const bundles = await listBundlesWith(world.catalog, sku, BUNDLES_WITH_MAX);
  const facts = await readVariantStockFacts(world.catalog, [sku, ...bundles]);
  await purgePages(world, [...new Set(facts.map(({ productId }) => productTag(productId)))]);
}

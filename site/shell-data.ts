/** What a page can do without: it is read aside, and its failing is logged and costs the page only that part. */
import { whyOf } from "../worker/base/why.ts";
import type { CategoryNode } from "../worker/catalog/category.ts";
import { readCategoryTree } from "../worker/catalog/category-store.ts";
import { listSoldCollections, type SoldCollection } from "../worker/catalog/groups/sold-collections-store.ts";
import { readSoldCategories, soldOf } from "../worker/catalog/sold-categories-store.ts";
import type { Market } from "../worker/markets/markets.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../worker/tax/tax-settings.ts";
import { readTaxFacts } from "../worker/tax/tax-store.ts";
import type { World } from "../worker/world.ts";

/** Worlds, each of one request, whose page lacks a part. */
const lacking = new WeakSet<World>();
/** Whether the page made of this world lacks a part so far: nobody else is to get it. */
export const lacksPart = (world: World): boolean => lacking.has(world);

export const noteLacking = (world: World): void => void lacking.add(world);

/** The value, or `instead` when the work fails. */
export async function orElse<Value>(world: World, what: string, work: Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    noteLacking(world);
    world.log.error("page.part_missing", { what, why: whyOf(error) });
    return instead;
  }
}

/** What staff said of the shop itself; when it cannot be read as a new store has it, but for what would be a promise. */
export const readShopFacts = (world: World): Promise<TaxSettings> =>
  orElse(
    world,
    "shop facts",
    readTaxFacts(world).then(({ settings }) => settings),
    { ...FIRST_SETTINGS, returnDays: 0 },
  );

/** By the world of one request: the parts of a page ask for the same. */
const menus = new WeakMap<World, Promise<readonly CategoryNode[]>>();
/** What is on sale in a page's market, as a tree in its language; empty when it cannot be read. */
export function readMenu(world: World, market: Market): Promise<readonly CategoryNode[]> {
  const menu = menus.get(world) ?? orElse(world, "categories", readSoldTree(world, market), []);
  menus.set(world, menu);
  return menu;
}

/** Collections with something on sale in a page's market; none when they cannot be read. */
export const readCollections = (world: World, market: Market, limit?: number): Promise<readonly SoldCollection[]> =>
  orElse<readonly SoldCollection[]>(world, "collections", listSoldCollections(world, market, limit), []);

async function readSoldTree(world: World, market: Market): Promise<readonly CategoryNode[]> {
  const [tree, sold] = await Promise.all([readCategoryTree(world, market.language), readSoldCategories(world, market)]);
  return soldOf(tree, sold);
}

/**
 * Categories that have something on sale in a market, themselves or below: what a menu leads to. One that has nothing keeps its
 * page, which says so, and is shown again with its first product.
 */
import { sql } from "drizzle-orm";
import { newMemory } from "../base/memory-store.ts";
import { whyOf } from "../base/why.ts";
import type { Market, MarketId } from "../markets/markets.ts";
import { priceListOf } from "../pricing/price-list.ts";
import type { World } from "../world.ts";
import { CATEGORIES_MAX, type CategoryNode } from "./category.ts";
import { onSale } from "./on-sale-store.ts";

const REMEMBERED_MS = 20_000;
const remembered = newMemory<MarketId, ReadonlySet<string> | null>(REMEMBERED_MS);

/**
 * Null where it cannot be read, which is remembered too: of a category whose products are nearly all sold elsewhere each is
 * looked at, and a database that takes too long for that is not asked by every page.
 */
export const readSoldCategories = (world: World, market: Market): Promise<ReadonlySet<string> | null> =>
  remembered.recall(market.id, world.nowMs(), async () => {
    try {
      return await listSoldIds(world, market);
    } catch (error) {
      world.log.error("categories.sold_unknown", { market: market.id, why: whyOf(error) });
      return null;
    }
  });

async function listSoldIds(world: World, market: Market): Promise<ReadonlySet<string>> {
  const rows = await world.catalog.all<{ id: string }>(sql`
    SELECT c.id FROM categories c WHERE EXISTS (
      SELECT 1 FROM product_categories pc CROSS JOIN products p ON p.id = pc.product_id
        CROSS JOIN product_prices pp ON pp.product_id = p.id AND pp.list_id = ${priceListOf(market)}
      WHERE pc.category_id = c.id AND ${onSale(market.id, world.nowMs())})
    LIMIT ${CATEGORIES_MAX}`);
  return new Set(rows.map(({ id }) => id));
}

/** What a category's page leads on to. */
export const readSoldBelow = async (
  world: World,
  market: Market,
  { children }: CategoryNode,
): Promise<readonly CategoryNode[]> =>
  children.length === 0 ? [] : soldOf(children, await readSoldCategories(world, market));

/**
 * Those of a tree that are among them; all of it where that is not known. Products are in all categories above their own, so a
 * branch ends where nothing is sold.
 */
export const soldOf = (tree: readonly CategoryNode[], sold: ReadonlySet<string> | null): readonly CategoryNode[] =>
  sold === null
    ? tree
    : tree.filter(({ id }) => sold.has(id)).map((node) => ({ ...node, children: [...soldOf(node.children, sold)] }));

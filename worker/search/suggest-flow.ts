/** Gathers what is suggested while a search is typed, from what others searched, the categories, and the index. */
import type { CategoryNode } from "../catalog/category.ts";
import { readCategoryTree } from "../catalog/category-store.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { readPopularQueries } from "./popular-queries-flow.ts";
import { searchProducts } from "./search-flow.ts";
import { goesOn, NO_SUGGESTIONS, SUGGESTED_MAX, type Suggestions } from "./suggestion.ts";

/** `q` as `queryOf` answers it; an empty one has no suggestions. */
export async function suggest(world: World, market: Market, q: string): Promise<Suggestions> {
  if (q === "") return NO_SUGGESTIONS;
  const [popular, found, tree] = await Promise.all([
    readPopularQueries(world, market),
    searchProducts(world, market, { q, limit: SUGGESTED_MAX.products }),
    readCategoryTree(world, market.language),
  ]);
  const products = found.ok ? found.value.items : [];
  const brands = [...new Set(products.map(({ brand }) => brand))].filter((brand) => goesOn(brand, q));
  return {
    corrected: null,
    queries: popular.filter((each) => goesOn(each, q)).slice(0, SUGGESTED_MAX.queries),
    categories: flat(tree)
      .filter(({ name }) => goesOn(name, q))
      .slice(0, SUGGESTED_MAX.categories)
      .map(({ slug, name, image }) => ({ slug, name, image })),
    brands: brands.slice(0, SUGGESTED_MAX.brands),
    products,
  };
}

/** Every category, those above before those below. */
const flat = (nodes: readonly CategoryNode[]): CategoryNode[] => [
  ...nodes,
  ...nodes.flatMap(({ children }) => flat(children)),
];

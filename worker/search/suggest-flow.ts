/** Gathers what is suggested while a search is typed: from what others searched, the categories, and the index. */
import type { CategoryNode } from "../catalog/category.ts";
import { readCategoryTree } from "../catalog/category-store.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { completeQuery } from "./complete-query-flow.ts";
import { searchProducts } from "./search-flow.ts";
import { readPopularQueries } from "./staff/popular-queries-flow.ts";
import { goesOn, NO_SUGGESTIONS, queriesOf, SUGGESTED_MAX, type Suggestions } from "./suggestion.ts";

/** Products that are looked at: brands and the words of completions come from them too. */
const LOOKED_AT = 12;
/** Those that are compared for it: however many products begin so, what is typed is answered as quickly. */
const COMPARED = 60;

/** `q` as `queryOf` answers it; an empty one has no suggestions. */
export async function suggest(world: World, market: Market, q: string): Promise<Suggestions> {
  if (q === "") return NO_SUGGESTIONS;
  const [popular, tree, completions] = await Promise.all([
    readPopularQueries(world, market),
    readCategoryTree(world, market.language),
    completeQuery(world, market, q),
  ]);
  const { head, terms, isCommon } = completions;
  const meant = isCommon ? head + terms[0] : q;
  const found = await searchProducts(world, market, { q: meant, limit: LOOKED_AT, facets: false, compared: COMPARED });
  const products = found.ok ? found.value.items : [];
  const corrected = isCommon || !found.ok ? null : (found.value.corrected?.text ?? null);
  const typed = corrected ?? q;
  const categories = flat(tree).filter(({ name }) => goesOn(name, typed));
  const names = [...categories, ...flat(tree)].map(({ name }) => name);
  const brands = [...new Set(products.map(({ brand }) => brand))].filter((brand) => goesOn(brand, typed));
  return {
    corrected,
    queries: queriesOf({ typed: q, popular, completions, names: [...names, ...products.map(({ title }) => title)] }),
    categories: categories.slice(0, SUGGESTED_MAX.categories).map(({ slug, name, image }) => ({ slug, name, image })),
    brands: brands.slice(0, SUGGESTED_MAX.brands),
    products: products.slice(0, SUGGESTED_MAX.products),
    partial: completions.partial || (found.ok && found.value.partial),
  };
}

/** Every category, those above before those below. */
const flat = (nodes: readonly CategoryNode[]): CategoryNode[] => [
  ...nodes,
  ...nodes.flatMap(({ children }) => flat(children)),
];

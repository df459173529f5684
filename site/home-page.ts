/** What home shows of the catalogue: the best placed, those of them that are reduced, and the newest. */
import type { ProductCard, ProductSort } from "../worker/catalog/product.ts";
import { beginProductCards } from "../worker/catalog/product-store.ts";
import type { Market } from "../worker/markets/markets.ts";
import type { World } from "../worker/world.ts";
import { orElse } from "./shell-data.ts";

const FEATURED = 8;
const NEWEST = 4;
const REDUCED = 4;
/** Of so many of the best placed, those that are reduced are shown by themselves. */
const LOOKED_AT = 60;

type Cards = readonly ProductCard[];
export type HomeLists = Awaited<ReturnType<typeof readHomeLists>>;

/** `ids` are of all that may be shown; which of them are is known once `shown`, which never fails, has read their cards. */
export async function readHomeLists(world: World, market: Market) {
  const begin = async (
    what: string,
    sort: ProductSort,
    limit: number,
  ): Promise<{ ids: readonly string[]; items: Promise<Cards> }> => {
    const begun = await orElse(world, what, beginProductCards(world, market, { sort, limit }), null);
    if (!begun?.ok) return { ids: [], items: Promise.resolve([]) };
    const { ids, items } = begun.value;
    return { ids, items: orElse<Cards>(world, what, items, []) };
  };
  const [best, newest] = await Promise.all([
    begin("featured", "featured", LOOKED_AT),
    begin("newest", "newest", FEATURED + REDUCED + NEWEST),
  ]);
  return {
    ids: [...new Set([...best.ids, ...newest.ids])],
    shown: Promise.all([best.items, newest.items]).then(([bestCards, newestCards]) => choose(bestCards, newestCards)),
  };
}

/** Each product once. */
function choose(best: Cards, newestAll: Cards): { featured: Cards; reduced: Cards; newest: Cards } {
  const featured = best.slice(0, FEATURED);
  const reduced = best.slice(FEATURED).filter(isReduced).slice(0, REDUCED);
  const shown = new Set([...featured, ...reduced].map(({ id }) => id));
  return { featured, reduced, newest: newestAll.filter(({ id }) => !shown.has(id)).slice(0, NEWEST) };
}
const isReduced = ({ price, compareAtMinor }: ProductCard): boolean =>
  compareAtMinor !== null && compareAtMinor > price.amountMinor;

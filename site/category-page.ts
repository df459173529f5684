/** A category's products and filters, as its page's address asks for them. */
import type { AstroGlobal } from "astro";
import type { CategoryFound } from "../worker/catalog/category.ts";
import { PRODUCT_SORTS } from "../worker/catalog/product.ts";
import { CATALOG_TAG, categoryListTag, categoryTag, productTag } from "../worker/http/cache-policy.ts";
import { readSecondsLeft } from "../worker/http/true-until.ts";
import { beginCategory } from "../worker/search/browse-flow.ts";
import type { Filters } from "../worker/search/facets/facet.ts";
import { partsOfFilters } from "../worker/search/facets/filter-address.ts";
import { listAskOf, PER_PAGE, readPage, restOf } from "./listing.ts";
import { setCachePolicy } from "./page-headers.ts";

export type CategoryList = Awaited<ReturnType<typeof readCategoryList>>;

/** Where its page is, with the filters and the sort that were asked for, from one place on. */
export function categoryHref({ locals, url }: AstroGlobal, slug: string) {
  const { market, paths } = locals;
  const { sort } = listAskOf(url, market, PRODUCT_SORTS);
  return (chosen: Filters, from: string | null = null) =>
    paths.category(
      slug,
      { sort: sort === PRODUCT_SORTS[0] ? null : sort, cursor: from },
      partsOfFilters(chosen, market.currency),
    );
}

/**
 * Lets the edge keep the page, unless its products could not be found, or not all of them. `rest` is still read when this answers:
 * the page begins without it.
 */
export async function readCategoryList(astro: AstroGlobal, { category, path }: CategoryFound) {
  const { world, market } = astro.locals;
  const ask = listAskOf(astro.url, market, PRODUCT_SORTS);
  const { sort, filters, cursor } = ask;
  const rootId = path[0]?.id ?? category.id;
  const secondsLeft = readSecondsLeft(world);
  const { page, isMoved } = await readPage(world, "products", cursor, (from) =>
    beginCategory(world, market, { categoryId: category.id, rootId, filters, sort, limit: PER_PAGE, cursor: from }),
  );
  // What is missing now is there in a moment: such an answer is nobody else's.
  if (page && !page.partial) {
    const own = [CATALOG_TAG, categoryTag(category.id), categoryListTag(category.id)];
    setCachePolicy(astro, "page", [...own, ...page.ids.map(productTag)], await secondsLeft(() => page.ids));
  }
  return { ask, isMoved, rest: page && restOf(world, "products", page) };
}

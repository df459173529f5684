/** Lists of products as their addresses ask for them: order, filters, place in the list. Pages of search and of categories. */

import type { Outcome } from "../worker/base/outcome.ts";
import { PRODUCT_SORTS, type ProductSort } from "../worker/catalog/product.ts";
import type { Market } from "../worker/markets/markets.ts";
import { countFilters, type Filters, NO_FILTERS } from "../worker/search/facets/facet.ts";
import { filtersOfAddress } from "../worker/search/facets/filter-address.ts";
import type { ListBegun, ListPage } from "../worker/search/list-page.ts";
import type { World } from "../worker/world.ts";
import { noteLacking, orElse } from "./shell-data.ts";

/** `relevance` is the order of a search, where nobody asks for another. */
export const SEARCH_SORTS = ["relevance", ...PRODUCT_SORTS] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];

/** `isWrong`: the address has filters that cannot be read, and none is applied. */
export type ListAsk<Sort extends string> = {
  sort: Sort;
  filters: Filters;
  isWrong: boolean;
  cursor: string | undefined;
};

/** Products of a page, of a search and a category alike. */
export const PER_PAGE = 24;
/** Pictures above the fold. */
export const FIRST_ROW = 4;

/** A sort that is unknown is the first of `sorts`. */
export function listAskOf<Sort extends SearchSort>(
  url: URL,
  market: Market,
  sorts: readonly [Sort, ...Sort[]],
): ListAsk<Sort> {
  const { searchParams } = url;
  const wished = searchParams.get("sort");
  const read = filtersOfAddress(searchParams, market.currency);
  const filters = read.ok ? read.value : NO_FILTERS;
  return {
    sort: sorts.find((sort) => sort === wished) ?? sorts[0],
    filters,
    isWrong: !read.ok,
    cursor: searchParams.get("cursor") ?? undefined,
  };
}

/** Whether this is the list as it first comes: what search engines may keep. */
export const isPlain = <Sort extends ProductSort>({ sort, filters, cursor }: ListAsk<Sort>, first: Sort): boolean =>
  sort === first && !cursor && countFilters(filters) === 0;

/** Null where the list cannot be read. A cursor that leads nowhere any more leads to the first page: `isMoved`. */
export async function readPage<Page>(
  world: World,
  what: string,
  cursor: string | undefined,
  read: (cursor: string | undefined) => Promise<Outcome<Page, unknown>>,
): Promise<{ page: Page | null; isMoved: boolean }> {
  const wanted = await orElse(world, what, read(cursor), null);
  if (wanted === null || wanted.ok) return { page: wanted?.value ?? null, isMoved: false };
  const first = await orElse(world, what, read(undefined), null);
  return { page: first?.ok ? first.value : null, isMoved: true };
}

/** What is still read of a page that has begun; null where it cannot be. One that parts of the index are missing from is nobody else's. */
export async function restOf<Page extends ListPage>(
  world: World,
  what: string,
  { whole }: ListBegun<Page>,
): Promise<Page | null> {
  const page = await orElse(world, what, whole, null);
  if (page?.partial) noteLacking(world);
  return page;
}

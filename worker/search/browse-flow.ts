/** A category's products: narrowed by facets, in any order, from the databases that its root category lies in. */
import { type CursorPart, cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readRootId } from "../catalog/category-store.ts";
import type { ProductSort } from "../catalog/product.ts";
import { readProductCards } from "../catalog/product-store.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { countFilters, type Filters } from "./facets/facet.ts";
import { eachOnce, listFacets } from "./facets/list-facets-flow.ts";
import { askShards } from "./index/ask-shards-flow.ts";
import { listMerged, type Search } from "./index/find-candidates-flow.ts";
import { matchOfCategory } from "./index/index-marks.ts";
import {
  INDEX_SORTS,
  type IndexSort,
  listMatched,
  listPlain,
  listSorted,
  type MatchAsk,
  type MatchedRow,
  WALKED_MAX,
  type Walked,
} from "./index/match-store.ts";
import { sumTotals } from "./index/read-vocabulary-flow.ts";
import { soldTotal } from "./index/row-terms.ts";
import { databasesOf, databasesOfRoots } from "./index/search-shard.ts";
import { hiddenShards } from "./index/search-state.ts";
import { readKeptState } from "./index/search-state-store.ts";
import type { ListBegun, ListPage } from "./list-page.ts";
import { listNameOf } from "./list-place.ts";
import { categoryKind } from "./ranking/kind.ts";
import { CANDIDATES_MAX } from "./ranking/match-rounds.ts";
import { wholeOf } from "./whole-page-flow.ts";

/** `rootId`: the category at the top above it, where that is known. */
type BrowseAsk = {
  categoryId: string;
  rootId?: string;
  filters: Filters;
  sort: ProductSort;
  limit: number;
  cursor?: string | undefined;
};
type Browse = Pick<MatchAsk, "over" | "match" | "market" | "filters">;
/** Of a page: its products in order, and the cursor of the next. */
type Listed = { ids: string[]; nextCursor: string | null };
type Wrong = { code: "cursor.invalid" };

/** Walks of one page: what a range leaves out of one is looked for in the next. */
const WALKS_MAX = 4;

/** `total` is exact up to `CANDIDATES_MAX`, beyond that about. */
export const browseCategory = async (world: World, market: Market, ask: BrowseAsk): Promise<Outcome<ListPage, Wrong>> =>
  wholeOf(await beginCategory(world, market, ask));

/** Which products its page has, as soon as that is known. */
export async function beginCategory(
  world: World,
  market: Market,
  ask: BrowseAsk,
): Promise<Outcome<ListBegun<ListPage>, Wrong>> {
  const search = await searchOfCategory(world, ask);
  const browse: Browse = {
    over: "words",
    match: matchOfCategory(ask.categoryId, market),
    market,
    filters: ask.filters,
  };
  const compared = listMerged(world, search, listMatched, { ...browse, after: null, limit: CANDIDATES_MAX + 1 });
  // Who waits for the whole page hears of it.
  compared.catch(() => undefined);
  const listed = await listPage(world, search, browse, ask);
  if (!listed.ok) return listed;
  const { ids, nextCursor } = listed.value;
  const readRest = async (): Promise<ListPage> => {
    const [items, counted] = await Promise.all([
      readProductCards(world, market, ids),
      compared.then((walked) => countList(world, search, walked, { ...ask, browse })),
    ]);
    return { items, nextCursor, ...counted, partial: search.missing.size > 0 };
  };
  return done({ ids, partial: search.missing.size > 0, whole: readRest() });
}

async function countList(
  world: World,
  search: Search,
  walked: Walked<MatchedRow>,
  { browse, ...ask }: BrowseAsk & { browse: Browse },
): Promise<Pick<ListPage, "total" | "isAbout" | "sortedOf" | "facets">> {
  const [facets, total] = await Promise.all([
    listFacets(world, search, walked.rows, browse),
    totalOf(world, search, browse.market, walked, ask),
  ]);
  const isAbout = walked.end !== null;
  return { total, isAbout, sortedOf: sortedOf(ask, total, isAbout), facets };
}

/** Narrowed, nobody has counted what there is beyond what was read. */
const sortedOf = ({ sort, filters }: BrowseAsk, total: number, isAbout: boolean): number | null =>
  sort !== "featured" && isAbout && (total > WALKED_MAX || countFilters(filters) > 0) ? WALKED_MAX : null;

async function searchOfCategory(world: World, { categoryId, rootId }: BrowseAsk): Promise<Search> {
  const state = await readKeptState(world);
  const all = databasesOf(state.placement);
  if (all.length === 1) return { state, names: all, missing: new Set() };
  const root = rootId ?? (await readRootId(world.catalog, categoryId));
  return { state, names: databasesOfRoots(state.placement, [root]), missing: new Set() };
}

/** Without filters, the sum that the index keeps of a category tells of more than were read. */
async function totalOf(
  world: World,
  { state, names, missing }: Search,
  market: Market,
  { rows, end }: Walked<MatchedRow>,
  { categoryId, filters }: BrowseAsk,
): Promise<number> {
  const read = eachOnce(rows.slice(0, CANDIDATES_MAX)).length;
  if (end === null || countFilters(filters) > 0) return read;
  const name = soldTotal(market.id, categoryKind(categoryId));
  const here = names.filter((each) => !missing.has(each));
  const sums = await sumTotals(world, state, here, [name]);
  return Math.max(read, sums.get(name) ?? 0);
}

async function listPage(world: World, search: Search, browse: Browse, ask: BrowseAsk): Promise<Outcome<Listed, Wrong>> {
  if (ask.sort === "featured") return listFeatured(world, search, browse, ask);
  return listInOrder(world, search, browse, { ...ask, sort: ask.sort });
}

/** The index's own order: each page goes on after the number of the last row shown, however far. */
async function listFeatured(
  world: World,
  search: Search,
  browse: Browse,
  ask: BrowseAsk,
): Promise<Outcome<Listed, Wrong>> {
  const list = listOf(browse, ask);
  const after = ask.cursor === undefined ? [null] : partsOfCursor(ask.cursor, list, ["number"]);
  if (!after) return refused({ code: "cursor.invalid" });
  const limit = ask.limit + 1;
  let end = after[0] === null ? null : Number(after[0]);
  let products: MatchedRow[] = [];
  for (let walk = 0; walk < WALKS_MAX && products.length <= ask.limit; walk += 1) {
    const found = await listMerged(world, search, listPlain, { ...browse, after: end, limit });
    products = eachOnce([...products, ...found.rows]);
    end = found.end;
    if (end === null) break;
  }
  const next = products[ask.limit];
  const goesOnAfter = next ? next.number - 1 : end;
  return done({
    ids: idsOf(products.slice(0, ask.limit)),
    nextCursor: goesOnAfter === null ? null : cursorOf(list, [goesOnAfter]),
  });
}

/** Any other order; a page goes on after the key and the id of the last product shown. */
async function listInOrder(
  world: World,
  search: Search,
  browse: Browse,
  ask: BrowseAsk & { sort: IndexSort },
): Promise<Outcome<Listed, Wrong>> {
  const { kind, isDescending } = INDEX_SORTS[ask.sort];
  const list = listOf(browse, ask);
  const beyond = ask.cursor === undefined ? null : partsOfCursor(ask.cursor, list, [kind, "string"]);
  if (ask.cursor !== undefined && !beyond) return refused({ code: "cursor.invalid" });
  const limit = ask.limit + 1;
  const { answers, missing } = await askShards(world, search.names, (db, name) =>
    listSorted(db, search.state.serving, {
      ...browse,
      sort: ask.sort,
      beyond: beyond && [beyond[0] ?? "", String(beyond[1])],
      hidden: hiddenShards(search.state, name),
      limit,
    }),
  );
  for (const name of missing) search.missing.add(name);
  const sign = isDescending ? -1 : 1;
  const products = eachOnce([...answers.values()].flat().sort((a, b) => sign * compare(ask.sort, a, b)));
  const shown = products.slice(0, ask.limit);
  const last = products.length > ask.limit ? shown.at(-1) : undefined;
  return done({ ids: idsOf(shown), nextCursor: last ? cursorOf(list, [keyOf(ask.sort, last), last.productId]) : null });
}

const listOf = ({ market, filters }: Browse, { categoryId, sort }: BrowseAsk): string =>
  listNameOf(["category", market.id, sort, categoryId, filters]);
const idsOf = (rows: readonly MatchedRow[]): string[] => rows.map(({ productId }) => productId);

function keyOf(sort: IndexSort, row: MatchedRow): CursorPart {
  if (sort === "newest") return row.createdAtMs;
  return sort === "name" ? row.label : row.price;
}

/** As the databases order them: SQLite's NOCASE knows the case of ASCII letters only. */
function compare(sort: IndexSort, a: MatchedRow, b: MatchedRow): number {
  const [left, right] = [folded(keyOf(sort, a)), folded(keyOf(sort, b))];
  if (left !== right) return left < right ? -1 : 1;
  return a.productId < b.productId ? -1 : a.productId > b.productId ? 1 : 0;
}
const folded = (key: CursorPart): CursorPart =>
  typeof key === "string" ? key.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : key;

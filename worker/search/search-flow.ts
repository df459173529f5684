/**
 * Finds products by words: what the words mean is read from the vocabulary, candidates come from every database of the
 * index, the rules of search say which is best. Databases that do not answer in time are left out, and the page says so.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readRootId } from "../catalog/category-store.ts";
import type { ProductSort } from "../catalog/product.ts";
import { readProductCards } from "../catalog/product-store.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { countFilters, type Filters, NO_FILTERS } from "./facets/facet.ts";
import { listFacets } from "./facets/list-facets-flow.ts";
import { findCandidates, type Search } from "./index/find-candidates-flow.ts";
import { databasesOf, databasesOfRoots } from "./index/search-shard.ts";
import type { SearchState } from "./index/search-state.ts";
import { readKeptState } from "./index/search-state-store.ts";
import type { ListBegun, ListPage } from "./list-page.ts";
import { listNameOf, pageAfter, placeOf } from "./list-place.ts";
import { planSearch } from "./plan-search-flow.ts";
import { orderedIds } from "./ranking/order-candidates.ts";
import type { QueryPlan } from "./ranking/search-plan.ts";
import type { SearchRules } from "./staff/search-rule.ts";
import { readSearchRules } from "./staff/search-rules-store.ts";
import { wholeOf } from "./whole-page-flow.ts";
import { wordsIn } from "./words/field-words.ts";
import { spelledAs } from "./words/spelled-as.ts";

/** `exact`: misspelt words are searched as they are. Without `facets` wanted, none are counted. */
type SearchAsk = {
  q: string;
  limit: number;
  filters?: Filters;
  sort?: "relevance" | ProductSort;
  cursor?: string | undefined;
  exact?: boolean;
  facets?: boolean;
  /** Rows that are compared at most: where a few products are wanted, fewer are quicker. */
  compared?: number;
  /** In place of those that hold: a preview of what staff are about to save. */
  rules?: SearchRules;
};

/** `corrected` is what was searched in place of what was typed. `relaxed`: nothing has every word. */
type Understood = { corrected: QueryPlan["corrected"]; relaxed: boolean };
export type SearchPage = ListPage & Understood;
/** `titles` are those of the page's products, as their words were found. */
type SearchBegun = ListBegun<SearchPage> & Understood & Pick<ListPage, "total"> & { titles: readonly string[] };
type Wrong = { code: "cursor.invalid" };

/** A query without a letter or digit finds nothing. */
export const searchProducts = async (
  world: World,
  market: Market,
  ask: SearchAsk,
): Promise<Outcome<SearchPage, Wrong>> => wholeOf(await beginSearch(world, market, ask));

/** Which products it finds, as soon as that is known. */
export async function beginSearch(world: World, market: Market, ask: SearchAsk): Promise<Outcome<SearchBegun, Wrong>> {
  const { q, filters = NO_FILTERS, sort = "relevance", exact = false, compared } = ask;
  const list = listNameOf(["search", market.id, sort, q, filters, exact]);
  const place = placeOf(ask.cursor, list);
  if (!place) return refused({ code: "cursor.invalid" });
  const state = await readKeptState(world);
  const search: Search = { state, names: await databasesFor(world, state, filters), missing: new Set() };
  const rules = ask.rules ?? (await readSearchRules(world, market));
  const asked = { q, market, exact, synonyms: rules.synonyms, filters, compared };
  const isPinned = sort === "relevance" && countFilters(filters) === 0;
  const [{ plan, statistics, rows, isCut, last }, pins] = await Promise.all([
    lookAsMeant(world, search, asked),
    isPinned ? soldOf(world, market, rules.pinsOf(q)) : [],
  ]);
  const most = rows.reduce((best, { concepts }) => Math.max(best, concepts), 0);
  // In another order than the best first, what has fewer words would stand before what has all.
  const listed = sort === "relevance" ? rows : rows.filter(({ concepts }) => concepts === most);
  const ids = [...new Set([...pins, ...orderedIds(sort, { plan, statistics, rows: listed })])];
  const page = pageAfter(ids, place, { list, limit: ask.limit });
  const onPage = new Set(page.ids);
  const titles = rows.filter(({ productId }) => onPage.has(productId)).map(({ label }) => label);
  const understood = {
    corrected: plan.corrected && { ...plan.corrected, text: spelledAs(plan.corrected.text, titles) },
    relaxed: rows.length > 0 && most < plan.concepts.length,
  };
  const readRest = async (): Promise<SearchPage> => {
    const [items, facets] = await Promise.all([
      readProductCards(world, market, page.ids),
      last && ask.facets !== false ? listFacets(world, search, listed, { ...last, market, filters }) : [],
    ]);
    return {
      items,
      nextCursor: page.nextCursor,
      total: ids.length,
      isAbout: isCut,
      sortedOf: sort !== "relevance" && isCut ? ids.length : null,
      facets,
      partial: search.missing.size > 0,
      ...understood,
    };
  };
  const begun = { ids: page.ids, total: ids.length, titles, partial: search.missing.size > 0, ...understood };
  return done({ ...begun, whole: readRest() });
}

type Asked = Parameters<typeof planSearch>[2] & { filters: Filters; compared: number | undefined };
type Looked = Awaited<ReturnType<typeof planSearch>> & Awaited<ReturnType<typeof findCandidates>>;

async function look(world: World, search: Search, { filters, compared, ...asked }: Asked): Promise<Looked> {
  const planned = await planSearch(world, search, asked);
  return {
    ...planned,
    ...(await findCandidates(world, search, planned.plan.rounds, { market: asked.market, filters, most: compared })),
  };
}

/** Where what it was mended to is not sold here, as it was typed. */
async function lookAsMeant(world: World, search: Search, asked: Asked): Promise<Looked> {
  const mended = await look(world, search, asked);
  return isMeantHere(mended) ? mended : look(world, search, { ...asked, exact: true });
}

/** A query is mended to words of products that this market shows: nobody hears of what is sold elsewhere. */
const isMeantHere = ({ plan, rows }: Looked): boolean =>
  plan.corrected?.changes.every(({ to }) =>
    rows.some(({ title, brand, category }) => [title, brand, category].some((field) => wordsIn(field).includes(to))),
  ) ?? true;

/** Those that may have products of the categories that are chosen; all where none is. */
async function databasesFor(world: World, { placement }: SearchState, { values }: Filters): Promise<string[]> {
  const all = databasesOf(placement);
  const categories = values.category ?? [];
  if (all.length === 1 || categories.length === 0) return all;
  const roots = await Promise.all(categories.map((id) => readRootId(world.catalog, id)));
  return databasesOfRoots(placement, roots);
}

/** Staff pin what they like; shoppers see of it what is sold to them. */
const soldOf = async (world: World, market: Market, pins: readonly string[]): Promise<string[]> =>
  (await readProductCards(world, market, pins)).map(({ id }) => id);

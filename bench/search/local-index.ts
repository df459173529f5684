/**
 * The store's own index in SQLite, in this process: its statements, its full texts, its rules, without a runtime and without
 * a catalogue beside it. So the search is tried on thousands of products in seconds.
 */
import type { Language } from "../../worker/markets/markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { NO_FILTERS } from "../../worker/search/facets/facet.ts";
import { findCandidates, type Search } from "../../worker/search/index/find-candidates-flow.ts";
import { numberOf, POPULARITY_MAX } from "../../worker/search/index/index-place.ts";
import type { IndexRow } from "../../worker/search/index/index-row.ts";
import { writeIndexRows } from "../../worker/search/index/index-store.ts";
import { freshState } from "../../worker/search/index/search-state.ts";
import { planSearch } from "../../worker/search/plan-search-flow.ts";
import { candidateOf } from "../../worker/search/ranking/order-candidates.ts";
import { rankCandidates } from "../../worker/search/ranking/rank-candidates.ts";
import type { Candidate, QueryPlan, Ranked } from "../../worker/search/ranking/search-plan.ts";
import type { World } from "../../worker/world.ts";
import { nodeDatabase } from "./node-database.ts";

const NAME = "SEARCH";
/** Products of one write. */
const CHUNK = 500;

export type LocalIndex = {
  search(q: string, language?: Language): Promise<{ plan: QueryPlan; ranked: readonly Ranked[] }>;
};

/** `language` is that of all the products' texts; every market has them all. */
export async function localIndexOf(products: readonly Candidate[], language: Language = "en"): Promise<LocalIndex> {
  const db = nodeDatabase();
  const state = freshState([NAME]);
  for (let from = 0; from < products.length; from += CHUNK)
    await writeIndexRows(db, state.serving, {
      rows: products.slice(from, from + CHUNK).map((product) => rowOf(product, language)),
      gone: [],
    });
  const databases = new Map([[NAME, db]]);
  const searchShards = { databases, deadlineMs: 0, memory: { kept: null, totals: null } };
  const world = { searchShards, nowMs: () => 0, sleep: () => new Promise(() => undefined) } as unknown as World;
  return {
    async search(q, asked = language) {
      const market = MARKETS.find((each) => each.language === asked);
      if (!market) throw new Error("Every language has a market");
      const search: Search = { state, names: [NAME], missing: new Set() };
      const { plan, statistics } = await planSearch(world, search, { q, market, exact: false, synonyms: [] });
      const { rows } = await findCandidates(world, search, plan.rounds, { market, filters: NO_FILTERS });
      return { plan, ranked: rankCandidates(plan, statistics, rows.map(candidateOf)) };
    },
  };
}

const MARKETS = SHIPPED_MARKETS.list;
const MARKET_IDS = MARKETS.map(({ id }) => id);
const PRICES = JSON.stringify(Object.fromEntries(MARKETS.map(({ currency }) => [currency, 100])));

function rowOf({ productId, fields, kinds, rank, popularity, inStock }: Candidate, language: Language): IndexRow {
  const placed = {
    ...{ productId, language: "any" as const, rank, completeness: 0 },
    popularity: Math.round(popularity * POPULARITY_MAX),
  };
  return {
    ...{ ...placed, ...fields, number: numberOf(placed), wordsIn: language, shard: 0, version: 1 },
    ...{
      inStock: inStock ? 1 : 0,
      createdAtMs: 0,
      markets: ` ${MARKET_IDS.join(" ")} `,
      prices: PRICES,
      label: productId,
    },
    facts: JSON.stringify({ k: kinds, b: "", v: [], n: [] }),
  };
}

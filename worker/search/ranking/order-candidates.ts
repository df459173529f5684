/** Puts what was found in the order that is asked for. */
import type { ProductSort } from "../../catalog/product.ts";
import type { Facts } from "../index/index-facts.ts";
import { POPULARITY_MAX } from "../index/index-place.ts";
import { rankCandidates } from "./rank-candidates.ts";
import type { Candidate, QueryPlan, SearchFields, TermStatistics } from "./search-plan.ts";

/** A candidate as the index has it. */
type Found = SearchFields & {
  productId: string;
  rank: number;
  popularity: number;
  inStock: number;
  createdAtMs: number;
  price: number;
  label: string;
  facts: Facts | null;
};

/** Ids of products, each once. What is equal goes by id, so that the order stays. */
export function orderedIds(
  sort: "relevance" | ProductSort,
  { plan, statistics, rows }: { plan: QueryPlan; statistics: TermStatistics; rows: readonly Found[] },
): string[] {
  if (sort === "relevance")
    return unique(rankCandidates(plan, statistics, rows.map(candidateOf)).map(({ productId }) => productId));
  return unique(rows.toSorted(ORDERS[sort]).map(({ productId }) => productId));
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** A candidate as the rules of ranking take it. */
export function candidateOf({ productId, title, brand, category, codes, text, kinds, ...row }: Found): Candidate {
  return {
    productId,
    fields: { title, brand, category, codes, text, kinds },
    kinds: row.facts?.k ?? [],
    rank: row.rank,
    popularity: row.popularity / POPULARITY_MAX,
    inStock: row.inStock === 1,
  };
}

type Order = (a: Found, b: Found) => number;
const byId: Order = (a, b) => (a.productId < b.productId ? -1 : 1);
const ORDERS: Record<ProductSort, Order> = {
  featured: (a, b) => b.rank - a.rank || byId(a, b),
  newest: (a, b) => b.createdAtMs - a.createdAtMs || byId(b, a),
  "price-asc": (a, b) => a.price - b.price || byId(a, b),
  "price-desc": (a, b) => b.price - a.price || byId(b, a),
  name: (a, b) => a.label.localeCompare(b.label) || byId(a, b),
};

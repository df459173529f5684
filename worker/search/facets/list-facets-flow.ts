/** Facets of a list. One that is chosen is counted as if it were not, so that more of its values can be added. */
import type { World } from "../../world.ts";
import { listMerged, type Search } from "../index/find-candidates-flow.ts";
import { listMatched, type MatchAsk, type MatchedRow } from "../index/match-store.ts";
import { CANDIDATES_MAX } from "../ranking/match-rounds.ts";
import { type Facet, type Filters, withoutFilter } from "./facet.ts";
import { type Counted, countFacets } from "./facet-count.ts";
import { readHiddenFacets } from "./facet-label-store.ts";

/** Chosen facets that are counted without themselves; further ones are counted as they are. */
const CHOSEN_MAX = 6;

/** `rows` is what was found with all filters; `ask` finds it again. */
export async function listFacets(
  world: World,
  search: Search,
  rows: readonly MatchedRow[],
  ask: Pick<MatchAsk, "over" | "match" | "market" | "filters">,
): Promise<Facet[]> {
  const chosen = chosenKeys(ask.filters).slice(0, CHOSEN_MAX);
  const hidden = await readHiddenFacets(world);
  const others = await Promise.all(
    chosen.map(async (key): Promise<[string, readonly Counted[]]> => {
      const filters = withoutFilter(ask.filters, key);
      const { rows: found } = await listMerged(world, search, listMatched, {
        ...ask,
        filters,
        after: null,
        limit: CANDIDATES_MAX,
      });
      return [key, eachOnce(found)];
    }),
  );
  return countFacets(eachOnce(rows), ask.filters, new Map(others), hidden);
}

const chosenKeys = ({ values, ranges }: Filters): string[] => [
  ...new Set([...Object.keys(values), ...Object.keys(ranges)]),
];

/** The first row of each product. */
export function eachOnce<Row extends { productId: string }>(rows: Iterable<Row>): Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.productId)) first.set(row.productId, row);
  return [...first.values()];
}

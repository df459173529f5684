/** Gathers what may answer a query from every database that may have it, strictest tier first, until there is enough. */
import type { World } from "../../world.ts";
import type { MatchTier } from "../ranking/search-plan.ts";
import { askShards } from "./ask-shards-flow.ts";
import { type listMatched, listWorded, type MatchAsk, type MatchedRow, type WordedRow } from "./match-store.ts";
import { hiddenShards, type SearchState } from "./search-state.ts";

/** Products that are compared for one query: the best placed of those that match. */
export const CANDIDATES_MAX = 300;

export type Search = {
  state: SearchState;
  /** Databases that may have what is looked for. */
  names: readonly string[];
  /** Those that did not answer in time; added to as they are asked. */
  missing: Set<string>;
};

/** `concepts`: how many of what was asked for a row has at least, by the tier that found it. */
type FoundRow = WordedRow & { concepts: number };
/** `isCut`: more products match than were read. `last` is the loosest tier that was asked. */
type Candidates = { rows: FoundRow[]; isCut: boolean; last: MatchTier | null };

export async function findCandidates(
  world: World,
  search: Search,
  tiers: readonly MatchTier[],
  ask: Pick<MatchAsk, "market" | "filters">,
): Promise<Candidates> {
  const rows = new Map<string, FoundRow>();
  let last: MatchTier | null = null;
  let isCut = false;
  for (const tier of tiers) {
    if (last && productsIn(rows.values()) >= last.enough)
      return { rows: [...rows.values()], isCut: isCut || last.concepts === tier.concepts, last };
    const limit = CANDIDATES_MAX + 1;
    const found = await listMerged(world, search, listWorded, { ...ask, ...tier, after: null, limit });
    for (const row of found.slice(0, CANDIDATES_MAX)) {
      const key = `${row.number} ${row.productId}`;
      if (!rows.has(key)) rows.set(key, { ...row, concepts: tier.concepts });
    }
    isCut = found.length === limit;
    last = tier;
  }
  return { rows: [...rows.values()], isCut, last };
}

/** Each product once; the rows of two languages are one product. */
const productsIn = (rows: Iterable<{ productId: string }>): number =>
  new Set(Array.from(rows, ({ productId }) => productId)).size;

type Lister<Row> = (
  db: Parameters<typeof listMatched>[0],
  generation: SearchState["serving"],
  ask: MatchAsk,
) => Promise<Row[]>;

/** The best placed of all databases: as many as are asked for, in the order of their numbers. */
export async function listMerged<Row extends MatchedRow>(
  world: World,
  { state, names, missing }: Search,
  list: Lister<Row>,
  ask: Omit<MatchAsk, "hidden">,
): Promise<Row[]> {
  const here = names.filter((name) => !missing.has(name));
  if (here.length === 0) return [];
  const { answers, missing: late } = await askShards(world, here, (db, name) =>
    list(db, state.serving, { ...ask, hidden: hiddenShards(state, name) }),
  );
  for (const name of late) missing.add(name);
  return [...answers.values()]
    .flat()
    .sort((a, b) => a.number - b.number || (a.productId < b.productId ? -1 : 1))
    .slice(0, ask.limit);
}

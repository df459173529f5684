/** Reads what a query means: its words, what the vocabulary knows of them, and what they were meant to be. */
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import type { Search } from "./find-candidates-flow.ts";
import { planQuery } from "./plan-query.ts";
import { readQuery } from "./query-words.ts";
import { readStatistics } from "./read-vocabulary-flow.ts";
import type { QueryPlan, Synonym, TermStatistics } from "./search-plan.ts";

export async function planSearch(
  world: World,
  search: Search,
  { q, market, synonyms }: { q: string; market: Market; exact: boolean; synonyms: readonly Synonym[] },
): Promise<{ plan: QueryPlan; statistics: TermStatistics }> {
  const read = readQuery(q, market.language, synonyms);
  const { statistics, missing } = await readStatistics(world, search.state, read.lookup);
  for (const name of missing) search.missing.add(name);
  return { plan: planQuery(read, statistics, []), statistics };
}

/** Reads what a query means: its words, what the vocabulary knows of them, and what they were meant to be. */
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import type { Search } from "./index/find-candidates-flow.ts";
import { readStatistics, withTerms } from "./index/read-vocabulary-flow.ts";
import { planQuery } from "./ranking/plan-query.ts";
import type { QueryPlan, Synonym, TermStatistics, VocabularyLookup } from "./ranking/search-plan.ts";
import { lookupToMend, mendQuery } from "./words/mend-query.ts";
import { type QueryWords, readQuery } from "./words/query-words.ts";

type Asked = { q: string; market: Market; exact: boolean; synonyms: readonly Synonym[] };

/** With `exact`, misspelt words stay as they are. A query that needs no mending reads the vocabulary once. */
export async function planSearch(
  world: World,
  search: Search,
  { q, market, exact, synonyms }: Asked,
): Promise<{ plan: QueryPlan; statistics: TermStatistics }> {
  const statisticsFor = async (lookup: VocabularyLookup): Promise<TermStatistics> => {
    const { statistics, missing } = await readStatistics(world, search.state, market.language, lookup, search.missing);
    for (const name of missing) search.missing.add(name);
    return statistics;
  };
  const read = readQuery(q, market.language, synonyms);
  const statistics = await statisticsFor(read.lookup);
  const mended = exact ? null : await mend(read, statistics, statisticsFor);
  if (!mended) return { plan: planQuery(read, statistics, []), statistics };
  const meant = readQuery(mended.text, market.language, synonyms);
  const ofMeant = await statisticsFor(meant.lookup);
  return { plan: planQuery(meant, ofMeant, mended.changes), statistics: ofMeant };
}

async function mend(
  read: QueryWords,
  statistics: TermStatistics,
  statisticsFor: (lookup: VocabularyLookup) => Promise<TermStatistics>,
): Promise<ReturnType<typeof mendQuery>> {
  const lookup = lookupToMend(read, statistics);
  return lookup ? mendQuery(read, withTerms(statistics, await statisticsFor(lookup))) : null;
}

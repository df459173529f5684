/** Words that the last word of a query may become while it is still being typed, from the index's own vocabulary. */
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { readStatistics } from "./index/read-vocabulary-flow.ts";
import { readKeptState } from "./index/search-state-store.ts";
import type { Completions } from "./suggestion.ts";
import { foldText } from "./words/fold-text.ts";
import { isUnspaced } from "./words/split-words.ts";

const LAST_WORD = /[\p{L}\p{M}\p{N}]+$/u;
/** One letter begins too much to say anything. */
const LETTERS_MIN = 2;

/** Costs the same however many products there are. */
export async function completeQuery(world: World, { language }: Market, q: string): Promise<Completions> {
  const last = LAST_WORD.exec(q)?.[0] ?? "";
  const beginning = foldText(last);
  const none: Completions = { head: q, terms: [], isCommon: false, partial: false };
  if (beginning.length < LETTERS_MIN || isUnspaced(beginning)) return none;
  const state = await readKeptState(world);
  const { statistics, missing } = await readStatistics(world, state, language, {
    terms: [beginning],
    keys: [],
    beginning,
  });
  const documents = (term: string) => statistics.terms.get(term)?.documents ?? 0;
  const terms = [...statistics.terms.keys()]
    .filter((term) => term !== beginning && term.startsWith(beginning))
    .sort((a, b) => documents(b) - documents(a) || (a < b ? -1 : 1));
  const isCommon = documents(terms[0] ?? "") > documents(beginning);
  return { head: q.slice(0, q.length - last.length), terms, isCommon, partial: missing.length > 0 };
}

/**
 * The index in memory: it answers the vocabulary's lookups and the tiers' matches as the databases do, so that the rules of
 * search are tried in seconds. `npm run bench:search` asks the store's own databases.
 */
import type { Language } from "../../worker/markets/markets.ts";
import { keysOfTerm } from "../../worker/search/index/vocabulary-keys.ts";
import { planQuery } from "../../worker/search/ranking/plan-query.ts";
import { rankCandidates } from "../../worker/search/ranking/rank-candidates.ts";
import type {
  Candidate,
  Kind,
  MatchTier,
  QueryPlan,
  Ranked,
  ScoredField,
  SearchField,
  TermFacts,
  TermStatistics,
  VocabularyLookup,
} from "../../worker/search/ranking/search-plan.ts";
import { describingWords, wordsIn } from "../../worker/search/words/field-words.ts";
import { lookupToMend, mendQuery } from "../../worker/search/words/mend-query.ts";
import { type QueryWords, readQuery } from "../../worker/search/words/query-words.ts";
import { matcherOf } from "./match-expression.ts";

const SCORED: readonly ScoredField[] = ["title", "brand", "category", "codes", "text"];
const FIELDS_OF: Readonly<Record<MatchTier["over"], readonly SearchField[]>> = {
  names: ["title", "brand", "category", "codes", "kinds"],
  words: ["title", "brand", "category", "codes", "text", "kinds"],
};
/** As many as the store reads for each tier. */
const CANDIDATES_MAX = 300;
const TERMS_OF_KEY_MAX = 40;
const COMPLETIONS_MAX = 8;

export type MemoryIndex = {
  search(q: string, language?: Language): { plan: QueryPlan; ranked: readonly Ranked[] };
};

/** `language` is that of all the products' texts. */
export function memoryIndexOf(products: readonly Candidate[], language: Language = "en"): MemoryIndex {
  const rows = products.toSorted((a, b) => b.rank - a.rank || (a.productId < b.productId ? -1 : 1));
  const vocabulary = vocabularyOf(rows, language);
  const match = matcherOf(rows.map(({ fields }) => fields));
  return {
    search(q, asked = language) {
      let read = readQuery(q, asked, []);
      let statistics = vocabulary(read.lookup);
      const mended = mend(read, statistics, vocabulary);
      if (mended) {
        read = readQuery(mended.text, asked, []);
        statistics = vocabulary(read.lookup);
      }
      const plan = planQuery(read, statistics, mended?.changes ?? []);
      const found = new Set<number>();
      for (const tier of plan.tiers) {
        for (const row of match(tier.match, FIELDS_OF[tier.over], CANDIDATES_MAX)) found.add(row);
        if (found.size >= tier.enough) break;
      }
      const candidates = [...found].flatMap((row) => rows[row] ?? []);
      return { plan, ranked: rankCandidates(plan, statistics, candidates) };
    },
  };
}

type Vocabulary = (lookup: VocabularyLookup) => TermStatistics;

function mend(read: QueryWords, statistics: TermStatistics, vocabulary: Vocabulary) {
  const lookup = lookupToMend(read, statistics);
  if (!lookup) return null;
  const terms = new Map([...statistics.terms, ...vocabulary(lookup).terms]);
  return mendQuery(read, { ...statistics, terms });
}

type Counted = { term: string; documents: number; byKind: Record<Kind, number>; named: boolean };

function vocabularyOf(rows: readonly Candidate[], language: Language): Vocabulary {
  const terms = countTerms(rows);
  const keys = new Map<string, TermFacts[]>();
  for (const facts of [...terms.values()].sort((a, b) => b.documents - a.documents))
    for (const key of keysOfTerm(facts.term, language, facts.named)) keys.set(key, [...(keys.get(key) ?? []), facts]);
  const sorted = [...terms.values()].sort((a, b) => b.documents - a.documents);
  const completions = (beginning: string | null) =>
    beginning === null ? [] : sorted.filter(({ term }) => term.startsWith(beginning)).slice(0, COMPLETIONS_MAX);
  const shared = { documents: rows.length, averageLength: averageLengths(rows), kinds: kindSizes(rows) };
  return (lookup) => {
    const found = [
      ...lookup.terms.flatMap((term) => terms.get(term) ?? []),
      ...lookup.keys.flatMap((key) => keys.get(key)?.slice(0, TERMS_OF_KEY_MAX) ?? []),
      ...completions(lookup.beginning),
    ];
    return { ...shared, terms: new Map(found.map((facts) => [facts.term, facts])) };
  };
}

function countTerms(rows: readonly Candidate[]): Map<string, Counted> {
  const terms = new Map<string, Counted>();
  for (const { fields, kinds } of rows) {
    const telling = new Set([...describingWords(fields.title), ...describingWords(fields.category)]);
    const naming = new Set([fields.title, fields.brand, fields.category].flatMap(wordsIn));
    for (const term of new Set(SCORED.flatMap((field) => wordsIn(fields[field])))) {
      const facts = terms.get(term) ?? { term, documents: 0, byKind: {}, named: false };
      facts.documents += 1;
      facts.named ||= naming.has(term);
      if (telling.has(term)) for (const kind of kinds) facts.byKind[kind] = (facts.byKind[kind] ?? 0) + 1;
      terms.set(term, facts);
    }
  }
  return terms;
}

function averageLengths(rows: readonly Candidate[]): Record<ScoredField, number> {
  const average = (field: ScoredField) =>
    rows.reduce((sum, { fields }) => sum + describingWords(fields[field]).length, 0) / Math.max(1, rows.length);
  return Object.fromEntries(SCORED.map((field) => [field, average(field)])) as Record<ScoredField, number>;
}

function kindSizes(rows: readonly Candidate[]): Record<Kind, number> {
  const sizes: Record<Kind, number> = {};
  for (const kind of rows.flatMap(({ kinds }) => kinds)) sizes[kind] = (sizes[kind] ?? 0) + 1;
  return sizes;
}

/** What rows add to an index's vocabulary, and take from it: sums, so that many rows are one write for each word. */

import type { Language } from "../../markets/markets.ts";
import type { Kind, ScoredField, SearchFields } from "../ranking/search-plan.ts";
import { describingWords, wordsIn } from "../words/field-words.ts";
import { INFLECTED, type InflectedLanguage, isInflected, type SearchLanguage } from "../words/search-language.ts";
import type { Facts } from "./index-facts.ts";
import { type RowLanguage, readersOf } from "./index-row.ts";
import { keysOfTerm } from "./vocabulary-keys.ts";

export const SCORED_FIELDS = ["title", "brand", "category", "codes", "text"] as const satisfies readonly ScoredField[];
/** Fields whose words people name a product by: completions and corrections are made of these. */
const NAMING: readonly ScoredField[] = ["title", "brand", "category"];
/** Fields whose words tell what sort of thing a product is. */
const KIND_TELLING: readonly ScoredField[] = ["title", "category"];

/** What of a row is counted. `facts` is JSON. */
export type CountedRow = SearchFields & { language: RowLanguage; wordsIn: Language; markets: string; facts: string };
/** Differences, none of them zero. */
export type VocabularyChange = {
  /** Rows with the word. */
  terms: Map<string, number>;
  /** By term and kind. */
  termKinds: Map<string, Map<string, number>>;
  /**
   * By the name of the sum. `documents` and `words:{field}` are of rows, `kind:{language}:{kind}` of rows in a language;
   * `products` and `sold:{market}:{kind}` are of products.
   */
  totals: Map<string, number>;
};
export const kindTotal = (language: Language, kind: Kind): string => `kind:${language}:${kind}`;
export const soldTotal = (market: string, kind: Kind): string => `sold:${market}:${kind}`;

export function vocabularyChange(before: readonly CountedRow[], after: readonly CountedRow[]): VocabularyChange {
  const change: VocabularyChange = { terms: new Map(), termKinds: new Map(), totals: new Map() };
  for (const row of before) countRow(change, row, -1);
  for (const row of after) countRow(change, row, 1);
  for (const [term, documents] of change.terms) if (documents === 0) change.terms.delete(term);
  for (const [term, kinds] of change.termKinds) {
    for (const [kind, documents] of kinds) if (documents === 0) kinds.delete(kind);
    if (kinds.size === 0) change.termKinds.delete(term);
  }
  for (const [name, value] of change.totals) if (value === 0) change.totals.delete(name);
  return change;
}

function countRow(change: VocabularyChange, row: CountedRow, sign: 1 | -1): void {
  if (row.language === "none") return;
  const { k: kinds } = JSON.parse(row.facts) as Facts;
  const telling = new Set<string>();
  countTotals(change, row, kinds, sign);
  for (const field of KIND_TELLING) for (const word of describingWords(row[field])) telling.add(word);
  for (const term of new Set(SCORED_FIELDS.flatMap((field) => wordsIn(row[field])))) add(change.terms, term, sign);
  for (const term of telling) {
    const ofKind = change.termKinds.get(term) ?? new Map<string, number>();
    change.termKinds.set(term, ofKind);
    for (const kind of kinds) add(ofKind, kind, sign);
  }
}

function countTotals({ totals }: VocabularyChange, row: CountedRow, kinds: readonly Kind[], sign: 1 | -1): void {
  add(totals, "documents", sign);
  for (const field of SCORED_FIELDS) add(totals, `words:${field}`, sign * describingWords(row[field]).length);
  for (const kind of kinds) add(totals, kindTotal(row.wordsIn, kind), sign);
  if (row.language !== "any") return;
  add(totals, "products", sign);
  for (const { id } of readersOf(row)) for (const kind of kinds) add(totals, soldTotal(id, kind), sign);
}

const add = (sums: Map<string, number>, name: string, value: number) => sums.set(name, (sums.get(name) ?? 0) + value);

/** What a word's keys depend on, as bits: it names a product somewhere, it stands in a text of such a language. */
const NAMED = 1;
/** Kept in the index: a bit never changes its language. */
const SEEN_IN: Readonly<Record<InflectedLanguage, number>> = { de: 2, fr: 4, es: 8, it: 16, pt: 32, pl: 64 };
export type TermTraits = ReadonlyMap<string, number>;

export function traitsOfTerms(rows: readonly (SearchFields & { wordsIn: SearchLanguage })[]): TermTraits {
  const traits = new Map<string, number>();
  for (const row of rows)
    for (const field of SCORED_FIELDS) {
      const own = (NAMING.includes(field) ? NAMED : 0) | (isInflected(row.wordsIn) ? SEEN_IN[row.wordsIn] : 0);
      for (const word of wordsIn(row[field])) traits.set(word, (traits.get(word) ?? 0) | own);
    }
  return traits;
}

/** The traits of those words that the vocabulary lacks, or knows less of; `known` are the traits it has. */
export const grownTraits = (traits: TermTraits, known: TermTraits): Map<string, number> =>
  new Map(
    [...traits].flatMap(([term, own]) => {
      const before = known.get(term);
      return before === undefined || (own | before) !== before ? [[term, own | (before ?? 0)] as const] : [];
    }),
  );

/** Pairs of key and term. */
export const keyRows = (traits: TermTraits): [key: string, term: string][] =>
  [...traits].flatMap(([term, own]) =>
    keysOfTerm(
      term,
      INFLECTED.filter((language) => (own & SEEN_IN[language]) !== 0),
      (own & NAMED) !== 0,
    ).map((key) => [key, term] as [string, string]),
  );

/** What rows add to an index's vocabulary, and take from it: sums, so that many rows are one write for each word. */

import type { Language } from "../../markets/markets.ts";
import type { ScoredField, SearchFields } from "../ranking/search-plan.ts";
import { describingWords, wordsIn } from "../words/field-words.ts";
import type { Facts } from "./index-facts.ts";
import type { RowLanguage } from "./index-row.ts";
import { keysOfTerm } from "./vocabulary-keys.ts";

export const SCORED_FIELDS = ["title", "brand", "category", "codes", "text"] as const satisfies readonly ScoredField[];
/** Fields whose words people name a product by: completions and corrections are made of these. */
const NAMING: readonly ScoredField[] = ["title", "brand", "category"];
/** Fields whose words tell what sort of thing a product is. */
const KIND_TELLING: readonly ScoredField[] = ["title", "category"];

/** What of a row is counted. `facts` is JSON. */
export type CountedRow = SearchFields & { language: RowLanguage; facts: string };
/** Differences, none of them zero. `terms` holds terms whose sum is zero when they are named: they may be new as such. */
export type VocabularyChange = {
  terms: Map<string, { documents: number; named: boolean }>;
  /** By term and kind. */
  termKinds: Map<string, Map<string, number>>;
  /** By the name of the sum: `documents`, `products`, `words:{field}`, `kind:{kind}`. */
  totals: Map<string, number>;
};

export function vocabularyChange(before: readonly CountedRow[], after: readonly CountedRow[]): VocabularyChange {
  const change: VocabularyChange = { terms: new Map(), termKinds: new Map(), totals: new Map() };
  for (const row of before) countRow(change, row, -1);
  for (const row of after) countRow(change, row, 1);
  for (const [term, { documents }] of change.terms) if (documents === 0) change.terms.delete(term);
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
  const named = new Set<string>();
  const all = new Set<string>();
  add(change.totals, "documents", sign);
  if (row.language === "any") add(change.totals, "products", sign);
  for (const kind of kinds) add(change.totals, `kind:${kind}`, sign);
  for (const field of SCORED_FIELDS) {
    const words = wordsIn(row[field]);
    const describing = describingWords(row[field]);
    add(change.totals, `words:${field}`, sign * describing.length);
    if (KIND_TELLING.includes(field)) for (const word of describing) telling.add(word);
    for (const word of words) {
      all.add(word);
      if (NAMING.includes(field)) named.add(word);
    }
  }
  for (const term of all) {
    const known = change.terms.get(term);
    change.terms.set(term, {
      documents: (known?.documents ?? 0) + sign,
      named: known?.named === true || (sign === 1 && named.has(term)),
    });
  }
  for (const term of telling) {
    const ofKind = change.termKinds.get(term) ?? new Map<string, number>();
    change.termKinds.set(term, ofKind);
    for (const kind of kinds) add(ofKind, kind, sign);
  }
}

const add = (sums: Map<string, number>, name: string, value: number) => sums.set(name, (sums.get(name) ?? 0) + value);

/** The language that each word of these rows was first seen in: its keys depend on it. */
export function languageOfTerms(rows: readonly (SearchFields & { wordsIn: Language })[]): Map<string, Language> {
  const languages = new Map<string, Language>();
  for (const row of rows)
    for (const field of SCORED_FIELDS)
      for (const word of wordsIn(row[field])) if (!languages.has(word)) languages.set(word, row.wordsIn);
  return languages;
}

/** Pairs of key and term, for terms that the vocabulary lacks. */
export const keyRows = (
  terms: readonly { term: string; named: boolean }[],
  languages: ReadonlyMap<string, Language>,
): [key: string, term: string][] =>
  terms.flatMap(({ term, named }) =>
    keysOfTerm(term, languages.get(term) ?? "en", named).map((key) => [key, term] as [string, string]),
  );

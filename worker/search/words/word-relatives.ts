/** What the vocabulary has that is near a word: its other forms, its parts, what ends or begins with it, its amount. */

import type { TermStatistics, Way } from "../ranking/search-plan.ts";
import { splitsOf } from "./compounds.ts";
import { sameAmounts } from "./measure.ts";
import { formLanguagesOf, type QueryWords } from "./query-words.ts";
import { hasCompounds } from "./search-language.ts";
import { stemOf } from "./stem.ts";

/** What it counts, where the word as typed counts 1. */
const WEIGHT = { amount: 0.8, split: 0.8, tail: 0.6, completion: 0.5 } as const;
const FORMS_MAX = 6;
const TAILS_MAX = 8;
const COMPLETIONS_MAX = 8;
/** A part of a compound that only one product has is a slip of somebody's hand. */
const PART_DOCUMENTS_MIN = 2;
/** A compound has a head of so many letters before its tail. */
const HEAD_LENGTH_MIN = 3;

/** Products with the term. */
export const known = (term: string, { terms }: TermStatistics): number => terms.get(term)?.documents ?? 0;

/** A word as it is, then its other forms, the most frequent first. Singular and plural count the same. */
export function formsOf(word: string, { language }: QueryWords, statistics: TermStatistics): string[] {
  const stems = formLanguagesOf(language).map((each) => [each, stemOf(word, each)] as const);
  const forms = byDocuments(statistics).filter(
    (term) => term !== word && stems.some(([each, stem]) => stemOf(term, each) === stem),
  );
  return [word, ...forms.slice(0, FORMS_MAX)];
}

/** Other ways to write one word. Only the query's last word may still be unfinished. */
export function relativesOf(word: string, isLast: boolean, read: QueryWords, statistics: TermStatistics): Way[] {
  const amounts = sameAmounts(word).filter((amount) => known(amount, statistics) > 0);
  const parts = bestSplit(word, read, statistics);
  return [
    ...oneOf(amounts, WEIGHT.amount),
    ...(parts
      ? [
          {
            parts: parts.map((each) => formsOf(each, read, statistics)),
            weight: WEIGHT.split,
            adjacent: true,
            isTyped: false,
          },
        ]
      : []),
    ...oneOf(tailsOf(word, read, statistics), WEIGHT.tail),
    ...(isLast ? oneOf(completionsOf(word, read, statistics), WEIGHT.completion) : []),
  ];
}

const oneOf = (terms: readonly string[], weight: number): Way[] =>
  terms.length > 0 ? [{ parts: [terms], weight, adjacent: false, isTyped: false }] : [];

/** The two words that a word is made of; of several ways, the one whose rarer word is the most frequent. */
function bestSplit(word: string, { language }: QueryWords, statistics: TermStatistics): [string, string] | null {
  const rarer = (parts: readonly string[]) => Math.min(...parts.map((part) => known(part, statistics)));
  const [best] = splitsOf(word, language)
    .filter((parts) => rarer(parts) >= PART_DOCUMENTS_MIN)
    .sort((a, b) => rarer(b) - rarer(a));
  return best ?? null;
}

/** `tasche` is what a `laptoptasche` is. */
function tailsOf(word: string, { language }: QueryWords, statistics: TermStatistics): string[] {
  if (!hasCompounds(language)) return [];
  return byDocuments(statistics)
    .filter((term) => term.length >= word.length + HEAD_LENGTH_MIN && term.endsWith(word))
    .slice(0, TAILS_MAX);
}

/** Words that begin with one that nothing has: it is still being typed. */
function completionsOf(word: string, read: QueryWords, statistics: TermStatistics): string[] {
  if (formsOf(word, read, statistics).some((form) => known(form, statistics) > 0)) return [];
  return byDocuments(statistics)
    .filter((term) => term.startsWith(word))
    .slice(0, COMPLETIONS_MAX);
}

const byDocuments = ({ terms }: TermStatistics): string[] =>
  [...terms.values()].sort((a, b) => b.documents - a.documents || (a.term < b.term ? -1 : 1)).map(({ term }) => term);

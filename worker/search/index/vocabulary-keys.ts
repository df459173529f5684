/**
 * Under which keys the vocabulary lists a term, and under which a query looks for terms near what was typed: other forms of
 * a word, compounds that end in it, and what a slip of the hand makes of it. Exact lookups of a few keys, whatever the size.
 */
import { hasCompounds, type InflectedLanguage, isInflected, type SearchLanguage } from "../words/search-language.ts";
import { stemOf } from "../words/stem.ts";

/** Words whose letters can be mistyped and still be known: no codes, no numbers. */
const LETTERS = /^[\p{L}\p{M}]+$/u;
const MENDED_LENGTH = { min: 4, max: 24 } as const;
/** Letters can be left out among so many first ones (W. Garbe's SymSpell keeps a prefix, too): bounds keys of a term. */
const SLIP_PREFIX = 7;
/** German puts words together: `Laptoptasche` ends in what it is. */
const TAIL_LENGTH_MIN = 5;
const COMPOUND_HEAD_MIN = 3;

export const canBeMended = (word: string): boolean =>
  LETTERS.test(word) && word.length >= MENDED_LENGTH.min && word.length <= MENDED_LENGTH.max;

const STEM_KEYS: Readonly<Record<InflectedLanguage, string>> = {
  de: "d",
  fr: "fr",
  es: "es",
  it: "it",
  pt: "pt",
  pl: "pl",
};

/** The key of a word's forms in a language. Languages without endings of their own share that of English. */
export const stemKeyOf = (word: string, language: SearchLanguage): string =>
  `${isInflected(language) ? STEM_KEYS[language] : "e"}=${stemOf(word, language)}`;

/** What is left of a word with one letter out, the word itself among it: words one slip apart share one of these. */
export function slipKeysOf(word: string): string[] {
  const letters = Array.from(word);
  const ends = letters.slice(SLIP_PREFIX).join("");
  const start = letters.slice(0, SLIP_PREFIX);
  const cut = start.map((_, index) => start.toSpliced(index, 1).join(""));
  return [...new Set([word, ...cut.map((prefix) => prefix + ends)])].map((left) => `~${left}`);
}

/** The word by its consonants: vowels are what most slips are about (`hedphones`, `blutooth`). */
export function skeletonKeyOf(word: string): string {
  const [first = "", ...rest] = Array.from(word);
  const bones = first + rest.join("").replace(/[aeiouy]/g, "");
  return `#${bones
    .replace(/(.)\1+/gu, "$1")
    .replaceAll("ph", "f")
    .replaceAll("ck", "k")
    .replaceAll("c", "k")}`;
}

/** `tasche` lists `laptoptasche`. */
export const tailKeyOf = (word: string): string => `>${word}`;

/**
 * Every key that the vocabulary lists a term under. `named`: it occurs in a title, brand or category; only such words are
 * worth mending to or found by their tails. `languages` are those with endings of their own whose texts it was seen in.
 */
export function keysOfTerm(term: string, languages: readonly InflectedLanguage[], named: boolean): string[] {
  if (!LETTERS.test(term)) return [];
  const stems = (["en", ...languages] as const).map((language) => stemKeyOf(term, language));
  if (!named || !canBeMended(term)) return stems;
  return [
    ...stems,
    ...slipKeysOf(term),
    skeletonKeyOf(term),
    ...(languages.some(hasCompounds) ? tailKeysOf(term) : []),
  ];
}

function tailKeysOf(term: string): string[] {
  const tails = [];
  for (let start = COMPOUND_HEAD_MIN; start <= term.length - TAIL_LENGTH_MIN; start += 1)
    tails.push(tailKeyOf(term.slice(start)));
  return tails;
}

/**
 * Stems by language. The index keeps words as they are written; a stem is a key under which the vocabulary lists the forms
 * of one word, so that a stem too short never hides what was typed, and what is shown is always a word.
 */
import { hindiStemOf } from "./hindi-stem.ts";
import { polishStemOf } from "./polish-stem.ts";
import { frenchStemOf, italianStemOf, portugueseStemOf, spanishStemOf } from "./romance-stems.ts";
import { type InflectedLanguage, isInflected, type SearchLanguage } from "./search-language.ts";

const LATIN_WORD = /^[a-z]+$/;
const ARABIC_WORD = /^\p{Script=Arabic}+$/u;
const HINDI_WORD = /^[\p{Script=Devanagari}\p{M}]+$/u;

/** The stem of a folded word; the word itself where its language's rules do not know it. Scripts of one language tell it. */
export function stemOf(word: string, language: SearchLanguage): string {
  if (LATIN_WORD.test(word)) return isInflected(language) ? LATIN_STEMS[language](word) : englishStemOf(word);
  if (ARABIC_WORD.test(word)) return arabicStemOf(word);
  return HINDI_WORD.test(word) ? hindiStemOf(word) : word;
}

const LATIN_STEMS: Readonly<Record<InflectedLanguage, (word: string) => string>> = {
  de: germanStemOf,
  fr: frenchStemOf,
  es: spanishStemOf,
  it: italianStemOf,
  pt: portugueseStemOf,
  pl: polishStemOf,
};

/** The S-stemmer, plurals only (D. Harman, How effective is suffixing?, 1991), with `boxes` and `watches` put right. */
function englishStemOf(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular) return irregular;
  if (word.length < 4 || /(ss|us|is)$/.test(word) || !word.endsWith("s")) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(sh|ch|x|ss|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** Plurals of shop goods that no rule makes. */
const IRREGULAR: Readonly<Record<string, string>> = {
  mice: "mouse",
  knives: "knife",
  shelves: "shelf",
  scarves: "scarf",
  loaves: "loaf",
  children: "child",
  women: "woman",
  men: "man",
  feet: "foot",
  teeth: "tooth",
};

/** Endings of case and number (J. Savoy, Light stemming approaches for German, 2006); umlauts are folded already. */
function germanStemOf(word: string): string {
  const first = GERMAN_FIRST.reduce(
    (stem, [ending, least]) => (stem === word ? without(word, ending, least) : stem),
    word,
  );
  return GERMAN_SECOND.reduce(
    (stem, [ending, least]) => (stem === first ? without(first, ending, least) : stem),
    first,
  );
}
type Ending = readonly [ending: RegExp, least: number];
const GERMAN_FIRST: readonly Ending[] = [
  [/ern$/, 6],
  [/(?<=el)n$/, 5],
  [/(em|en|er|es)$/, 5],
  [/e$/, 4],
  [/(?<=[bdfghklmnt])s$/, 4],
];
const GERMAN_SECOND: readonly Ending[] = [
  [/est$/, 6],
  [/(er|en)$/, 5],
];
const without = (word: string, ending: RegExp, least: number) =>
  word.length >= least ? word.replace(ending, "") : word;

/** Light10: article, conjunction and prepositions before, endings after (L. Larkey and others, 2007). */
function arabicStemOf(word: string): string {
  const bare = ARABIC_PREFIXES.reduce(
    (stem, prefix) =>
      stem === word && word.startsWith(prefix) && word.length - prefix.length >= ARABIC_LEAST
        ? word.slice(prefix.length)
        : stem,
    word,
  );
  return ARABIC_SUFFIXES.reduce(
    (stem, suffix) =>
      stem.endsWith(suffix) && stem.length - suffix.length >= ARABIC_LEAST ? stem.slice(0, -suffix.length) : stem,
    bare,
  );
}
const ARABIC_LEAST = 3;
const ARABIC_PREFIXES = ["وال", "بال", "كال", "فال", "ال", "لل", "و"] as const;
const ARABIC_SUFFIXES = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"] as const;

/** Words that shoppers and shops use for the same thing: a starting set for each language, and the staff's own. */
import type { Synonym } from "../ranking/search-plan.ts";
import type { SearchLanguage } from "./search-language.ts";
import { wordsOf, wordsOfPiece } from "./split-words.ts";
import { stemOf } from "./stem.ts";
import { withoutStopWords } from "./stop-words.ts";
import ARABIC from "./synonyms/ar.ts";
import GERMAN from "./synonyms/de.ts";
import ENGLISH from "./synonyms/en.ts";
import SPANISH from "./synonyms/es.ts";
import FRENCH from "./synonyms/fr.ts";
import HINDI from "./synonyms/hi.ts";
import ITALIAN from "./synonyms/it.ts";
import JAPANESE from "./synonyms/ja.ts";
import KOREAN from "./synonyms/ko.ts";
import POLISH from "./synonyms/pl.ts";
import PORTUGUESE from "./synonyms/pt.ts";

const STARTING: Readonly<Record<SearchLanguage, readonly string[]>> = {
  en: ENGLISH,
  de: GERMAN,
  ja: JAPANESE,
  ar: ARABIC,
  fr: FRENCH,
  es: SPANISH,
  it: ITALIAN,
  pl: POLISH,
  ko: KOREAN,
  pt: PORTUGUESE,
  hi: HINDI,
};
const SPAN_MAX = 4;

/** Words in order. */
type Phrase = readonly string[];
/** Pieces from `start` to before `end` also mean each of `wordings`. */
export type Near = { start: number; end: number; wordings: readonly Phrase[] };
export type SynonymIndex = { near(pieces: readonly string[]): Near[] };

/** A line of the starting set: `a, b` mean the same; `a, b => c` finds c for a and b, and not the other way round. */
function readLine(line: string): Synonym {
  const [words = [], to] = line.split("=>").map((side) => side.split(",").map((each) => each.trim()));
  return { words, to: to ?? words, bothWays: to === undefined };
}

type Phrases = Map<string, Phrase[]>;
/** By language; made when it is first asked for. */
const starting = new Map<SearchLanguage, Phrases>();

/** English things have English names everywhere: the English set holds in every language. */
function startingIn(language: SearchLanguage): Phrases {
  const known = starting.get(language);
  if (known) return known;
  const lines = language === "en" ? ENGLISH : [...STARTING[language], ...ENGLISH];
  const phrases = phrasesOf(lines.map(readLine), language);
  starting.set(language, phrases);
  return phrases;
}

/** Folded once for each list, which is of one language: searches of a market share theirs as long as it holds. */
const folded = new WeakMap<readonly Synonym[], Phrases>();

/** The starting set with the staff's own before it. */
export function synonymsOf(language: SearchLanguage, staff: readonly Synonym[]): SynonymIndex {
  const own = folded.get(staff) ?? phrasesOf(staff, language);
  folded.set(staff, own);
  const sets = [own, startingIn(language)];
  return { near: (pieces) => nearOf(pieces, language, sets) };
}

function phrasesOf(synonyms: readonly Synonym[], language: SearchLanguage): Phrases {
  const phrases: Phrases = new Map();
  for (const { words, to, bothWays } of synonyms) {
    addWays(phrases, language, words, to);
    if (bothWays) addWays(phrases, language, to, words);
  }
  return phrases;
}

function addWays(phrases: Phrases, language: SearchLanguage, from: readonly string[], to: readonly string[]): void {
  for (const phrase of from) {
    const key = keyOf(wordsOf(phrase, language), language);
    const meant = to.map((each) => wordsOf(each, language));
    const others = meant.filter((words) => words.length > 0 && keyOf(words, language) !== key);
    if (key !== "") phrases.set(key, [...(phrases.get(key) ?? []), ...others]);
  }
}

/**
 * In whatever form, a phrase is the same: an English plural in any language, and the language's own; with what says nothing
 * in it (`fone de ouvido`) or without, as queries are read.
 */
const keyOf = (words: readonly string[], language: SearchLanguage): string =>
  withoutStopWords(words, language)
    .map((word) => stemOf(stemOf(word, "en"), language))
    .join(" ");

function nearOf(pieces: readonly string[], language: SearchLanguage, sets: readonly Phrases[]): Near[] {
  const found: Near[] = [];
  for (let start = 0; start < pieces.length; start += 1)
    for (let end = Math.min(pieces.length, start + SPAN_MAX); end > start; end -= 1) {
      const key = keyOf(pieces.slice(start, end).flatMap(wordsOfPiece), language);
      const wordings = sets.flatMap((phrases) => phrases.get(key) ?? []);
      if (wordings.length > 0) found.push({ start, end, wordings });
    }
  return found;
}

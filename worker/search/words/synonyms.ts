/** Words that shoppers and shops use for the same thing: a starting set for each language, and the staff's own. */
import type { Language } from "../../markets/markets.ts";
import type { Synonym } from "../ranking/search-plan.ts";
import { wordsOf, wordsOfPiece } from "./split-words.ts";
import { stemOf } from "./stem.ts";
import ARABIC from "./synonyms/ar.ts";
import GERMAN from "./synonyms/de.ts";
import ENGLISH from "./synonyms/en.ts";
import JAPANESE from "./synonyms/ja.ts";

const STARTING: Readonly<Record<Language, readonly string[]>> = { en: ENGLISH, de: GERMAN, ja: JAPANESE, ar: ARABIC };
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
const starting = new Map<Language, Phrases>();

/** English things have English names everywhere: the English set holds in every language. */
function startingIn(language: Language): Phrases {
  const known = starting.get(language);
  if (known) return known;
  const lines = language === "en" ? ENGLISH : [...STARTING[language], ...ENGLISH];
  const phrases = phrasesOf(lines.map(readLine));
  starting.set(language, phrases);
  return phrases;
}

/** Folded once for each list: searches of a market share theirs as long as it holds. */
const folded = new WeakMap<readonly Synonym[], Phrases>();

/** The starting set with the staff's own before it. */
export function synonymsOf(language: Language, staff: readonly Synonym[]): SynonymIndex {
  const own = folded.get(staff) ?? phrasesOf(staff);
  folded.set(staff, own);
  const sets = [own, startingIn(language)];
  return { near: (pieces) => nearOf(pieces, sets) };
}

function phrasesOf(synonyms: readonly Synonym[]): Phrases {
  const phrases: Phrases = new Map();
  for (const synonym of synonyms) addSynonym(phrases, synonym);
  return phrases;
}

function addSynonym(phrases: Phrases, { words, to, bothWays }: Synonym): void {
  addWays(phrases, words, to);
  if (bothWays) addWays(phrases, to, words);
}

function addWays(phrases: Phrases, from: readonly string[], to: readonly string[]): void {
  for (const phrase of from) {
    const key = keyOf(wordsOf(phrase));
    const others = to.map(wordsOf).filter((words) => words.length > 0 && keyOf(words) !== key);
    if (key !== "") phrases.set(key, [...(phrases.get(key) ?? []), ...others]);
  }
}

/** Plural or not, a phrase is the same. */
const keyOf = (words: readonly string[]): string => words.map((word) => stemOf(word, "en")).join(" ");

function nearOf(pieces: readonly string[], sets: readonly Phrases[]): Near[] {
  const found: Near[] = [];
  for (let start = 0; start < pieces.length; start += 1)
    for (let end = Math.min(pieces.length, start + SPAN_MAX); end > start; end -= 1) {
      const key = keyOf(pieces.slice(start, end).flatMap(wordsOfPiece));
      const wordings = sets.flatMap((phrases) => phrases.get(key) ?? []);
      if (wordings.length > 0) found.push({ start, end, wordings });
    }
  return found;
}

/** Words that shoppers and shops use for the same thing: a starting set for each language, and the staff's own. */
import type { Language } from "../markets/markets.ts";
import type { Synonym } from "./search-plan.ts";
import { wordsOf } from "./split-words.ts";
import { stemOf } from "./stem.ts";
import ARABIC from "./synonyms/ar.ts";
import GERMAN from "./synonyms/de.ts";
import ENGLISH from "./synonyms/en.ts";
import JAPANESE from "./synonyms/ja.ts";

const STARTING: Readonly<Record<Language, readonly string[]>> = { en: ENGLISH, de: GERMAN, ja: JAPANESE, ar: ARABIC };
const SPAN_MAX = 4;

/** Pieces from `start` to before `end` also mean each of `wordings`, words in order. */
export type Near = { start: number; end: number; wordings: readonly (readonly string[])[] };
export type SynonymIndex = { near(pieces: readonly string[]): Near[] };

/** A line of the starting set: `a, b` mean the same; `a => b` finds b for a, and not a for b. */
function readLine(line: string): Synonym {
  const [left = "", right] = line.split("=>").map((side) => side.split(",").map((each) => each.trim()));
  return right
    ? { words: left as string[], to: right, bothWays: false }
    : { words: left as string[], to: left as string[], bothWays: true };
}

export function synonymsOf(language: Language, staff: readonly Synonym[]): SynonymIndex {
  const starting = language === "en" ? ENGLISH : [...STARTING[language], ...ENGLISH];
  const byPhrase = new Map<string, string[][]>();
  const add = (from: readonly string[], to: readonly string[]) => {
    for (const phrase of from) {
      const key = keyOf(wordsOf(phrase));
      const known = byPhrase.get(key) ?? [];
      for (const other of to) if (keyOf(wordsOf(other)) !== key) known.push(wordsOf(other));
      byPhrase.set(key, known);
    }
  };
  for (const { words, to, bothWays } of [...staff, ...starting.map(readLine)]) {
    add(words, to);
    if (bothWays) add(to, words);
  }
  return { near: (pieces) => nearOf(pieces, byPhrase) };
}

/** Plural or not, a phrase is the same. */
const keyOf = (words: readonly string[]): string => words.map((word) => stemOf(word, "en")).join(" ");

function nearOf(pieces: readonly string[], byPhrase: ReadonlyMap<string, string[][]>): Near[] {
  const found: Near[] = [];
  for (let start = 0; start < pieces.length; start += 1)
    for (let end = Math.min(pieces.length, start + SPAN_MAX); end > start; end -= 1) {
      const wordings = byPhrase.get(keyOf(wordsOf(pieces.slice(start, end).join(" "))));
      if (wordings) found.push({ start, end, wordings });
    }
  return found;
}

/** What is suggested while a search is typed. */
import type { ProductCard } from "../catalog/product.ts";
import { withoutElisions } from "./words/elisions.ts";
import { foldText } from "./words/fold-text.ts";

export type Suggestions = {
  /** The query they are for, where its spelling was mended; else null. */
  corrected: string | null;
  queries: readonly string[];
  categories: readonly { slug: string; name: string; image: string | null }[];
  brands: readonly string[];
  products: readonly ProductCard[];
  /** Parts of the index did not answer in time: there may be more. */
  partial: boolean;
};
export const NO_SUGGESTIONS: Suggestions = {
  corrected: null,
  queries: [],
  categories: [],
  brands: [],
  products: [],
  partial: false,
};

/** Most of each kind that are shown: all of them fit on a phone with its keyboard open and a little scrolling. */
export const SUGGESTED_MAX = { queries: 4, categories: 3, brands: 2, products: 4 } as const;

/**
 * What the last word of a query may become. `head` is the query without it; `terms` are folded, the commonest first;
 * `isCommon`: the first of them is in more products than the word as it is typed. `partial`: not all of the index answered.
 */
export type Completions = { head: string; terms: readonly string[]; isCommon: boolean; partial: boolean };

const LETTERS = /[\p{L}\p{N}]/u;

/**
 * Whether a name goes on from what is typed: each typed word is a word of it, the last one the beginning of one. Names
 * of scripts without reliable spaces have it anywhere.
 */
export function goesOn(name: string, typed: string): boolean {
  const wanted = wordsIn(typed);
  const words = wordsIn(name);
  const joined = words.join(" ");
  if (wanted.length === 0) return false;
  return wanted.every((word, index) => {
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word))
      return joined.includes(word);
    return words.some((each) => (index === wanted.length - 1 ? each.startsWith(word) : each === word));
  });
}

/** Decomposed, so that a syllable that is still being typed begins the whole one; Indic vowels are letters, and stay. */
const wordsIn = (text: string): string[] =>
  foldText(withoutElisions(text))
    .normalize("NFD")
    .replace(/(?!\p{Script=Devanagari})\p{M}/gu, "")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => LETTERS.test(word));

/**
 * What others searched that goes on from what is typed, then what the index knows. Completions are folded: each is shown
 * as a name of a category or product has it, and left out where none does.
 */
export function queriesOf(from: {
  typed: string;
  popular: readonly string[];
  completions: Completions;
  names: readonly string[];
}): string[] {
  const { typed, popular, completions, names } = from;
  const words = new Map<string, string>();
  for (const word of names.flatMap((name) => name.match(WORD) ?? []))
    if (!words.has(foldText(word))) words.set(foldText(word), word);
  const completed = completions.terms.flatMap((term) => {
    const word = words.get(term);
    const query = completions.head + (word ?? "").toLocaleLowerCase();
    // Words that no one thing has together would find it only in part.
    return word !== undefined && names.some((name) => goesOn(name, query)) ? [query] : [];
  });
  const chosen: string[] = [];
  for (const query of [...popular.filter((each) => goesOn(each, typed)), ...completed])
    if (foldText(query) !== foldText(typed) && !chosen.some((other) => isFormOf(other, query))) chosen.push(query);
  return chosen.slice(0, SUGGESTED_MAX.queries);
}

/** The same, or one's plural: `laptops` beside `laptop`. */
function isFormOf(one: string, other: string): boolean {
  const [short = "", long = ""] = [foldText(one), foldText(other)].sort((a, b) => a.length - b.length);
  return long.startsWith(short) && long.length - short.length <= FORM_LETTERS;
}
const FORM_LETTERS = 2;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** A text parted into what was typed already and what it is completed by; both in `typed` where it does not begin so. */
export function completionOf(text: string, typed: string): { typed: string; completion: string } {
  const begins = typed !== "" && text.toLowerCase().startsWith(typed.toLowerCase());
  return begins
    ? { typed: text.slice(0, typed.length), completion: text.slice(typed.length) }
    : { typed: text, completion: "" };
}

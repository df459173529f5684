/** What is suggested while a search is typed. */
import type { ProductCard } from "../catalog/product.ts";
import { foldText } from "./fold-text.ts";

export type Suggestions = {
  /** The query they are for, where its spelling was mended; else null. */
  corrected: string | null;
  queries: readonly string[];
  categories: readonly { slug: string; name: string; image: string | null }[];
  brands: readonly string[];
  products: readonly ProductCard[];
};
export const NO_SUGGESTIONS: Suggestions = { corrected: null, queries: [], categories: [], brands: [], products: [] };

/** Most of each kind that are shown: all of them fit on a phone with its keyboard open and a little scrolling. */
export const SUGGESTED_MAX = { queries: 4, categories: 3, brands: 2, products: 4 } as const;

const LETTERS = /[\p{L}\p{N}]/u;

/**
 * Whether a name goes on from what is typed: each typed word is a word of it, the last one the beginning of one. Names
 * of scripts without spaces have it anywhere.
 */
export function goesOn(name: string, typed: string): boolean {
  const wanted = wordsIn(typed);
  const words = wordsIn(name);
  const joined = words.join(" ");
  if (wanted.length === 0) return false;
  return wanted.every((word, index) => {
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)) return joined.includes(word);
    return words.some((each) => (index === wanted.length - 1 ? each.startsWith(word) : each === word));
  });
}

const wordsIn = (text: string): string[] =>
  foldText(text)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => LETTERS.test(word));

/** A text parted into what was typed already and what it is completed by; both in `typed` where it does not begin so. */
export function completionOf(text: string, typed: string): { typed: string; completion: string } {
  const begins = typed !== "" && text.toLowerCase().startsWith(typed.toLowerCase());
  return begins
    ? { typed: text.slice(0, typed.length), completion: text.slice(typed.length) }
    : { typed: text, completion: "" };
}

/** Compounds are written apart and together: `head set`, `headset`; `Laptop Tasche`, `Laptoptasche`; `tn-2110`, `tn2110`. */
import { hasCompounds, type SearchLanguage } from "./search-language.ts";
import { isUnspaced } from "./split-words.ts";

const PART_LENGTH_MIN = 3;
const LETTERS = /^\p{L}+$/u;
/** What German puts between the parts of a compound. */
const LINKS = ["s", "n", "en", "es"] as const;

export type Join = { start: number; end: number; joined: string };

/** Every two neighbours written together; three where a digit is among them, as codes are typed. `end` is behind the last. */
export function joinsOf(pieces: readonly string[]): Join[] {
  const found: Join[] = [];
  for (let start = 0; start < pieces.length; start += 1)
    for (const length of [3, 2]) {
      const parts = pieces.slice(start, start + length);
      const joined = parts.join("");
      const isWhole = parts.length === length && !parts.some(isUnspaced) && !joined.includes(".");
      if (isWhole && (length === 2 || /\d/.test(joined))) found.push({ start, end: start + length, joined });
    }
  return found;
}

/** Every way to write a word apart; both parts have to turn out to be words. A German link between them is dropped. */
export function splitsOf(word: string, language: SearchLanguage): [string, string][] {
  if (isUnspaced(word)) return [];
  const letters = Array.from(word);
  const splits: [string, string][] = [];
  if (!LETTERS.test(word)) return codeSplitsOf(word);
  for (let at = PART_LENGTH_MIN; at <= letters.length - PART_LENGTH_MIN; at += 1) {
    const [head, tail] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
    splits.push([head, tail]);
    if (!hasCompounds(language)) continue;
    for (const link of LINKS)
      if (head.endsWith(link) && head.length - link.length >= PART_LENGTH_MIN)
        splits.push([head.slice(0, -link.length), tail]);
  }
  return splits;
}

/** `rtx2060` is `rtx 2060`: codes part where letters meet digits, once. */
function codeSplitsOf(word: string): [string, string][] {
  const [, head, tail] = /^(\p{L}{2,})(\d{2,}\p{L}*)$/u.exec(word) ?? /^(\d{2,})(\p{L}{2,})$/u.exec(word) ?? [];
  return head && tail ? [[head, tail]] : [];
}

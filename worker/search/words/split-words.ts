/**
 * How text becomes the words that are searched for, in order and with repeats. Scripts written without spaces become
 * overlapping pairs of letters, so that any two neighbouring letters are found; amounts are one word with their unit.
 */
import { withoutElisions } from "./elisions.ts";
import { foldText } from "./fold-text.ts";
import { withoutParticle } from "./korean-particles.ts";
import { joinAmounts } from "./measure.ts";
import type { SearchLanguage } from "./search-language.ts";

/** Korean has blanks, and leaves them out between nouns at will: `무선이어폰`. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\u30fc]/u;
const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** `Sony製` is two pieces: a word ends where a script without spaces begins, and the other way round. */
const PIECES = new RegExp(
  `(?<!${LETTER.source})\\d+\\.\\d+\\p{L}*|(?:(?=${UNSPACED.source})${LETTER.source})+|(?:(?!${UNSPACED.source})${LETTER.source})+`,
  "gu",
);
/** The long vowel at a word's end is written or left out: サーバー, サーバ (Apache Lucene's JapaneseKatakanaStemFilter). */
const LONG_END = /(?<=[\p{Script=Katakana}\u30fc]{3})\u30fc$/u;

/** Words apart, as typed: those of unspaced scripts still whole. The language tells how numbers and units are written. */
export function piecesOf(text: string, language: SearchLanguage): string[] {
  const signs = withoutElisions(text.replace(/[”“″]/g, '"'));
  const folded = foldText(signs);
  return [...(/\d/.test(folded) ? joinAmounts(folded, language) : folded).matchAll(PIECES)].map(([piece]) =>
    withoutParticle(piece.replace(LONG_END, "")),
  );
}

/** The words of one piece: itself, or its pairs of letters. `東京都` becomes `東京`, `京都`; a lone letter stays. */
export function wordsOfPiece(piece: string): string[] {
  if (!UNSPACED.test(piece)) return [piece];
  const letters = Array.from(piece);
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

export const isUnspaced = (piece: string): boolean => UNSPACED.test(piece);

export const wordsOf = (text: string, language: SearchLanguage): string[] =>
  piecesOf(text, language).flatMap(wordsOfPiece);

/** A run of letters and digits that signs part, at least one digit among them: `WH-1000XM5`, `TN-2110`, `CB436A/AD`. */
const PARTED_CODE = /[\p{L}\p{N}]+(?:[-/_.+][\p{L}\p{N}]+)+/gu;
const CODE_LENGTH = { min: 4, max: 40 } as const;

/** What codes in a text read without the signs that part them: `wh1000xm5`. Amounts and plain numbers are none. */
export function joinedCodesOf(text: string): string[] {
  const found = [...foldText(text).matchAll(PARTED_CODE)].map(([code]) => code.replace(/[^\p{L}\p{N}]+/gu, ""));
  return found.filter(
    (code) =>
      /\d/.test(code) && /\p{L}/u.test(code) && code.length >= CODE_LENGTH.min && code.length <= CODE_LENGTH.max,
  );
}

/**
 * How text becomes the words that are searched for. The same rule folds what is stored and what is asked, so both meet:
 * upper and lower case, half and full width, Arabic spellings, German sharp s. Scripts written without spaces become
 * overlapping pairs of letters, so that any two neighbouring letters are found. Marks are dropped by the index itself.
 */

/** A query is cut short of nothing: more than this is refused before it comes here. */
export const QUERY_LENGTH_MAX = 200;
/** Words of a query that are looked for; further ones hardly ever narrow it. */
export const QUERY_WORDS_MAX = 12;

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u30fc]/u;
const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** `Sony製` is two pieces: a word ends where a script without spaces begins, and the other way round. */
const PIECES = new RegExp(
  `(?:(?=${UNSPACED.source})${LETTER.source})+|(?:(?!${UNSPACED.source})${LETTER.source})+`,
  "gu",
);
/** Vowel marks and the stretching stroke: written or left out at will. */
const ARABIC_MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
/** Letters that are typed for one another (Apache Lucene's ArabicNormalizer). */
const ARABIC_LETTERS: Readonly<Record<string, string>> = {
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ة: "ه",
  ى: "ي",
  ؤ: "و",
  ئ: "ي",
};
const ARABIC_ARTICLE = /^ال(?=\p{Script=Arabic}{3})/u;

/** The text with every spelling that means the same written the same. */
export function foldText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(ARABIC_MARKS, "")
    .replace(/[أإآٱةىؤئ]/g, (letter) => ARABIC_LETTERS[letter] ?? letter);
}

/** The words of a text, in order, repeats kept. */
export function searchWords(text: string): string[] {
  return [...foldText(text).matchAll(PIECES)].flatMap(([piece]) =>
    UNSPACED.test(piece) ? pairsOf(piece) : [stemOf(piece)],
  );
}

/** `東京都` becomes `東京`, `京都`; a lone letter stays. */
function pairsOf(piece: string): string[] {
  const letters = Array.from(piece);
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

/** Drops the Arabic article and the English plural: `laptops` finds a laptop. Applied alike to both sides. */
function stemOf(word: string): string {
  if (/^[a-z]{4,}s$/.test(word) && !/(ss|us|is)$/.test(word)) return pluralOff(word);
  return word.replace(ARABIC_ARTICLE, "");
}

function pluralOff(word: string): string {
  if (/[a-z]{2}ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /(sh|ch|x)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** Codes as they are, and without what parts them: `WH-1000XM5` is found by `wh1000xm5` too. */
export function codeWords(codes: readonly string[]): string[] {
  const words = codes.flatMap((code) => {
    const parts = searchWords(code);
    const joined = foldText(code).replace(/[^\p{L}\p{N}]+/gu, "");
    return parts.length > 1 ? [...parts, joined] : parts;
  });
  return [...new Set(words)].filter((word) => word !== "");
}

/**
 * The full-text queries to try, best first: every word, the last of them as a beginning; then any of the words.
 * Words are quoted, and hold letters and digits only, so nothing a shopper types is read as query syntax.
 */
export function searchQueries(text: string): string[] {
  const words = [...new Set(searchWords(text))].slice(0, QUERY_WORDS_MAX);
  if (words.length === 0) return [];
  const quoted = words.map((word) => `"${word}"`);
  const begun = quoted.with(-1, `${quoted.at(-1)}*`);
  const all = begun.join(" AND ");
  return words.length === 1 ? [all] : [all, begun.join(" OR ")];
}

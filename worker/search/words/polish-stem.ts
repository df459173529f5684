/**
 * Case, number and gender of Polish nouns and adjectives: the endings that B. Kubiński's Polish stemmer
 * (github.com/Tutanchamon/pl_stemmer, Snowball's polish.sbl) takes from them, for words that come folded (`ów` as `ow`, `ą`
 * as `a`). Verbs and diminutives are left out: `zegarek` is no small clock. An `e` that comes and goes is dropped.
 */

/** Letters that must be left of a word. */
const LEAST = 3;
/** The longest that fits is taken. */
const ENDINGS = [
  ["iami", "iach", "iego", "iemu"],
  ["ami", "ach", "ego", "emu", "ych", "ich", "ymi", "imi", "iej", "iem", "owi"],
  ["ow", "om", "em", "ym", "im", "ej", "ia", "ie", "iu", "io"],
  ["a", "e", "i", "o", "u", "y"],
].flat();
/** `słuchawek` and `słuchawki`, `kabel` and `kable`, `sweter` and `swetry`, `pokrowiec` and `pokrowce`. */
const FLEETING = /(?<=..)i?e(?=[klrc]$)/;

export function polishStemOf(word: string): string {
  const ending = ENDINGS.find((each) => word.endsWith(each) && word.length - each.length >= LEAST) ?? "";
  return word.slice(0, word.length - ending.length).replace(FLEETING, "");
}

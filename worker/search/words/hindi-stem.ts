/**
 * Number and case of Hindi nouns and adjectives: the endings of these in A. Ramanathan and D. Rao, A lightweight stemmer for
 * Hindi (2003). Its endings of verbs are left out: they take `ता` from `जूता`, and not from `जूतों`.
 */
import { foldText } from "./fold-text.ts";

/** Signs that must be left of a word. */
const LEAST = 2;
/** The longest that fits is taken. */
const ENDINGS = ["ियां", "ियों", "ाओं", "ाएं", "ुओं", "ुएं", "ओं", "एं", "ों", "ें", "ीं", "ां", "ा", "ी", "े", "ो", "ू"].map(foldText);

export function hindiStemOf(word: string): string {
  const ending = ENDINGS.find((each) => word.endsWith(each) && word.length - each.length >= LEAST) ?? "";
  return word.slice(0, word.length - ending.length);
}

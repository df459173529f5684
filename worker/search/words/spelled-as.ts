/** Shows a mended query with the accents and capitals that products have: the vocabulary keeps words folded. */
import { foldText } from "./fold-text.ts";

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;

/** `text` with each word as the first of `titles` writes it in small letters: `kopfhorer` becomes `kopfhörer`. */
export function spelledAs(text: string, titles: readonly string[]): string {
  const spelled = new Map<string, string>();
  for (const [word] of titles.join(" ").matchAll(WORDS)) {
    const folded = foldText(word);
    if (!spelled.has(folded)) spelled.set(folded, word.toLowerCase());
  }
  return text.replace(WORDS, (word) => spelled.get(word) ?? word);
}

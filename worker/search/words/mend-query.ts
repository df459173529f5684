/**
 * Mends what was mistyped: a word that no product has, or hardly any, becomes the word of the vocabulary that is nearest
 * and most used. The page says what was changed and offers the query as it was typed.
 */

import { canBeMended, skeletonKeyOf, slipKeysOf } from "../index/vocabulary-keys.ts";
import type { Correction, TermStatistics, VocabularyLookup } from "../ranking/search-plan.ts";
import { editDistance } from "./edit-distance.ts";
import type { QueryWords } from "./query-words.ts";
import { formsOf, known, relativesOf } from "./word-relatives.ts";

/** Words of a query that are mended: a text with more unknown ones is not a matter of spelling. */
const MENDED_MAX = 4;
/** Slips that are forgiven, by the length of a word: short words have too many neighbours. */
const SLIPS = [
  { fromLength: 4, slips: 1 },
  { fromLength: 6, slips: 2 },
  { fromLength: 10, slips: 3 },
] as const;
/** A word of so few products may be somebody else's slip, where a neighbour has so many times as many. */
const RARE_DOCUMENTS = 2;
const RARER_BY = 50;

/** Where the vocabulary has words near those that are not known; null for a query that needs no mending. */
export function lookupToMend(read: QueryWords, statistics: TermStatistics): VocabularyLookup | null {
  const words = doubtful(read, statistics);
  if (words.length === 0) return null;
  const keys = words.flatMap((word) => [...slipKeysOf(word), skeletonKeyOf(word)]);
  return { terms: words, keys: [...new Set(keys)], beginning: null };
}

/** The query as it was meant, with what was changed; null where nothing near enough is known. `near` has both lookups. */
export function mendQuery(
  read: QueryWords,
  near: TermStatistics,
): { text: string; changes: readonly Correction[] } | null {
  const changes = doubtful(read, near).flatMap((from) => {
    const to = nearestOf(from, near);
    return to === null ? [] : [{ from, to }];
  });
  if (changes.length === 0) return null;
  const mended = new Map(changes.map(({ from, to }) => [from, to]));
  return { text: read.pieces.map((piece) => mended.get(piece) ?? piece).join(" "), changes };
}

/** Words that no product has in any form, nor as parts, nor as a beginning; and rare ones. Codes and numbers are none. */
function doubtful(read: QueryWords, statistics: TermStatistics): string[] {
  const isRare = (word: string) =>
    formsOf(word, read, statistics).every((form) => known(form, statistics) <= RARE_DOCUMENTS);
  const isMeant = (word: string, index: number) => {
    const ways = relativesOf(word, index === read.pieces.length - 1, read, statistics);
    // Two words that it could be made of are no reason: `labtop` is no lab.
    return known(word, statistics) === 0 && ways.some(({ adjacent }) => !adjacent);
  };
  const isPart = (index: number) =>
    [index - 1, index].some((start) => {
      const two = read.pieces.slice(Math.max(0, start), start + 2);
      return two.length === 2 && known(two.join(""), statistics) > RARE_DOCUMENTS;
    });
  const words = read.pieces.filter(
    (word, index) =>
      canBeMended(word) &&
      isRare(word) &&
      !isMeant(word, index) &&
      !isPart(index) &&
      read.synonyms.near([word]).length === 0,
  );
  return words.slice(0, MENDED_MAX);
}

/** Fewest slips first; then the same first letter and the same consonants; then the most products. */
function nearestOf(word: string, statistics: TermStatistics): string | null {
  const most = SLIPS.findLast(({ fromLength }) => word.length >= fromLength)?.slips ?? 0;
  const rarity = known(word, statistics);
  const skeleton = skeletonKeyOf(word);
  const near = [...statistics.terms.values()].flatMap(({ term, documents }) => {
    if (term === word || !canBeMended(term)) return [];
    const slips = editDistance(word, term, rarity > 0 ? 1 : most);
    const isFar = slips > (rarity > 0 ? 1 : most) || slips * 3 > Math.max(word.length, term.length) + 1;
    if (isFar || documents <= rarity * RARER_BY) return [];
    const unlike = (term[0] === word[0] ? 0 : 1) + (skeletonKeyOf(term) === skeleton ? 0 : 0.5);
    return [{ term, cost: slips + unlike - Math.log10(documents) / 3 }];
  });
  return near.sort((a, b) => a.cost - b.cost || (a.term < b.term ? -1 : 1))[0]?.term ?? null;
}

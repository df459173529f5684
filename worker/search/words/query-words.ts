/** A query as the words it is made of, and what of the vocabulary has to be known to make sense of them. */
import { stemKeyOf, tailKeyOf } from "../index/vocabulary-keys.ts";
import type { Synonym, VocabularyLookup } from "../ranking/search-plan.ts";
import { joinsOf, splitsOf } from "./compounds.ts";
import { sameAmounts } from "./measure.ts";
import { hasCompounds, isInflected, type SearchLanguage } from "./search-language.ts";
import { piecesOf, wordsOfPiece } from "./split-words.ts";
import { withoutStopWords } from "./stop-words.ts";
import { type SynonymIndex, synonymsOf } from "./synonyms.ts";

/** Words of a query that are looked for; further ones hardly ever narrow it. */
export const QUERY_WORDS_MAX = 12;
const PIECE_LENGTH_MAX = 64;

/** `pieces` are the words in order, each once, without those that say nothing. `lookup` asks for what a plan needs. */
export type QueryWords = {
  text: string;
  language: SearchLanguage;
  pieces: readonly string[];
  synonyms: SynonymIndex;
  lookup: VocabularyLookup;
};

/** Any text is a query; one without a letter or digit has no words. `staff` synonyms come on top of the starting set. */
export function readQuery(text: string, language: SearchLanguage, staff: readonly Synonym[]): QueryWords {
  const all = [...new Set(piecesOf(text, language))].filter((piece) => piece.length <= PIECE_LENGTH_MAX);
  const pieces = withoutStopWords(all, language).slice(0, QUERY_WORDS_MAX);
  const synonyms = synonymsOf(language, staff);
  return { text, language, pieces, synonyms, lookup: lookupOf(pieces, language, synonyms) };
}

/** The languages whose forms a word may have: English names things everywhere. */
export const formLanguagesOf = (language: SearchLanguage): readonly SearchLanguage[] =>
  isInflected(language) ? [language, "en"] : ["en"];

function lookupOf(pieces: readonly string[], language: SearchLanguage, synonyms: SynonymIndex): VocabularyLookup {
  const meant = synonyms.near(pieces).flatMap(({ wordings }) => wordings.flat());
  const words = [...pieces.flatMap(wordsOfPiece), ...meant];
  const terms = [
    ...words,
    ...pieces.flatMap(sameAmounts),
    ...joinsOf(pieces).map(({ joined }) => joined),
    ...pieces.flatMap((piece) => splitsOf(piece, language).flat()),
  ];
  const keys = words.flatMap((word) => formLanguagesOf(language).map((form) => stemKeyOf(word, form)));
  const tails = hasCompounds(language) ? pieces.map(tailKeyOf) : [];
  return {
    terms: [...new Set(terms)],
    keys: [...new Set([...keys, ...tails])],
    beginning: pieces.at(-1) ?? null,
  };
}

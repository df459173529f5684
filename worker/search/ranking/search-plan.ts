/**
 * What the rules of search and the index say to each other. The index keeps words as these rules fold them, finds
 * candidates by the plan's rounds and counts its vocabulary; the rules alone decide what a query means and which candidate
 * is better. Scores need nothing of the shard that a candidate comes from, so lists of several shards merge.
 *
 * A search is: `readQuery`; the vocabulary's answer to its `lookup`; where a word is unknown (`lookupToMend`) a second
 * answer, `mendQuery`, and the same again for the query that was meant; `planQuery`; its rounds, each over every shard, until
 * enough candidates are found; `rankCandidates`; `spelledAs` for what is shown of a correction.
 */

/** The full text's columns, in this order. Each holds folded words (`wordsOf`) separated by blanks. */
export const SEARCH_FIELDS = ["title", "brand", "category", "codes", "text", "kinds"] as const;
/** `kinds` holds `kindTokenOf` of each kind, to match within a kind; it is no text and earns no score. */
export type SearchField = (typeof SEARCH_FIELDS)[number];
export type SearchFields = Readonly<Record<SearchField, string>>;
/** The fields that a score is made of. */
export type ScoredField = Exclude<SearchField, "kinds">;

/**
 * A set of products that are the same sort of thing: a category (with those above it) as `c:{id}`, or the product type
 * as `t:{type}`.
 */
export type Kind = string;

/** One word of the vocabulary, summed over all shards. Only products that can be found are counted. */
export type TermFacts = {
  term: string;
  /** Products (in one language) with the word in any scored field. */
  documents: number;
  /** Products with the word in title or category, by kind: the index may leave out kinds with few of them. */
  byKind: Readonly<Record<Kind, number>>;
};

/** What the whole index knows, summed over all shards. Figures may be minutes old. */
export type TermStatistics = {
  documents: number;
  /** Words of a field, on average. */
  averageLength: Readonly<Record<ScoredField, number>>;
  /** Rows of each kind that `terms` names, in the query's language. */
  kinds: Readonly<Record<Kind, number>>;
  /** Those that were looked up and are there. */
  terms: ReadonlyMap<string, TermFacts>;
};

/**
 * What to read of the vocabulary: terms by themselves, terms listed under keys (`vocabulary-keys.ts`), and the commonest
 * terms that begin so, for a last word that may still be typed.
 */
export type VocabularyLookup = { terms: readonly string[]; keys: readonly string[]; beginning: string | null };

/**
 * A way to say what is meant: each part is a word in any of its forms. `adjacent` parts stand side by side in a field, others
 * anywhere in the product. `weight` is 0 to 1: what was typed has 1.
 */
export type Way = {
  parts: readonly (readonly string[])[];
  weight: number;
  adjacent: boolean;
  /** What was typed, in its own words. Any of them may be missing. */
  isTyped: boolean;
};
/** One thing that is asked for. A product has it when it has one of the ways; the strongest counts. */
export type Concept = {
  /** As typed, folded: what the shopper is told when it is left out. */
  typed: string;
  ways: readonly Way[];
  /** A code or a model number: whoever has it is what was asked for. */
  isCode: boolean;
};

/** One MATCH of the full text. */
export type MatchArm = {
  /**
   * `names`: titles, brands, categories and codes, with phrases and column filters. `words`: every word of a product, as
   * quoted single terms with AND, OR and NOT only. Marks stand in both, that of a title in `names`. Neither takes beginnings.
   */
  over: "names" | "words";
  /** For FTS5. Made of quoted letters and digits and our own operators only. */
  match: string;
};

/** What is asked at a time. Rounds go from strict to loose; what an earlier one found need not be found again. */
export type MatchRound = {
  /** From strict to wide, the last finds what the others find. Five at most: D1 takes no more in one statement. */
  arms: readonly MatchArm[];
  /** How many of the concepts a candidate has at least. Below `concepts.length` the page says that words were left out. */
  concepts: number;
  /** With this many candidates in all, looser rounds are not asked. */
  enough: number;
  /** Rows of one arm that are looked at, the best placed. */
  limit: number;
};

export type Correction = { from: string; to: string };

export type QueryPlan = {
  concepts: readonly Concept[];
  rounds: readonly MatchRound[];
  /** How likely each kind is meant, 0 to 1; kinds that are not named are unlikely. Empty where nothing is known. */
  intent: Readonly<Record<Kind, number>>;
  /** What was mended, and the query as it was searched; null where it was searched as typed. */
  corrected: { text: string; changes: readonly Correction[] } | null;
};

/** A product as its index row has it, in one language. `rank` is the shop's own order, higher first. */
export type Candidate = {
  productId: string;
  fields: SearchFields;
  kinds: readonly Kind[];
  rank: number;
  /** Units sold lately, or clicks, as a share of the most popular product's: 0 to 1. 0 where nobody knows. */
  popularity: number;
  inStock: boolean;
};

/** Best first. `matched` is how many concepts it has. */
export type Ranked = { productId: string; score: number; matched: number };

/** Staff's own or of the starting set: each of `words` also finds each of `to`, and the other way round where `bothWays`. */
export type Synonym = { words: readonly string[]; to: readonly string[]; bothWays: boolean };

/** How strongly a product has what is asked for: BM25 over weighted fields, for each way to say it. */
import { describingWords, featureWords, wordsIn } from "../words/field-words.ts";
import type { Candidate, Concept, SearchFields, TermStatistics, Way } from "./search-plan.ts";

/** What a word counts, by where it stands. A category's name stands in each of its products: it counts little. */
const FIELD_WEIGHTS = { title: 2.5, brand: 1, category: 0.3, codes: 1, text: 1, features: 0.4 } as const;
type Part = keyof typeof FIELD_WEIGHTS;
const PARTS = Object.keys(FIELD_WEIGHTS) as Part[];

/** How soon more of the same word stops to count, and how much longer products count less (k1 and b of BM25). */
const SATURATION = 1;
const LENGTH_SHARE = 0.75;

/**
 * A product's words by where they stand. `length` is that of what describes it, 1 for an average product. `frequency` is
 * how often it has each word that the query says, weighted by where.
 */
export type ReadWords = Readonly<Record<Part, readonly string[]>> & {
  length: number;
  frequency: ReadonlyMap<string, number>;
};

/** `said`: every word of the query, in all its ways and forms. */
export function readWords(
  { fields }: Candidate,
  { averageLength }: TermStatistics,
  said: ReadonlySet<string>,
): ReadWords {
  const words = {
    ...namesOf(fields),
    text: describingWords(fields.text),
    features: [...featureWords(fields.category), ...featureWords(fields.text)],
  };
  const length = words.title.length + words.brand.length + words.category.length + words.text.length;
  const average = averageLength.title + averageLength.brand + averageLength.category + averageLength.text;
  const frequency = new Map<string, number>();
  for (const part of PARTS)
    for (const word of words[part])
      if (said.has(word)) frequency.set(word, (frequency.get(word) ?? 0) + FIELD_WEIGHTS[part]);
  return { ...words, length: average > 0 ? length / average : 1, frequency };
}

const namesOf = ({ title, brand, category, codes }: SearchFields) => ({
  title: wordsIn(title),
  brand: wordsIn(brand),
  category: describingWords(category),
  codes: wordsIn(codes),
});

/** A concept with what each part of its ways is worth: rare words tell more (S. Robertson, K. Spärck Jones, 1976). */
export type WeighedConcept = {
  concept: Concept;
  ways: readonly { way: Way; worths: readonly number[]; worth: number }[];
  /** What a product earns that has it altogether. */
  worth: number;
};

export function weighConcept(concept: Concept, statistics: TermStatistics): WeighedConcept {
  const ways = concept.ways.map((way) => {
    const worths = way.parts.map((forms) => worthOf(forms, statistics));
    return { way, worths, worth: worths.reduce((sum, each) => sum + each, 0) };
  });
  const strongest = Math.max(...ways.map(({ way }) => way.weight));
  return {
    concept,
    ways,
    worth: Math.min(...ways.flatMap(({ way, worth }) => (way.weight === strongest ? [worth] : []))),
  };
}

function worthOf(forms: readonly string[], { terms, documents }: TermStatistics): number {
  const sum = forms.reduce((all, form) => all + (terms.get(form)?.documents ?? 0), 0);
  const having = Math.min(documents, sum);
  return Math.log(1 + (documents - having + 0.5) / (having + 0.5));
}

/** `strength` is 0 to about 2; `covered` is how much of what was asked for is there at all, 0 to 1. */
export type Earned = { strength: number; covered: number };

/**
 * The strongest way counts. `confirmed` (0 to 1) raises ways that were not typed: of a product that is of the very kind
 * that was named, another word for it is nearly as good.
 */
export function strengthOf({ ways }: WeighedConcept, words: ReadWords, confirmed: number): Earned {
  let best: Earned = { strength: 0, covered: 0 };
  for (const { way, worths, worth } of ways) {
    const had = way.parts.map((_, index) => saturated(frequencyOf(way, index, words), words.length));
    const missing = had.includes(0);
    // Typed words may be missing one by one; what was not typed has to be there as a whole.
    if (missing && !way.isTyped) continue;
    const weight = way.weight + (1 - way.weight) * confirmed;
    const strength = weight * shareOf(worths, worth, (index) => had[index] ?? 0);
    if (strength > best.strength)
      best = { strength, covered: missing ? shareOf(worths, worth, (index) => (had[index] ? 1 : 0)) : 1 };
  }
  return best;
}

/** The mean of what is there of each part, weighted by what the part is worth. */
const shareOf = (worths: readonly number[], worth: number, of: (index: number) => number): number =>
  worth > 0 ? worths.reduce((sum, each, index) => sum + each * of(index), 0) / worth : 0;

/** 0 for a word that is not there, towards `SATURATION` + 1 for one that is everywhere. */
const saturated = (frequency: number, length: number): number =>
  (frequency * (SATURATION + 1)) / (frequency + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length));

/** How often a part of a way stands in a product, weighted by where. */
function frequencyOf(way: Way, index: number, words: ReadWords): number {
  const forms = way.parts[index] ?? [];
  const anywhere = forms.reduce((sum, form) => sum + (words.frequency.get(form) ?? 0), 0);
  if (!way.adjacent || anywhere === 0) return anywhere;
  let sum = 0;
  for (const part of PARTS) {
    const own = words[part];
    let times = 0;
    for (let at = 0; at < own.length; at += 1)
      if (forms.includes(own[at] as string) && isBegunAt(way, at - index, own)) times += 1;
    sum += FIELD_WEIGHTS[part] * times;
  }
  return sum;
}

const isBegunAt = ({ parts }: Way, start: number, words: readonly string[]): boolean =>
  parts.every((forms, index) => forms.includes(words[start + index] ?? ""));

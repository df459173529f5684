/**
 * Puts candidates in the order in which a shopper would want them. What a product earns by its words is multiplied by what
 * kind of thing it is, and gently by everything else: nothing that matches clearly less comes first for being popular.
 */
import { type ReadWords, readWords, strengthOf, type WeighedConcept, weighConcept } from "./concept-strength.ts";
import { kindsNamedBy } from "./intent.ts";
import type { Candidate, Kind, QueryPlan, Ranked, TermStatistics } from "./search-plan.ts";

/** By how much a score rises at most, as a share of it. */
const RAISE = {
  /** It is of the kind that was asked for. */
  intent: 1.5,
  /** It has the very code or model number that was asked for. */
  code: 1,
  /** What was typed side by side stands side by side. */
  near: 0.02,
  popularity: 0.1,
  inStock: 0.1,
  /** The shop's own order, from the last of the candidates to the first. */
  rank: 0.005,
} as const;
/** How far another word for the kind that was named comes up to the word that was typed. */
const CONFIRMED_BY_KIND = 0.7;

/** Best first; equals go by id, so that the order stays. The same product may be handed in once for each language. */
export function rankCandidates(
  plan: QueryPlan,
  statistics: TermStatistics,
  candidates: readonly Candidate[],
): Ranked[] {
  const asked = askedOf(plan, statistics);
  const ranks = candidates.map(({ rank }) => rank);
  const [lowest, highest] = ranks.reduce(([low, high], rank) => [Math.min(low, rank), Math.max(high, rank)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  const read = candidates.map((candidate) => ({ candidate, words: readWords(candidate, statistics, asked.said) }));
  const named = Math.max(0, ...read.map(({ words }) => namedBy(asked, words)));
  const best = new Map<string, Ranked>();
  for (const { candidate, words } of read) {
    const place = highest > lowest ? (candidate.rank - lowest) / (highest - lowest) : 0;
    // Of `Laptops` and `Laptop bags`, the query `laptop` says all of the one, and half of the other.
    const meant = named > 0 ? (namedBy(asked, words) / named) ** 2 : 1;
    const ranked = rankOf(candidate, words, asked, { place, meant });
    const other = best.get(candidate.productId);
    if (!other || other.score < ranked.score) best.set(candidate.productId, ranked);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.productId < b.productId ? -1 : 1));
}

/** Share of a category's name that the query says. */
function namedBy({ said }: Asked, { category }: ReadWords): number {
  return category.length === 0 ? 0 : category.filter((word) => said.has(word)).length / category.length;
}

type Asked = {
  concepts: readonly (WeighedConcept & { named: readonly Kind[] })[];
  /** What a product earns that has all of it. */
  worth: number;
  intent: Readonly<Record<Kind, number>>;
  /** Every form of every word of every way. */
  said: ReadonlySet<string>;
  /** The words as typed, in order, each in its forms. */
  typed: readonly (readonly string[])[];
};

function askedOf({ concepts, intent }: QueryPlan, statistics: TermStatistics): Asked {
  const weighed = concepts.map((concept) => ({
    ...weighConcept(concept, statistics),
    named: kindsNamedBy(concept, statistics),
  }));
  const typed = concepts.flatMap(({ ways }) => (ways.find((way) => way.isTyped) ?? ways[0])?.parts ?? []);
  const said = new Set(concepts.flatMap(({ ways }) => ways.flatMap(({ parts }) => parts.flat())));
  return { said, concepts: weighed, worth: weighed.reduce((sum, { worth }) => sum + worth, 0), intent, typed };
}

function rankOf(
  candidate: Candidate,
  words: ReadWords,
  asked: Asked,
  { place, meant }: { place: number; meant: number },
): Ranked {
  const sureOf = (kinds: readonly Kind[]) =>
    meant *
    kinds.reduce((most, kind) => Math.max(most, candidate.kinds.includes(kind) ? (asked.intent[kind] ?? 0) : 0), 0);
  let [earned, had, matched] = [0, 0, 0];
  for (const concept of asked.concepts) {
    const { strength, covered } = strengthOf(concept, words, CONFIRMED_BY_KIND * sureOf(concept.named));
    earned += concept.worth * strength;
    had += concept.worth * covered;
    matched += covered === 1 ? 1 : 0;
  }
  const worth = asked.worth > 0 ? asked.worth : 1;
  const score =
    (earned / worth) *
    // All words, then fewer: what is missing counts again for what it is worth.
    Math.sqrt(had / worth) *
    (1 + RAISE.intent * sureOf(Object.keys(asked.intent))) *
    (1 + RAISE.code * (hasCode(words, asked) ? 1 : 0)) *
    (1 + RAISE.near * nearness(words, asked.typed)) *
    (1 + RAISE.popularity * candidate.popularity) *
    (1 + RAISE.inStock * (candidate.inStock ? 1 : 0)) *
    (1 + RAISE.rank * place);
  return { productId: candidate.productId, score, matched };
}

const hasCode = (words: ReadWords, { concepts }: Asked): boolean =>
  concepts.some(
    ({ concept }) =>
      concept.isCode &&
      concept.ways.some(({ parts }) => parts.length === 1 && parts[0]?.some((form) => words.codes.includes(form))),
  );

/** Share of neighbours in the query that are neighbours in the product, too. */
function nearness(words: ReadWords, typed: readonly (readonly string[])[]): number {
  if (typed.length < 2) return 0;
  const together = typed.slice(1).filter((forms, index) => {
    const before = typed[index] ?? [];
    const isIn = (own: readonly string[]) =>
      own.some((word, at) => at > 0 && forms.includes(word) && before.includes(own[at - 1] as string));
    return isIn(words.title) || isIn(words.text);
  });
  return together.length / (typed.length - 1);
}

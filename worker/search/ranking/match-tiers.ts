/** The full-text queries of a plan. Words are quoted and hold letters, digits and points only: nothing typed is syntax. */
import { kindTokenOf } from "./kind.ts";
import type { Concept, Kind, MatchTier, Way } from "./search-plan.ts";

/** Enough that the best page is among them, whatever order they are found in. */
const ENOUGH = 400;
/** Where words are left out, a few pages do. */
const ENOUGH_WITH_FEWER = 48;
/** Above this many words no query is made for each that may be missing. */
const DROPPED_MAX = 6;

/** All words in names and of a kind that is meant, in names, anywhere; then all but one of them, then any. */
export function tiersOf(concepts: readonly Concept[], intent: Readonly<Record<Kind, number>>): MatchTier[] {
  if (concepts.length === 0) return [];
  const kinds = anyOf(Object.keys(intent).map((kind) => `"${kindTokenOf(kind)}"`));
  const inNames = concepts.map(({ ways }) => anyOf(ways.map(inNamesOf)));
  const inWords = concepts.map(({ ways }) => anyOf(ways.map(inWordsOf)));
  const whole = { concepts: concepts.length };
  return [
    ...(kinds === "" ? [] : [{ over: "names" as const, match: allOf([...inNames, kinds]), enough: ENOUGH, ...whole }]),
    { over: "names", match: allOf(inNames), enough: ENOUGH, ...whole },
    { over: "words", match: allOf(inWords), enough: ENOUGH_WITH_FEWER, ...whole },
    ...fewerTiers(concepts),
  ];
}

/** Left out are single words, also of what means one thing together. */
function fewerTiers(concepts: readonly Concept[]): MatchTier[] {
  const words = concepts.flatMap(wordsOfConcept);
  if (words.length < 2) return [];
  const allButOne = anyOf(words.map((_, left) => allOf(words.toSpliced(left, 1))));
  const fewer = { concepts: concepts.length - 1, enough: ENOUGH_WITH_FEWER };
  const any = { match: anyOf(words), concepts: Math.min(1, concepts.length - 1), enough: ENOUGH_WITH_FEWER };
  return [
    ...(words.length > 2 && words.length <= DROPPED_MAX
      ? [{ over: "words" as const, match: allButOne, ...fewer }]
      : []),
    { over: "names", ...any },
    { over: "words", ...any },
  ];
}

/** A concept as one match for each of its words; other ways to say it stand beside the last. */
function wordsOfConcept({ ways }: Concept): string[] {
  const typed = ways.find(({ isTyped, parts }) => isTyped && parts.length > 1);
  if (!typed) return [anyOf(ways.map(inWordsOf))];
  const others = ways.filter((way) => way !== typed).map(inWordsOf);
  const parts = typed.parts.map(partOf);
  return parts.with(-1, anyOf([parts.at(-1) ?? "", ...others]));
}

const allOf = (matches: readonly string[]): string => joined(matches, " AND ");
const anyOf = (matches: readonly string[]): string => joined(matches, " OR ");
const joined = (matches: readonly string[], by: string): string =>
  matches.length > 1 ? `(${matches.join(by)})` : (matches[0] ?? "");

const quoted = (terms: readonly string[]): string => `"${terms.join(" ")}"`;
const partOf = (forms: readonly string[]): string => anyOf(forms.map((form) => quoted([form])));

/** Side by side: the last part in each of its forms, those before it as they are. */
const phraseOf = ({ parts }: Way): string =>
  anyOf((parts.at(-1) ?? []).map((last) => quoted([...parts.slice(0, -1).map(([first = ""]) => first), last])));
const inNamesOf = (way: Way): string => (way.adjacent ? phraseOf(way) : allOf(way.parts.map(partOf)));
/** Without places there are no phrases: whether words stand side by side is seen in the candidate. */
const inWordsOf = ({ parts }: Way): string => allOf(parts.map(partOf));

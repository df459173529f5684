/** The full-text queries of a plan. Words are quoted and hold letters, digits and points only: nothing typed is syntax. */
import { markOfTitle } from "../index/index-marks.ts";
import type { QueryWords } from "../words/query-words.ts";
import { wordsOf } from "../words/split-words.ts";
import { kindTokenOf } from "./kind.ts";
import type { Concept, Kind, MatchArm, MatchRound, Way } from "./search-plan.ts";

/** A few pages: with so many, nothing looser is looked for. */
const ENOUGH = 48;
/** Rows of one way to match: as many as are worth comparing. */
export const CANDIDATES_MAX = 400;
/** Where words are left out, a few pages do. */
const LOOSE = { enough: ENOUGH, limit: 100 };
/** Above this many words no query is made for each that may be missing. */
const DROPPED_MAX = 6;

/**
 * Everything that has all of it, in one round: what is called exactly so or has the very code, of a kind that is meant, in
 * names, anywhere. Then all words but one, then any. `read.text` is the query as it was typed.
 */
export function roundsOf(
  read: Read,
  concepts: readonly Concept[],
  intent: Readonly<Record<Kind, number>>,
): MatchRound[] {
  if (concepts.length === 0) return [];
  const kinds = anyOf(Object.keys(intent).map((kind) => `"${kindTokenOf(kind)}"`));
  const inNames = allOf(concepts.map(({ ways }) => anyOf(ways.map(inNamesOf))));
  const typed = allOf(concepts.map(({ ways }) => anyOf(ways.filter((way) => way.isTyped).map(inNamesOf))));
  const inWords = allOf(concepts.map(({ ways }) => anyOf(ways.map(inWordsOf))));
  const strict = kinds === "" ? [`title : ${typed}`] : [`${kinds} AND title : ${typed}`, `${kinds} AND ${inNames}`];
  const arms: MatchArm[] = [
    ...[exactly(read, concepts), ...strict, inNames].map((match) => ({ over: "names" as const, match })),
    { over: "words", match: inWords },
  ];
  return [{ arms, concepts: concepts.length, enough: ENOUGH, limit: CANDIDATES_MAX }, ...looserRounds(concepts)];
}

type Read = Pick<QueryWords, "text" | "language">;
/** The whole title, or a code: there are few of these among however many products. */
function exactly({ text, language }: Read, concepts: readonly Concept[]): string {
  const codes = concepts.flatMap(({ isCode, ways }) => (isCode ? ways.filter(({ parts }) => parts.length === 1) : []));
  const title = quoted([markOfTitle(wordsOf(text, language))]);
  return codes.length > 0 ? anyOf([title, `codes : ${anyOf(codes.map(inWordsOf))}`]) : title;
}

/** Left out are single words, also of what means one thing together. */
function looserRounds(concepts: readonly Concept[]): MatchRound[] {
  const words = concepts.flatMap(wordsOfConcept);
  if (words.length < 2) return [];
  const allButOne = anyOf(words.map((_, left) => allOf(words.toSpliced(left, 1))));
  const any = anyOf(words);
  return [
    ...(words.length > 2 && words.length <= DROPPED_MAX
      ? [{ arms: [{ over: "words" as const, match: allButOne }], concepts: concepts.length - 1, ...LOOSE }]
      : []),
    {
      arms: [
        { over: "names", match: any },
        { over: "words", match: any },
      ],
      concepts: Math.min(1, concepts.length - 1),
      ...LOOSE,
    },
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

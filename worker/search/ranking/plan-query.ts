/** What a query asks for: its concepts with every way the vocabulary knows to say them, and the kinds of product it means. */
import { joinsOf } from "../words/compounds.ts";
import { sameAmounts } from "../words/measure.ts";
import type { QueryWords } from "../words/query-words.ts";
import { wordsOfPiece } from "../words/split-words.ts";
import { formsOf, known, relativesOf } from "../words/word-relatives.ts";
import { intentOf } from "./intent.ts";
import { roundsOf } from "./match-rounds.ts";
import type { Concept, Correction, QueryPlan, TermStatistics, Way } from "./search-plan.ts";

/** What another word for the same thing counts: what shoppers typed comes before what we think they mean by it. */
const SYNONYM_WEIGHT = 0.4;
const WAYS_MAX = 16;

/** `corrections` are those that made the query what it is; empty for one that is searched as typed. */
export function planQuery(read: QueryWords, statistics: TermStatistics, corrections: readonly Correction[]): QueryPlan {
  const concepts = conceptsOf(read, statistics);
  const intent = intentOf(concepts, statistics);
  const corrected = corrections.length > 0 ? { text: read.text, changes: corrections } : null;
  return { concepts, rounds: roundsOf(read, concepts, intent), intent, corrected };
}

/** Pieces of the query from `start` to before `end`; `joined` is the one word that they are also written as. */
type Span = { start: number; end: number; joined: string | null };

function conceptsOf(read: QueryWords, statistics: TermStatistics): Concept[] {
  const concepts: Concept[] = [];
  for (let at = 0; at < read.pieces.length; ) {
    const span = spanAt(at, read, statistics);
    concepts.push(conceptOf(span, read, statistics));
    at = span.end;
  }
  return concepts;
}

/** The longest run of words from here that means one thing: a synonym of several words, or two that are written as one. */
function spanAt(start: number, { pieces, synonyms }: QueryWords, statistics: TermStatistics): Span {
  const phrases = synonyms.near(pieces).filter((near) => near.start === start);
  const joins = joinsOf(pieces).filter((join) => join.start === start && known(join.joined, statistics) > 0);
  const end = Math.max(start + 1, ...phrases.map((near) => near.end), ...joins.map((join) => join.end));
  return { start, end, joined: joins.find((join) => join.end === end)?.joined ?? null };
}

function conceptOf({ start, end, joined }: Span, read: QueryWords, statistics: TermStatistics): Concept {
  const pieces = read.pieces.slice(start, end);
  const formsIn = (words: readonly string[]) => words.map((word) => formsOf(word, read, statistics));
  const typed: Way = {
    parts: formsIn(pieces.flatMap(wordsOfPiece)),
    weight: joined ? apartWeight(joined, pieces, statistics) : 1,
    adjacent: false,
    isTyped: true,
  };
  const others: Way[] = [
    ...(joined ? [{ parts: formsIn([joined]), weight: 1, adjacent: false, isTyped: false }] : []),
    ...(pieces.length === 1 ? relativesOf(pieces[0] ?? "", end === read.pieces.length, read, statistics) : []),
    ...meantBy({ start, end, joined }, read).map((words) => ({
      parts: formsIn(words),
      weight: SYNONYM_WEIGHT,
      adjacent: words.length > 1,
      isTyped: false,
    })),
  ];
  const said = others.filter((way) => way.parts.every((forms) => forms.some((form) => known(form, statistics) > 0)));
  const name = pieces.join(" ");
  return { typed: name, ways: distinct([typed, ...said]).slice(0, WAYS_MAX), isCode: isCode(joined ?? name) };
}

/** The more products write it as one word, the less those count that have its parts somewhere: `head set` is a headset. */
function apartWeight(joined: string, pieces: readonly string[], statistics: TermStatistics): number {
  const apart = Math.min(...pieces.map((piece) => known(piece, statistics)));
  return apart / (apart + known(joined, statistics));
}

/** Other words for what the pieces say, or for the one word they are written as. */
function meantBy({ start, end, joined }: Span, { pieces, synonyms }: QueryWords): (readonly string[])[] {
  const here = synonyms.near(pieces).filter((near) => near.start === start && near.end === end);
  const asOne = joined ? synonyms.near([joined]) : [];
  return [...here, ...asOne].flatMap(({ wordings }) => wordings);
}

const CODE_LENGTH_MIN = 4;
const BARCODE = /^\d{8,14}$/;

/** Letters and digits in one word, or a barcode: model and part numbers. An amount such as `15.6in` is none. */
const isCode = (word: string): boolean =>
  BARCODE.test(word) ||
  (/^[\p{L}\p{N}]+$/u.test(word) &&
    /\d/.test(word) &&
    /\p{L}/u.test(word) &&
    word.length >= CODE_LENGTH_MIN &&
    sameAmounts(word).length === 0);

/** Each way once: the first, which counts most. */
function distinct(ways: readonly Way[]): Way[] {
  const seen = new Set<string>();
  return ways.filter(({ parts }) => {
    const key = parts.map(([first]) => first).join(" ");
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

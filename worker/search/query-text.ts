/** What was typed, made fit to be searched, shown and counted: what cannot be seen is taken out, and nothing is cut off. */
import { done, type Outcome, refused } from "../base/outcome.ts";

/** Longer texts are not looked at at all. */
export const RAW_LENGTH_MAX = 2_000;
/** Characters of a query, once what cannot be seen is gone. */
export const QUERY_LENGTH_MAX = 200;

/**
 * Control characters, and those that turn the direction of text round or are invisible (Unicode's Bidi_Control and the
 * zero-width ones but the joiners, which Persian and emoji need): a page never repeats them.
 */
const UNSEEN = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
/** Halves of a pair that stand alone: no text that can be sent on has one. */
const HALVES = /\p{Cs}/gu;

export type QueryTooLong = { code: "search.query_too_long"; length: number; max: number };

/** An empty text asks for nothing. */
export function queryOf(raw: string): Outcome<string, QueryTooLong> {
  const text = raw.normalize("NFC").replace(UNSEEN, " ").replace(HALVES, " ").replace(/\s+/gu, " ").trim();
  if (text.length > QUERY_LENGTH_MAX)
    return refused({ code: "search.query_too_long", length: text.length, max: QUERY_LENGTH_MAX });
  return done(text);
}

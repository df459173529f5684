/**
 * Values inside sentences that run from right to left. An order's number, a phone or a name in Latin letters has a
 * direction of its own; unmarked, its digits and groups change places with the words around it (UAX #9).
 */
import { directionOf, type Locale, languageOf } from "./markets.ts";

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_DIRECTIONAL_ISOLATE = "\u2069";

type SentenceValues = Readonly<Record<string, string | number>>;

/** The text in the direction of its first letter, whatever stands around it. */
export const isolated = (text: string): string => FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE;

/** A sentence's values as its locale takes them. Numbers stay: what they say, plurals too, is the message's to write. */
export function isolatedIn(locale: Locale, values: SentenceValues): SentenceValues {
  if (directionOf(languageOf(locale)) === "ltr") return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? isolated(value) : value]),
  );
}

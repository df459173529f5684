/**
 * How a locale sets a value beside its words. In sentences from right to left, an order's number, a phone or a name in Latin
 * letters has a direction of its own; unmarked, its digits and groups change places with the words around it (UAX #9).
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

const ENDS_IN_STOP = /[^.]\.\u2069?$/;
/** A sentence without a second full stop where a value (`30. Nov.`) brought its own. `values` as they were put in. */
export function withSingleStops(sentence: string, values: SentenceValues): string {
  const stopped = Object.values(values).filter((value) => typeof value === "string" && ENDS_IN_STOP.test(value));
  return stopped.reduce<string>((text, value) => text.replaceAll(`${value}.`, String(value)), sentence);
}

/** One value as its locale takes it. */
export const isolatedFor = (locale: Locale, text: string): string =>
  directionOf(languageOf(locale)) === "ltr" ? text : isolated(text);

const COLONS: Partial<Record<Locale, string>> = {
  "ja-JP": "\uFF1A",
  "fr-FR": "\u00A0: ",
  "fr-CA": "\u00A0: ",
};
/** What stands between a name and its value, with its spaces. */
export const colonOf = (locale: Locale): string => COLONS[locale] ?? ": ";

/** For what is read as one, such as a phone's number: no line breaks in it. */
export const unbroken = (text: string): string => text.replaceAll(" ", "\u00A0").replaceAll("-", "\u2060-\u2060");

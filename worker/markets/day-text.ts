/** Calendar days (`YYYY-MM-DD`) as a locale writes them: checkout, order and mails name a parcel's days alike. */
import type { Locale } from "./markets.ts";

type DayText = { day(dateIso: string): string; range(fromIso: string, toIso: string): string };

/** What stands between two days, with the spaces of the locale. */
const RANGE_SIGN = /\s*[-~\u2013\u2014\uFF5E]\s*/u;

export function dayTextOf(locale: Locale): DayText {
  // A calendar day is read as midnight UTC, and written by the same clock.
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: "short", day: "numeric", month: "short" },
    timeZone: "UTC",
  } as const);
  const day = (dateIso: string) => format.format(Date.parse(dateIso));
  return {
    /** Tue, 17 Mar. */
    day,
    /** One day where both are the same. In no other form than a single day's: Japanese has another for ranges. */
    range(fromIso, toIso) {
      const [from, to] = [day(fromIso), day(toIso)];
      if (fromIso === toIso) return from;
      const usual = format.formatRange(Date.parse(fromIso), Date.parse(toIso));
      const isOneMonth = fromIso.slice(0, 7) === toIso.slice(0, 7);
      if (isAlike(usual, [from, to], isOneMonth ? 1 : 2)) return usual;
      return from + (RANGE_SIGN.exec(usual)?.[0] ?? " \u2013 ") + to;
    },
  };
}

/** Whether a range has so many of its days as they are written alone, and no number that they have not (`02` for `2`). */
function isAlike(range: string, days: readonly string[], wholeMin: number): boolean {
  const numbers = new Set(days.flatMap(numbersIn));
  return days.filter((day) => range.includes(day)).length >= wholeMin && numbersIn(range).every((n) => numbers.has(n));
}

const numbersIn = (text: string): string[] => text.match(/\d+/g) ?? [];

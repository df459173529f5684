/** How opening hours, and the moment from which something is ready, are written in a language. */
import { DAY_MINUTES, type OpenHours, type WeekHours } from "../inventory/pickup.ts";
import type { Locale } from "../markets/markets.ts";

/** A Sunday at midnight, by the clock that all of this is written by. */
const SUNDAY_MS = Date.UTC(1970, 0, 4);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** From Monday on, as weeks are read where shops close on Sundays. */
const READ_WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

/** Days that follow each other and open alike are told together; closed ones are left out. */
export function hoursRows(hours: WeekHours, locale: Locale): { days: string; times: string }[] {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  return runsOf(hours).map(({ first, last, fromMinutes, toMinutes }) => {
    const [fromMs, toMs] = [SUNDAY_MS + first * DAY_MS, SUNDAY_MS + last * DAY_MS];
    // Midnight is of the next day, and would be written with its date.
    const until = Math.min(toMinutes, DAY_MINUTES - 1);
    return {
      days: first === last ? weekday.format(fromMs) : weekday.formatRange(fromMs, toMs),
      times: time.formatRange(SUNDAY_MS + fromMinutes * MINUTE_MS, SUNDAY_MS + until * MINUTE_MS),
    };
  });
}

type Run = OpenHours & { first: number; last: number };

function runsOf(hours: WeekHours): Run[] {
  const runs: Run[] = [];
  for (const day of READ_WEEK) {
    const open = hours[day % hours.length];
    const run = runs.at(-1);
    if (!open) continue;
    const isSame = run?.last === day - 1 && run.fromMinutes === open.fromMinutes && run.toMinutes === open.toMinutes;
    if (run && isSame) run.last = day;
    else runs.push({ ...open, first: day, last: day });
  }
  return runs;
}

/** Of `2026-11-24T15:15`: Tue, 24 Nov, 15:15. */
export function readyText(readyFrom: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, {
    ...{ weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
    timeZone: "UTC",
  } as const);
  return format.format(Date.parse(`${readyFrom}Z`));
}

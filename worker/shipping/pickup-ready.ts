/**
 * From when what is ordered can be collected. Work on it begins at once where the location is open and its cut-off has not
 * passed, else when it opens next; it takes the location's hours by the clock, and ends while it is open. All is told by
 * the location's own clock, so no other one matters.
 */
import { assert } from "../base/assert.ts";
import { DAY_MINUTES, type OpenHours, type OpenPickup } from "../inventory/pickup.ts";
import { localTime } from "./delivery-promise.ts";
import { DAY_MS, isHoliday, isoOfDay } from "./working-days.ts";

type Clock = { dayMs: number; minutes: number };
/** Shoppers are told quarters of an hour. */
const STEP_MINUTES = 15;
/** No counter is closed for longer: beyond it the hours would be wrong. */
const CLOSED_DAYS_MAX = 60;

/** `2026-11-24T15:15`, by the clock of the location; where it has none of its own, of `timeZone`. */
export function readyFrom(location: OpenPickup, timeZone: string, nowMs: number): string {
  const now = localTime(nowMs, location.timeZone ?? timeZone);
  const begins = beginOf(location, now);
  const minutes = Math.ceil(begins.minutes / STEP_MINUTES) * STEP_MINUTES + location.pickup.readyHours * 60;
  const days = Math.floor(minutes / DAY_MINUTES);
  const { dayMs, minutes: at } = whenOpen(location, {
    dayMs: begins.dayMs + days * DAY_MS,
    minutes: minutes - days * DAY_MINUTES,
  });
  return `${isoOfDay(dayMs)}T${pair(Math.floor(at / 60))}:${pair(at % 60)}`;
}

function beginOf(location: OpenPickup, { dayMs, minutes }: Clock): Clock {
  const isLate = minutes >= location.cutOffMinutes;
  return whenOpen(location, isLate ? { dayMs: dayMs + DAY_MS, minutes: 0 } : { dayMs, minutes });
}

/** The moment itself where it is open then, else the next opening. */
function whenOpen(location: OpenPickup, from: Clock): Clock {
  for (let days = 0; days <= CLOSED_DAYS_MAX; days += 1) {
    const dayMs = from.dayMs + days * DAY_MS;
    const hours = hoursOn(location, dayMs);
    const minutes = Math.max(days === 0 ? from.minutes : 0, hours?.fromMinutes ?? 0);
    if (hours && minutes < hours.toMinutes) return { dayMs, minutes };
  }
  assert(false, "a location that gives goods out is open on a day of the week");
}

/** Null on days on which it is closed: those it names, and its country's public holidays. */
const hoursOn = ({ country, pickup }: OpenPickup, dayMs: number): OpenHours | null =>
  isHoliday(country, dayMs) ? null : (pickup.hours[new Date(dayMs).getUTCDay()] ?? null);

const pair = (value: number) => String(value).padStart(2, "0");

/**
 * When a parcel arrives. What is ordered before the cut-off hour of a working day leaves that day, else the next working
 * day; the method's days are working days after that. Saturday and Sunday are no working days in any market (in the UAE
 * since 2022); public holidays are not known to it.
 */
import type { Market } from "./markets.ts";

/** By the clock of the market's zone, in which its warehouse is. */
export const CUT_OFF_HOUR = 14;
const DAY_MS = 86_400_000;

/** Calendar days (`YYYY-MM-DD`) at the warehouse: from the earliest to the latest. */
export type DeliveryPromise = { fromDateIso: string; toDateIso: string };

/** For what is ordered at `nowMs`. Both ends may be the same day. */
export function promiseDelivery(
  market: Market,
  method: { daysMin: number; daysMax: number },
  nowMs: number,
): DeliveryPromise {
  const { dayMs, hour } = localTime(nowMs, market.timeZone);
  const leavesToday = isWorkingDay(dayMs) && hour < CUT_OFF_HOUR;
  const leavesMs = leavesToday ? dayMs : addWorkingDays(dayMs, 1);
  return {
    fromDateIso: isoOf(addWorkingDays(leavesMs, method.daysMin)),
    toDateIso: isoOf(addWorkingDays(leavesMs, method.daysMax)),
  };
}

/** The local calendar day, as midnight UTC of the same date, and the hour. */
function localTime(nowMs: number, timeZone: string): { dayMs: number; hour: number } {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return { dayMs: Date.UTC(part("year"), part("month") - 1, part("day")), hour: part("hour") };
}

function addWorkingDays(dayMs: number, days: number): number {
  let [day, left] = [dayMs, days];
  while (left > 0) {
    day += DAY_MS;
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

function isWorkingDay(dayMs: number): boolean {
  const weekday = new Date(dayMs).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

const isoOf = (dayMs: number) => new Date(dayMs).toISOString().slice(0, 10);

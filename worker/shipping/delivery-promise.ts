/**
 * When a parcel arrives. What is ordered before the cut-off of a working day at the warehouse is handled from that day on,
 * else from the next; it leaves on a working day there. Days on the way count where it goes to, and none ends on a day
 * on which nobody delivers.
 */
import { CUT_OFF_MINUTES } from "../inventory/location.ts";
import type { Market } from "../markets/markets.ts";
import { addWorkingDays, DAY_MS, isoOfDay, isWorkingDay } from "./working-days.ts";

/** Where parcels leave from. */
export type ShippingOrigin = {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** IANA name: the clock that its cut-off goes by. */
  timeZone: string;
  /** Minutes after its midnight. */
  cutOffMinutes: number;
  /** Working days until a parcel is packed; 0 leaves on the day of the order. */
  handlingDays: number;
};

/** A warehouse in the market's first country, by the market's clock: where staff set up no other. */
export const homeOf = ({ countries, timeZone }: Market): ShippingOrigin => ({
  country: countries[0],
  timeZone,
  cutOffMinutes: CUT_OFF_MINUTES,
  handlingDays: 0,
});

/** Calendar days (`YYYY-MM-DD`) where it arrives: from the earliest to the latest. Both may be the same. */
export type DeliveryPromise = { fromDateIso: string; toDateIso: string };

/** For what is ordered at `nowMs`; the method's days are working days on the way, and may be 0 (collected). */
export function promiseDelivery(
  origin: ShippingOrigin,
  toCountry: string,
  method: { daysMin: number; daysMax: number },
  nowMs: number,
): DeliveryPromise {
  const { dayMs, minutes } = localTime(nowMs, origin.timeZone);
  const isToday = isWorkingDay(origin.country, dayMs) && minutes < origin.cutOffMinutes;
  const startsMs = isToday ? dayMs : addWorkingDays(origin.country, dayMs + DAY_MS, 0);
  const leavesMs = addWorkingDays(origin.country, startsMs, origin.handlingDays);
  return {
    fromDateIso: isoOfDay(addWorkingDays(toCountry, leavesMs, method.daysMin)),
    toDateIso: isoOfDay(addWorkingDays(toCountry, leavesMs, method.daysMax)),
  };
}

/** The local calendar day, as midnight UTC of the same date, and the minutes of it that have passed by its clock. */
export function localTime(nowMs: number, timeZone: string): { dayMs: number; minutes: number } {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const dayMs = Date.UTC(part("year"), part("month") - 1, part("day"));
  return { dayMs, minutes: part("hour") * 60 + part("minute") };
}

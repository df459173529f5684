/** What pages told, as counts that wait to be written: however many pages, no more entries than there are kinds of them. */
import { dayOf } from "../search/staff/search-tally.ts";
import { bucketOf, METRICS, type PageVitals } from "./vitals.ts";

/** How many pages of a day, market and kind had a metric in a bucket; in this order, so that a message is small. */
export type VitalCount = [
  day: string,
  market: string,
  page: string,
  connection: string,
  device: string,
  metric: string,
  bucket: number,
  pages: number,
];
export type GatheredVitals = { ids: Set<string>; counts: Map<string, VitalCount> };
export const newVitals = (): GatheredVitals => ({ ids: new Set(), counts: new Map() });

/** Pages that wait at a time: what they say fits one message of a queue (128 KB). Further ones are not counted. */
export const PAGES_MAX = 300;
/** Entries of one message, at most. */
export const COUNTS_MAX = PAGES_MAX * METRICS.length;

/** `id` is the page's own, made up for this once: one that tells twice is counted once. */
export function tallyVitals(into: GatheredVitals, told: PageVitals & { id: string; atMs: number }): void {
  if (into.ids.size >= PAGES_MAX || into.ids.has(told.id)) return;
  into.ids.add(told.id);
  for (const metric of METRICS) {
    const value = told.values[metric];
    if (value === undefined) continue;
    const at = [dayOf(told.atMs), told.market, told.page, told.connection, told.device, metric] as const;
    const bucket = bucketOf(metric, value);
    const key = [...at, bucket].join(" ");
    const known = into.counts.get(key);
    into.counts.set(key, [...at, bucket, (known?.[7] ?? 0) + 1]);
  }
}

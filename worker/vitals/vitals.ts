/**
 * What browsers measure of a page, and how it is counted: in buckets that never change, so that counts of any days add up, and a
 * percentile of them can be told without a single measured value being kept.
 */
import type { MarketId } from "../markets/markets.ts";
import type { PageType } from "./page-type.ts";

/**
 * Largest paint, first paint, slowest answer to an interaction and first byte, in milliseconds; and how much moved, without a
 * unit. As https://web.dev/articles/vitals defines them.
 */
export const METRICS = ["lcp", "fcp", "inp", "ttfb", "cls"] as const;
export type Metric = (typeof METRICS)[number];
/** What the browser says of its connection: a kind of speed, not of network. */
export const CONNECTIONS = ["4g", "3g", "2g", "unknown"] as const;
export type Connection = (typeof CONNECTIONS)[number];
/** By the width of the window. */
export const DEVICES = ["phone", "tablet", "desktop"] as const;
export type Device = (typeof DEVICES)[number];

/** A page is looked at for two minutes before anything of it is measured: no. */
export const MS_MAX = 120_000;
export const SHIFT_MAX = 100;

/**
 * Upper ends of the buckets; the last one has none. Never to be changed: counts of 90 days lie in them. The limits of "good"
 * and "poor" are among them (web.dev/articles/defining-core-web-vitals-thresholds), so shares of either are exact.
 */
export const BUCKETS: Readonly<Record<Metric, readonly number[]>> = {
  lcp: [500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000, 5_000, 6_000, 8_000, 10_000, 15_000, 20_000],
  fcp: [300, 600, 900, 1_200, 1_500, 1_800, 2_200, 2_600, 3_000, 4_000, 5_000, 7_000, 10_000, 15_000],
  inp: [25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 2_000, 5_000],
  ttfb: [50, 100, 200, 300, 400, 600, 800, 1_000, 1_300, 1_800, 2_500, 3_500, 5_000, 10_000],
  cls: [0.01, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1],
};
/** Up to the first it is good, above the second it is poor. */
export const LIMITS_OF: Readonly<Record<Metric, readonly [number, number]>> = {
  lcp: [2_500, 4_000],
  fcp: [1_800, 3_000],
  inp: [200, 500],
  ttfb: [800, 1_800],
  cls: [0.1, 0.25],
};
/** Of each metric. */
export const BUCKET_COUNT = 15;

/** What one page told. A metric that it could not measure is left out. */
export type PageVitals = {
  market: MarketId;
  page: PageType;
  connection: Connection;
  device: Device;
  values: Readonly<Partial<Record<Metric, number>>>;
};

/** The bucket of a value: the first whose upper end is not below it. */
export function bucketOf(metric: Metric, value: number): number {
  const at = BUCKETS[metric].findIndex((end) => value <= end);
  return at === -1 ? BUCKETS[metric].length : at;
}

export type Rating = "good" | "fair" | "poor";
export function ratingOf(metric: Metric, value: number): Rating {
  const [good, fair] = LIMITS_OF[metric];
  if (value <= good) return "good";
  return value <= fair ? "fair" : "poor";
}
/** The limits are ends of buckets, so the whole of a bucket has one rating. */
export const ratingOfBucket = (metric: Metric, bucket: number): Rating =>
  ratingOf(metric, BUCKETS[metric][bucket] ?? Number.POSITIVE_INFINITY);

/** How many values lie in each bucket. */
export type Counts = readonly number[];
export const totalOf = (counts: Counts): number => counts.reduce((sum, count) => sum + count, 0);

/** `isMore`: it lies in the last bucket, which has no upper end; `value` is its lower one. */
export type Percentile = { value: number; isMore: boolean };

/**
 * The value that `share` of them do not exceed, as if those of a bucket lay evenly in it (nearest rank, interpolated); null of
 * nothing. It is off by no more than its bucket is wide.
 */
export function percentileOf(metric: Metric, counts: Counts, share: number): Percentile | null {
  const total = totalOf(counts);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let before = 0;
  for (const [bucket, count] of counts.entries()) {
    if (before + count >= rank) {
      const low = BUCKETS[metric][bucket - 1] ?? 0;
      const high = BUCKETS[metric][bucket];
      if (high === undefined) return { value: low, isMore: true };
      return { value: low + ((high - low) * (rank - before)) / count, isMore: false };
    }
    before += count;
  }
  return null;
}

/** How many of them are good, fair and poor. */
export function sharesOf(metric: Metric, counts: Counts): Record<Rating, number> {
  const shares = { good: 0, fair: 0, poor: 0 };
  for (const [bucket, count] of counts.entries()) shares[ratingOfBucket(metric, bucket)] += count;
  return shares;
}

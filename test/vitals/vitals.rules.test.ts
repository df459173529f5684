/** What browsers measure is counted in buckets; a percentile told from them is as near as its bucket is wide. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pageTypeOf } from "../../worker/vitals/page-type.ts";
import {
  BUCKET_COUNT,
  BUCKETS,
  bucketOf,
  LIMITS_OF,
  METRICS,
  type Metric,
  percentileOf,
  ratingOf,
  ratingOfBucket,
  sharesOf,
  totalOf,
} from "../../worker/vitals/vitals.ts";
import { COUNTS_MAX, newVitals, PAGES_MAX, tallyVitals } from "../../worker/vitals/vitals-tally.ts";

const countsOf = (metric: Metric, values: readonly number[]): number[] => {
  const counts = Array<number>(BUCKET_COUNT).fill(0);
  for (const value of values) {
    const bucket = bucketOf(metric, value);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
};

describe.each(METRICS)("the buckets of %s", (metric) => {
  const ends = BUCKETS[metric];

  test("rise, are as many as there may be, and have the limits of good and poor among their ends", () => {
    expect(ends).toHaveLength(BUCKET_COUNT - 1);
    expect(ends.toSorted((a, b) => a - b)).toEqual(ends);
    expect(ends).toEqual(expect.arrayContaining([...LIMITS_OF[metric]]));
  });

  test("take every value, an end being the lower one's; all of a bucket is rated as its values are", () => {
    const most = (ends.at(-1) ?? 0) * 2;
    fc.assert(
      fc.property(fc.double({ min: 0, max: most, noNaN: true }), (value) => {
        const bucket = bucketOf(metric, value);
        expect(value).toBeLessThanOrEqual(ends[bucket] ?? Number.POSITIVE_INFINITY);
        expect(value).toBeGreaterThanOrEqual(bucket === 0 ? 0 : (ends[bucket - 1] ?? 0));
        expect(ratingOfBucket(metric, bucket)).toBe(ratingOf(metric, value));
      }),
    );
    expect(ends.map((end) => bucketOf(metric, end))).toEqual(ends.map((_, index) => index));
  });

  test("tell a percentile that lies in the same bucket as the true one", () => {
    const most = (ends.at(-1) ?? 0) * 1.5;
    const values = fc.array(fc.double({ min: 0, max: most, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.75, 0.95), (measured, share) => {
        const told = percentileOf(metric, countsOf(metric, measured), share);
        const sorted = measured.toSorted((a, b) => a - b);
        const truly = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const bucket = bucketOf(metric, truly);
        expect(told?.isMore).toBe(bucket === ends.length);
        if (told && !told.isMore) expect(bucketOf(metric, told.value)).toBe(bucket);
      }),
    );
  });
});

test("three in four pages, by hand: of 100 in the first bucket the 75th, of 60 and 40 well into the second", () => {
  expect(percentileOf("lcp", countsOf("lcp", Array(100).fill(400)), 0.75)).toEqual({ value: 375, isMore: false });
  const two = [...Array(60).fill(1), ...Array(40).fill(600)];
  expect(percentileOf("lcp", countsOf("lcp", two), 0.75)).toEqual({ value: 500 + (500 * 15) / 40, isMore: false });
  expect(percentileOf("lcp", countsOf("lcp", [90_000]), 0.75)).toEqual({ value: 20_000, isMore: true });
  expect(percentileOf("lcp", Array(BUCKET_COUNT).fill(0), 0.75)).toBeNull();
  expect(percentileOf("lcp", [], 0.75)).toBeNull();
});

test("shares of good, fair and poor are exact, and sum to all", () => {
  const counts = countsOf("cls", [0, 0.1, 0.1001, 0.25, 0.2501, 9]);
  expect(sharesOf("cls", counts)).toEqual({ good: 2, fair: 2, poor: 2 });
  expect(totalOf(counts)).toBe(6);
});

test.each([
  ["/en-us/", "home"],
  ["/de-de/products/aero-13-ultraleicht-notebook", "product"],
  ["/ja-jp/categories/audio", "list"],
  ["/ar-ae/orders/ABCD-EFGH-JKMN", "account"],
  ["/en-us/constructor", "other"],
  ["/en-us/__proto__/x", "other"],
  ["/", "home"],
])("%s is counted as %s, and by nothing else of it", (path, type) => {
  expect(pageTypeOf(path)).toBe(type);
});

describe("pages that tell at once", () => {
  const told = (id: string, lcp: number): Parameters<typeof tallyVitals>[1] => ({
    id,
    market: "en-us",
    page: "home",
    connection: "4g",
    device: "phone",
    values: { lcp, cls: 0 },
    atMs: Date.UTC(2026, 10, 21, 12),
  });

  test("are one count a kind and bucket; one that tells twice is counted once", () => {
    const gathered = newVitals();
    for (const each of [told("a", 100), told("b", 200), told("c", 9_000), told("a", 100)]) tallyVitals(gathered, each);
    const at = ["2026-11-21", "en-us", "home", "4g", "phone"];
    expect([...gathered.counts.values()]).toEqual([
      [...at, "lcp", 0, 2],
      [...at, "cls", 0, 3],
      [...at, "lcp", 11, 1],
    ]);
  });

  test("are so many at most, so that what they say fits a message", () => {
    const gathered = newVitals();
    for (let index = 0; index < PAGES_MAX * 2; index += 1) tallyVitals(gathered, told(`${index}`, 100));
    expect(gathered.ids.size).toBe(PAGES_MAX);
    expect([...gathered.counts.values()][0]?.[7]).toBe(PAGES_MAX);
    const longest = ["2026-11-21", "x".repeat(12), "checkout", "unknown", "desktop", "ttfb", 14, PAGES_MAX];
    expect(JSON.stringify(Array(COUNTS_MAX).fill(longest)).length).toBeLessThan(128_000);
  });
});

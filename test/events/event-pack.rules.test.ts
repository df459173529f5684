import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoreEvent } from "../../worker/events/event.ts";
import { jobsOf, PRODUCTS_PER_JOB_MAX, retrySecondsOf } from "../../worker/events/event-jobs.ts";
import { PACK_BYTES_MAX, PACK_EVENTS_MAX, packEvents } from "../../worker/events/event-pack.ts";

const products = (id: string, productIds: string[]): StoreEvent => ({
  id,
  atMs: 0,
  kind: "products.changed",
  payload: { productIds },
});
const stock = (id: string, sku: string): StoreEvent => ({ id, atMs: 0, kind: "stock.changed", payload: { sku } });
const placed = (id: string): StoreEvent => ({ id, atMs: 0, kind: "order.placed", payload: { orderId: "A" } });

describe("packs for the queue", () => {
  test("packs hold every event once, in order, within what one send takes", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 50_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const events = lengths.map((length, index) => stock(String(index), "é".repeat(length)));
        const packs = packEvents(events);
        expect(packs.flat()).toEqual(events);
        for (const pack of packs) {
          expect(pack.length).toBeGreaterThan(0);
          expect(pack.length).toBeLessThanOrEqual(PACK_EVENTS_MAX);
          const bytes = pack.map((event) => new TextEncoder().encode(JSON.stringify(event)).length);
          expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(PACK_BYTES_MAX);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("an event too large for any message is a bug", () => {
    expect(() => packEvents([stock("1", "x".repeat(130_000))])).toThrow("an event fits into one message");
  });
});

describe("jobs of a batch", () => {
  test("ten changes of one SKU are one projection, and settle all ten messages", () => {
    const events = Array.from({ length: 10 }, (_, index) => stock(String(index), "SKU-1"));
    expect(jobsOf(events)).toEqual([{ kind: "stock", sku: "SKU-1", at: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }]);
  });

  test("products changed at the same time are projected together, each once, within a bound", () => {
    const many = Array.from({ length: PRODUCTS_PER_JOB_MAX - 5 }, (_, index) => `p${index}`);
    const jobs = jobsOf([
      products("1", ["a", "b"]),
      products("2", ["b", "c"]),
      products("3", many),
      products("4", many),
    ]);
    expect(jobs).toEqual([
      { kind: "products", productIds: ["a", "b", "c", ...many], at: [0, 1, 2] },
      {
        kind: "products",
        productIds: many,
        at: [3],
      },
    ]);
    for (const job of jobs)
      if (job.kind === "products") expect(job.productIds.length).toBeLessThanOrEqual(PRODUCTS_PER_JOB_MAX);
  });

  test("products that come again are projected by themselves: one that fails sinks no other", () => {
    const events = [products("1", ["a"]), products("2", ["b"]), products("3", ["c"])];
    expect(jobsOf(events, new Set([1]))).toEqual([
      { kind: "products", productIds: ["a", "c"], at: [0, 2] },
      { kind: "products", productIds: ["b"], at: [1] },
    ]);
  });

  test("one event that came twice in a batch is told once", () => {
    expect(jobsOf([placed("1"), placed("2"), placed("1")])).toEqual([
      { kind: "single", event: placed("1"), at: [0, 2] },
      { kind: "single", event: placed("2"), at: [1] },
    ]);
  });

  test("every message belongs to one job", () => {
    const any = fc.oneof(
      fc.constantFrom("a", "b", "c").map((sku) => stock(sku, sku)),
      fc.array(fc.constantFrom("p", "q", "r"), { minLength: 1 }).map((ids) => products("p", ids)),
      fc.constantFrom("1", "2").map(placed),
    );
    fc.assert(
      fc.property(fc.array(any), (events) => {
        const at = jobsOf(events).flatMap((job) => job.at);
        expect(at.toSorted((one, other) => one - other)).toEqual(events.map((_, index) => index));
      }),
    );
  });
});

test("tries again ever later, within five minutes, not all at once", () => {
  expect([1, 2, 3, 4, 5].map((attempts) => retrySecondsOf(attempts, 0))).toEqual([2, 4, 8, 16, 32]);
  expect(retrySecondsOf(3, 1)).toBe(12);
  expect(retrySecondsOf(50, 1)).toBe(300);
});

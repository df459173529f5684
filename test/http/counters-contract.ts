/** What every keeper of counters must do. Both pass it: the Durable Object in workerd, Upstash before a real Redis. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Counters } from "../../worker/http/counters.ts";

const HOUR_MS = 3_600_000;
const RULE = { limit: 10, windowMs: HOUR_MS };

export function describeCounters(keeper: string, countersOf: () => Counters): void {
  let count = 0;
  let key = "";
  let counters: Counters;
  /** Ten minutes into a window that is yet to come, so that no test runs over the end of a real one. */
  const laterMs = () => (Math.floor(Date.now() / HOUR_MS) + 24) * HOUR_MS + 600_000;

  beforeEach(() => {
    vi.setSystemTime(laterMs());
    counters = countersOf();
    count += 1;
    key = `${keeper}:${count}:${crypto.randomUUID()}`;
  });
  afterEach(() => void vi.useRealTimers());

  describe(`tries, counted by ${keeper}`, () => {
    test("of which 100 come at once pass up to the limit, and not one more", async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, () => counters.take(key, RULE)));
      const passed = answers.filter((answer) => answer.allowed);
      expect(passed.map((answer) => answer.remaining).sort((a, b) => b - a)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
      expect(passed.every((answer) => answer.retryAfterMs === 0)).toBe(true);
    });

    test("over the limit are told how long the window still runs", async () => {
      const rule = { limit: 1, windowMs: HOUR_MS };
      expect(await counters.take(key, rule)).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 });
      expect(await counters.take(key, rule)).toEqual({ allowed: false, remaining: 0, retryAfterMs: 3_000_000 });
      vi.setSystemTime(Date.now() + 2_999_000);
      expect(await counters.take(key, rule)).toEqual({ allowed: false, remaining: 0, retryAfterMs: 1_000 });
    });

    test("pass again in the next window, however many were refused in the last", async () => {
      await Promise.all(Array.from({ length: 60 }, () => counters.take(key, RULE)));
      vi.setSystemTime(Date.now() + 3_000_000);
      expect(await counters.take(key, RULE)).toEqual({ allowed: true, remaining: 9, retryAfterMs: 0 });
    });

    test("of one key do not touch another's, not even where keys are long and differ at the end", async () => {
      const long = `${key}${"ключ-🔑".repeat(1_000)}`;
      const rule = { limit: 1, windowMs: HOUR_MS };
      expect((await counters.take(`${long}a`, rule)).allowed).toBe(true);
      expect((await counters.take(`${long}b`, rule)).allowed).toBe(true);
      expect((await counters.take(`${long}a`, rule)).allowed).toBe(false);
    });

    test("against a limit that is none are a bug of the caller", async () => {
      for (const rule of [
        { limit: 0, windowMs: 1 },
        { limit: 0.5, windowMs: 1 },
        { limit: 1, windowMs: 0 },
      ])
        await expect(counters.take(key, rule)).rejects.toThrow(/a limit allows|lives for/);
    });
  });

  describe(`sums, kept by ${keeper}`, () => {
    test("of 100 additions at once count each one", async () => {
      const sums = await Promise.all(Array.from({ length: 100 }, () => counters.add(key, 1, HOUR_MS)));
      expect(sums.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    });

    test("go up and down, are read by adding nothing, and are apart from the tries of the same key", async () => {
      expect(await counters.add(key, 0, HOUR_MS)).toBe(0);
      expect(await counters.add(key, 5, HOUR_MS)).toBe(5);
      expect(await counters.add(key, -2, HOUR_MS)).toBe(3);
      expect(await counters.add(key, 0, HOUR_MS)).toBe(3);
      expect((await counters.take(key, RULE)).remaining).toBe(9);
    });

    test("are forgotten their time after the first addition, later ones or not", async () => {
      vi.useRealTimers();
      await counters.add(key, 5, 300);
      expect(await counters.add(key, 1, HOUR_MS)).toBe(6);
      await vi.waitFor(async () => expect(await counters.add(key, 0, 300)).toBe(0), { timeout: 4_000, interval: 50 });
      expect(await counters.add(key, 1, 300)).toBe(1);
    });

    test("of half a unit are a bug of the caller", async () => {
      await expect(counters.add(key, 0.5, HOUR_MS)).rejects.toThrow("a whole number");
    });
  });
}

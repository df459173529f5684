/** Atomic counting, for limits that must hold under parallel tries. Kept by a Durable Object, or by Redis where it is set up. */
import { assert } from "../base/assert.ts";

/** At most `limit` tries in each window. */
export type LimitRule = { limit: number; windowMs: number };
/** `remaining` is how many more tries this window takes; `retryAfterMs` is 0 unless the try was refused. */
export type LimitAnswer = { allowed: boolean; remaining: number; retryAfterMs: number };

export type Counters = {
  /**
   * Counts one try against the window that is running; a try over the limit is refused, however many come at once. A
   * refused try is not counted, so waiting for the window's end always helps.
   */
  take(key: string, rule: LimitRule): Promise<LimitAnswer>;
  /** Adds to a counter that forgets itself `ttlMs` after its first addition; answers the new sum. A delta of 0 only reads. */
  add(key: string, delta: number, ttlMs: number): Promise<number>;
};

/** Windows follow each other from the epoch on, whenever the first try came: so the clock alone says which one is running. */
export const windowEndMs = (nowMs: number, windowMs: number): number => (Math.floor(nowMs / windowMs) + 1) * windowMs;

/** Throws on a rule that is a bug of whoever wrote it. */
export function assertLimitRule({ limit, windowMs }: LimitRule): void {
  assert(Number.isSafeInteger(limit) && limit > 0, "a limit allows at least one try");
  assertLifetime(windowMs);
}

export function assertAddition(delta: number, ttlMs: number): void {
  assert(Number.isSafeInteger(delta), "an addition is a whole number");
  assertLifetime(ttlMs);
}

const assertLifetime = (ms: number) =>
  assert(Number.isSafeInteger(ms) && ms > 0, "a counter lives for whole milliseconds");

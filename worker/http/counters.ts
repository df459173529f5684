/** Atomic counting, for limits that must hold under parallel tries. Kept by a Durable Object, or by Redis where it is set up. */

export type LimitRule = { limit: number; windowMs: number };
export type LimitAnswer = { allowed: boolean; remaining: number; retryAfterMs: number };

export type Counters = {
  /** Counts one try against a fixed window; the try that goes over the limit is refused, however many come at once. */
  take(key: string, rule: LimitRule): Promise<LimitAnswer>;
  /** Adds to a counter that forgets itself after `ttlMs` from its first addition; answers the new sum. */
  add(key: string, delta: number, ttlMs: number): Promise<number>;
};

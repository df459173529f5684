/**
 * Counters kept by Upstash Redis, over its REST protocol: tries by @upstash/ratelimit's fixed window, sums by one script.
 * A count that was not answered in time fails, and is not sent again: it might be counted twice.
 */
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis/cloudflare";
import type { Counters, LimitRule } from "./counters.ts";

const ANSWER_MS_MAX = 2_000;
const PREFIX = "meridian";

// One turn in Redis: a sum never outlives its time for want of an expiry.
const ADD = `
  local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return sum`;

export function upstashCountersOf({ url, token }: { url: string; token: string }): Counters {
  const redis = new Redis({
    url,
    token,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(ANSWER_MS_MAX),
    enableTelemetry: false,
  });
  return {
    take: async (key, rule) => {
      const { success, remaining, reset } = await limiterOf(redis, rule).limit(key);
      return { allowed: success, remaining, retryAfterMs: success ? 0 : Math.max(1, reset - Date.now()) };
    },
    add: async (key, delta, ttlMs) => {
      const name = `${PREFIX}:sum:${key}`;
      if (delta === 0) return Number((await redis.get<number>(name)) ?? 0);
      return redis.eval<[number, number], number>(ADD, [name], [delta, ttlMs]);
    },
  };
}

/** `timeout: 0` because the library would let a try through when Redis is slow; `ANSWER_MS_MAX` fails it instead. */
const limiterOf = (redis: Redis, { limit, windowMs }: LimitRule) =>
  new Ratelimit({
    redis,
    limiter: Ratelimit.fixedWindow(limit, `${windowMs} ms`),
    prefix: `${PREFIX}:tries`,
    timeout: 0,
    ephemeralCache: false,
    enableTelemetry: false,
  });

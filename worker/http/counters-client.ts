/**
 * Picks who counts: Upstash Redis when its address and token are set, else one Durable Object a key. Keys go out as
 * hashes, so they may be of any length, and leave no network or mail address behind.
 */
import type { Counter } from "../../durable-objects/counter.ts";
import { assert } from "../base/assert.ts";
import { assertAddition, assertLimitRule, type Counters } from "./counters.ts";
import { upstashCountersOf } from "./counters-upstash-client.ts";

type Settings = Pick<Env, "UPSTASH_REDIS_REST_URL" | "UPSTASH_REDIS_REST_TOKEN" | "COUNTER">;

/** Throws when Upstash's address is set without its token, or the token without the address. */
export function countersOf(env: Settings): Counters {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env;
  assert(!url === !token, "UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN are set together");
  const counters = url && token ? upstashCountersOf({ url, token }) : objectCountersOf(env);
  return {
    take: async (key, rule) => {
      assertLimitRule(rule);
      return counters.take(await digestOf(`take:${key}`), rule);
    },
    add: async (key, delta, ttlMs) => {
      assertAddition(delta, ttlMs);
      return counters.add(await digestOf(`add:${key}`), delta, ttlMs);
    },
  };
}

function objectCountersOf(env: Settings): Counters {
  const counterOf = (key: string) => env.COUNTER.getByName(key) as unknown as Pick<Counter, "take" | "add">;
  return {
    take: (key, rule) => counterOf(key).take(rule),
    add: (key, delta, ttlMs) => counterOf(key).add(delta, ttlMs),
  };
}

async function digestOf(key: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

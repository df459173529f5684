/** Counters kept by one Durable Object a key. */
import type { Counter } from "../../durable-objects/counter.ts";
import type { Counters } from "./counters.ts";

export function countersOf(env: Env): Counters {
  const counterOf = (key: string) => env.COUNTER.getByName(key) as unknown as Pick<Counter, "take" | "add">;
  return {
    take: (key, rule) => counterOf(key).take(rule),
    add: (key, delta, ttlMs) => counterOf(key).add(delta, ttlMs),
  };
}

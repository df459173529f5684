import { LIMITS, type LimitName } from "../../worker/http/limits.ts";
import { newTestWorld } from "./test-world.ts";

/** As many tries as there may be. */
export async function useUp(name: LimitName, key: string): Promise<void> {
  const [rule, { counters }] = [LIMITS[name], newTestWorld()];
  for (let left = rule.limit; left > 0; left -= AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, () => counters.take(`${name}:${key}`, rule)));
}
const AT_ONCE = 100;

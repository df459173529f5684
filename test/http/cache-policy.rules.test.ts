import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageOf, keepingOf } from "../../tools/workers-cache/keeping.ts";
import { CACHE_POLICIES, type CachePolicyName, cacheHeadersOf } from "../../worker/http/cache-policy.ts";

const NAMES = Object.keys(CACHE_POLICIES) as CachePolicyName[];
const keptBy = (name: CachePolicyName, secondsLeft?: number) =>
  keepingOf(new Request("https://store.test/"), new Response("", { headers: cacheHeadersOf(name, [], secondsLeft) }));

describe("a copy", () => {
  test("is kept as long as its policy says where nothing changes by the clock", () => {
    for (const name of NAMES) {
      const { freshSeconds, staleSeconds } = CACHE_POLICIES[name];
      const [freshMs, staleMs] = [freshSeconds * 1_000, staleSeconds * 1_000];
      for (const left of [undefined, freshSeconds + staleSeconds])
        expect(keptBy(name, left)).toEqual({ freshMs, staleMs, errorMs: staleMs });
    }
  });

  test("is good for nothing from the moment on at which the clock makes it untrue, nor for longer than its policy says", () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.double({ min: 0, max: 400, noNaN: true }), (name, left) => {
        const keeping = keptBy(name, left);
        if (!keeping) return left < 1;
        const { freshSeconds, staleSeconds } = CACHE_POLICIES[name];
        const endsMs = keeping.freshMs + Math.max(keeping.staleMs, keeping.errorMs);
        expect(endsMs).toBeLessThanOrEqual(1_000 * Math.min(left, freshSeconds + staleSeconds));
        expect(keeping.freshMs).toBeLessThanOrEqual(freshSeconds * 1_000);
        return ageOf(keeping, left * 1_000 + 1) === "gone";
      }),
    );
  });

  test("is not kept where no whole second is left", () => {
    for (const name of NAMES) for (const left of [0.9, 0, -5]) expect(keptBy(name, left)).toBeNull();
  });
});

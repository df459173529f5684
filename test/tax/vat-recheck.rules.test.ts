import { expect, test } from "vitest";
import { nextTryMs, RECHECK_TRIES_MAX } from "../../worker/tax/vat/vat-recheck.ts";

test("a silent register is asked ever later, once a day at most, and after some weeks no more", () => {
  const minutes = Array.from({ length: RECHECK_TRIES_MAX }, (_, tries) => (nextTryMs(tries, 0) ?? 0) / 60_000);
  expect(minutes.slice(0, 9)).toEqual([15, 30, 60, 120, 240, 480, 960, 1_440, 1_440]);
  expect(nextTryMs(RECHECK_TRIES_MAX, 0)).toBeNull();
  const days = minutes.reduce((sum, each) => sum + each, 0) / 1_440;
  expect(days).toBeGreaterThan(21);
  expect(days).toBeLessThan(31);
});

import { expect, test } from "vitest";
import { aheadMsOf } from "../../worker/base/clock.ts";

test("the clock is ahead in a local store that was told so, and in no other", () => {
  expect(aheadMsOf({ CLOCK_AHEAD_MS: "3600000", MAILBOX: "on" })).toBe(3_600_000);
  expect(aheadMsOf({ CLOCK_AHEAD_MS: "3600000" })).toBe(0);
  expect(aheadMsOf({ MAILBOX: "on" })).toBe(0);
  for (const wrong of ["-1", "1.5", "soon", "1e3"])
    expect(() => aheadMsOf({ CLOCK_AHEAD_MS: wrong, MAILBOX: "on" })).toThrow("whole milliseconds");
});

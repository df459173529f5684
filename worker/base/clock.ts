/**
 * A local store's clock may be set ahead, so that a proof need not wait until holds run out and payments are overdue. The
 * runtime's own clock, by which alarms ring, stays as it is: an alarm is set earlier by as much.
 */
import { assert } from "./assert.ts";

/** `CLOCK_AHEAD_MS` counts only where `MAILBOX` is on, which is a local store. */
export type ClockSettings = { CLOCK_AHEAD_MS?: string | undefined; MAILBOX?: string | undefined };

/** How many milliseconds the store's clock is ahead of the runtime's: 0 in any store but a local one that was told so. */
export function aheadMsOf({ CLOCK_AHEAD_MS: ahead, MAILBOX }: ClockSettings): number {
  if (!ahead || MAILBOX !== "on") return 0;
  assert(/^\d{1,12}$/.test(ahead), "CLOCK_AHEAD_MS is whole milliseconds");
  return Number(ahead);
}

/** A world for tests: the real one, with a clock that can be moved on, and work left for after the answer that can be awaited. */
import { env } from "cloudflare:workers";
import { logOf } from "../../worker/base/log.ts";
import { type World, worldOf } from "../../worker/world.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export type TestWorld = World & {
  /** Waits for all that was deferred, and for what that deferred. */
  settled(): Promise<void>;
  clock: { aheadMs: number };
  /** What was logged as an error. Log lines of tests that make things fail are kept here, not printed. */
  errors: { event: string; facts: unknown }[];
};

/** Logs nothing: what was logged as an error is in `errors`. */
export function newTestWorld(aheadMs = 0): TestWorld {
  let deferred: Promise<unknown>[] = [];
  const clock = { aheadMs };
  const errors: TestWorld["errors"] = [];
  const world = worldOf(
    env,
    { waitUntil: (work) => void deferred.push(work) },
    "request-of-a-test",
    "http://store.test",
  );
  return {
    ...world,
    nowMs: () => Date.now() + clock.aheadMs,
    defer: (work) => void deferred.push(work.catch((why) => errors.push({ event: "deferred.failed", facts: why }))),
    log: { info: () => undefined, error: (event, facts) => void errors.push({ event, facts }) },
    clock,
    errors,
    settled: async () => {
      while (deferred.length > 0) {
        const batch = deferred;
        deferred = [];
        await Promise.allSettled(batch);
      }
    },
  };
}

/** The same with parts of it replaced. It prints what is logged, unless it is given a log that keeps it. */
export const testWorld = (changes: Partial<World> = {}): TestWorld => ({
  ...newTestWorld(),
  log: logOf("test"),
  ...changes,
});

/** A log that keeps what it is told, for failures that a test provokes. */
export function keptLog() {
  const lines: { level: "info" | "error"; event: string; facts?: unknown }[] = [];
  return {
    lines,
    info: (event: string, facts?: unknown) => void lines.push({ level: "info", event, facts }),
    error: (event: string, facts?: unknown) => void lines.push({ level: "error", event, facts }),
  };
}

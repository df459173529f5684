/** When calls to a provider that does not answer are refused at once, and when one may try again. */
import { describe, expect, test } from "vitest";
import {
  afterAnswer,
  afterFailure,
  askBreaker,
  type Breaker,
  CLOSED,
  FAILURES_MAX,
  FAILURES_WINDOW_MS,
  OPEN_MS,
  OPEN_MS_MAX,
  TRIAL_MS,
} from "../../worker/payments/breaker.ts";

const failTimes = (count: number, breaker: Breaker = CLOSED, nowMs = 0): Breaker =>
  Array.from({ length: count }).reduce<Breaker>((one) => afterFailure(one, nowMs), breaker);
const opened = failTimes(FAILURES_MAX);

describe("the breaker", () => {
  test("a few failures in a row leave it closed, one more opens it", () => {
    expect(askBreaker(failTimes(FAILURES_MAX - 1), 0).allowed).toBe(true);
    expect(opened.state).toBe("open");
    expect(askBreaker(opened, OPEN_MS - 1).allowed).toBe(false);
  });

  test("an answer between failures starts the count again", () => {
    expect(failTimes(FAILURES_MAX - 1, afterAnswer()).state).toBe("closed");
  });

  test("failures further apart than the window do not add up", () => {
    const few = failTimes(FAILURES_MAX - 1);
    expect(afterFailure(few, FAILURES_WINDOW_MS + 1)).toEqual({
      state: "closed",
      failures: 1,
      firstFailureMs: FAILURES_WINDOW_MS + 1,
    });
  });

  test("after a while one trial is let through, and only one", () => {
    const first = askBreaker(opened, OPEN_MS);
    expect(first).toMatchObject({ allowed: true, breaker: { state: "half_open" } });
    expect(askBreaker(first.breaker, OPEN_MS + 1).allowed).toBe(false);
  });

  test("a trial that is answered closes it", () => {
    expect(afterAnswer()).toEqual(CLOSED);
  });

  test("a trial that fails opens it for twice as long, up to a limit", () => {
    let breaker: Breaker = opened;
    let nowMs = 0;
    const waits: number[] = [];
    for (let trial = 0; trial < 6; trial += 1) {
      if (breaker.state !== "open") break;
      nowMs = breaker.untilMs;
      breaker = afterFailure(askBreaker(breaker, nowMs).breaker, nowMs);
      if (breaker.state === "open") waits.push(breaker.untilMs - nowMs);
    }
    expect(waits.slice(0, 2)).toEqual([2 * OPEN_MS, 4 * OPEN_MS]);
    expect(waits.at(-1)).toBe(OPEN_MS_MAX);
  });

  test("a trial that never reported back makes way for another", () => {
    const trial = askBreaker(opened, OPEN_MS).breaker;
    expect(askBreaker(trial, OPEN_MS + TRIAL_MS).allowed).toBe(true);
  });

  test("calls that were under way when it opened do not keep it open longer", () => {
    expect(afterFailure(opened, 1_000)).toEqual(opened);
  });
});

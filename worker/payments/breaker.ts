/**
 * A circuit breaker: after several failures in a row, calls are refused at once for a while instead of each waiting
 * for its timeout; then one trial call decides. Counts and times only, so that every rule can be tested without waiting.
 */
export type Breaker =
  | { state: "closed"; failures: number; firstFailureMs: number }
  | { state: "open"; untilMs: number; openMs: number }
  | { state: "half_open"; trialUntilMs: number; openMs: number };

/** This many failures in a row, no further apart than the window, open it. */
export const FAILURES_MAX = 5;
export const FAILURES_WINDOW_MS = 60_000;
/** How long it stays open; doubled after each failed trial, up to the maximum. */
export const OPEN_MS = 5_000;
export const OPEN_MS_MAX = 60_000;
/** A trial that never reported back (its request was cancelled) makes way for another one after this. */
export const TRIAL_MS = 30_000;

/** As it is at first. */
export const CLOSED: Breaker = { state: "closed", failures: 0, firstFailureMs: 0 };

/** Whether a call may be made now, and the breaker after deciding so: a trial takes the half-open place. */
export function askBreaker(breaker: Breaker, nowMs: number): { allowed: boolean; breaker: Breaker } {
  if (breaker.state === "closed") return { allowed: true, breaker };
  const freeAtMs = breaker.state === "open" ? breaker.untilMs : breaker.trialUntilMs;
  if (nowMs < freeAtMs) return { allowed: false, breaker };
  return { allowed: true, breaker: { state: "half_open", trialUntilMs: nowMs + TRIAL_MS, openMs: breaker.openMs } };
}

/** An answer came, whatever it said. A late one from before it opened closes it too: the other side answers. */
export const afterAnswer = (): Breaker => CLOSED;

/** No answer came: counts it, and opens when it is one too many, or when the trial failed. */
export function afterFailure(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state === "open") return breaker;
  if (breaker.state === "half_open") return openFor(Math.min(breaker.openMs * 2, OPEN_MS_MAX), nowMs);
  const isFresh = breaker.failures > 0 && nowMs - breaker.firstFailureMs <= FAILURES_WINDOW_MS;
  const failures = isFresh ? breaker.failures + 1 : 1;
  if (failures >= FAILURES_MAX) return openFor(OPEN_MS, nowMs);
  return { state: "closed", failures, firstFailureMs: isFresh ? breaker.firstFailureMs : nowMs };
}

const openFor = (openMs: number, nowMs: number): Breaker => ({ state: "open", untilMs: nowMs + openMs, openMs });

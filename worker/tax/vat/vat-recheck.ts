/** Numbers that a sale went by while the register did not answer are asked about again, ever later, and not for ever. */

/** waiting: to be asked. confirmed, denied: the register answered. unanswered: it never did, and is asked no more. */
export const RECHECK_STATES = ["waiting", "confirmed", "denied", "unanswered"] as const;
export type RecheckState = (typeof RECHECK_STATES)[number];

const MINUTE_MS = 60_000;
const FIRST_MS = 15 * MINUTE_MS;
const LAST_MS = 24 * 60 * MINUTE_MS;
/** Some three weeks. */
export const RECHECK_TRIES_MAX = 28;

/** When it is asked after so many tries; null where it is asked no more. */
export const nextTryMs = (tries: number, nowMs: number): number | null =>
  tries >= RECHECK_TRIES_MAX ? null : nowMs + Math.min(LAST_MS, FIRST_MS * 2 ** tries);

export type RecheckProblem =
  | { code: "tax.denial_unknown" }
  /** `version` is the one it has now. */
  | { code: "tax.denial_changed"; version: number };

/** A stretch of a book, gone through: go on with `next` until it is null; begin with an empty text. */
import type { Disagreement } from "./disagreements.ts";

export type BookTurn = { checked: number; found: readonly Disagreement[]; next: string | null };

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The timer runs every minute and takes several turns for much work. */
export const TIMER_GRACE_MS = 10 * MINUTE_MS;
/** A paid order's units are sold within seconds, or by the timer a minute later. */
export const COMMIT_GRACE_MS = 5 * MINUTE_MS;
/** A hold's alarm may ring late. */
export const HOLD_GRACE_MS = 15 * MINUTE_MS;
/** A refund that the provider was not asked for, or did not answer. */
export const REFUND_GRACE_MS = 10 * MINUTE_MS;
/** Banks take up to ten business days for a refund. */
export const REFUND_ON_ITS_WAY_MS = 30 * DAY_MS;
/** A mail's message comes back to its consumer for some minutes. */
export const MAIL_GRACE_MS = 15 * MINUTE_MS;
/** How far back the provider's books are read: beyond any message of it that is still on its way, three days at Stripe. */
export const PROVIDER_WINDOW_MS = 7 * DAY_MS;
/** What disagrees with the provider is looked at again after this: its message may just be on its way. */
export const ON_ITS_WAY_MS = 3 * SECOND_MS;

/**
 * How many are let in, how long the others wait, and when they ask again. Nothing is guessed that can be counted: a pass
 * that was used is a hold that was made, and what passes become is measured from the first one on.
 */

/** Until it is measured, and while nothing is bought, so much of the staff's rate is let in: to have something to measure. */
const PROBE_SHARE = 0.25;
/** What the measured rate of holds may grow by in a minute. */
const GROWTH = 1.5;
/** However few passes are used, no more than so many are out for each unit that is left. */
const PASSES_PER_UNIT_MAX = 3;
/** A turn that comes late lets in what was missed, up to so many seconds' worth. */
const LATE_MS_MAX = 5_000;
const MINUTE_MS = 60_000;

/** What the room has counted. `used` and `lapsed` are passes by how they ended; `open` are those that have not. */
export type Counted = { used: number; lapsed: number; open: number; usedLastMinute: number };

/**
 * The share of passes that become a hold, measured, between 1 in `PASSES_PER_UNIT_MAX` and all. While nothing is known it
 * is all of them, so that nobody is let in for a unit that another one with a pass may buy.
 */
const usedShareOf = ({ used, lapsed }: Counted): number =>
  Math.max(1 / PASSES_PER_UNIT_MAX, (used + 1) / (used + lapsed + 1));

/** So many a minute: what checkouts took in the last minute and some more, over the share of passes that buy; within the cap. */
export function rateOf(counted: Counted, capPerMinute: number): number {
  const measured = (counted.usedLastMinute * GROWTH) / usedShareOf(counted);
  return Math.min(capPerMinute, Math.max(capPerMinute * PROBE_SHARE, measured));
}

/** Passes that may be out at once for the units that are left; none before those are known. */
export const passesFor = (unitsLeft: number | null, counted: Counted): number =>
  unitsLeft === null ? 0 : Math.floor(Math.max(0, unitsLeft) / usedShareOf(counted));

export type Turn = Counted & {
  waiting: number;
  unitsLeft: number | null;
  capPerMinute: number;
  sinceMs: number;
  /** What earlier turns left over of a whole person. */
  credit: number;
};

/** How many to let in now. */
export function admit(turn: Turn): { count: number; credit: number } {
  const credit = turn.credit + (rateOf(turn, turn.capPerMinute) * Math.min(turn.sinceMs, LATE_MS_MAX)) / MINUTE_MS;
  const places = Math.max(0, passesFor(turn.unitsLeft, turn) - turn.open);
  const count = Math.min(Math.floor(credit), turn.waiting, places);
  // What nobody could use is not saved up for a rush.
  return { count, credit: Math.min(credit - count, 1) };
}

/** Milliseconds until it is the turn of somebody with so many before them; null while nobody is let in. */
export const expectedWaitMs = (before: number, perMinute: number): number | null =>
  perMinute > 0 ? Math.ceil(((before + 1) / perMinute) * MINUTE_MS) : null;

const ASK_MS = { min: 3_000, unknown: 5_000, quiet: 10_000, max: 60_000, beforeOpening: 2 * 60_000 } as const;
/** A door answers no more than so many of the far ones a second. */
const FAR_ASKS_PER_SECOND = 200;
/** Nor more than so many of those for whom nothing is due: they ask to hear that the drop was cancelled or moved. */
const QUIET_ASKS_PER_SECOND = 50;
/** The draw at the opening takes a moment. */
const DRAW_MS = 2_000;

/**
 * 0 to 1, even over the tickets of a door: visitors of one moment do not all come back in one moment. Another one for
 * the same ticket later, so that waves do not stay waves.
 */
const spreadOf = (ticket: number, nowMs: number): number =>
  (ticket * 0.618_033_988_749_895 + Math.floor(nowMs / 1_000) * 0.754_877_666_246_693) % 1;

/** The longest that anybody is told to stay away: seconds where few wait, `mostMs` where many do. */
const quietMsOf = (doorTickets: number, mostMs: number): number =>
  Math.min(mostMs, Math.max(ASK_MS.quiet, (doorTickets / QUIET_ASKS_PER_SECOND) * 1_000));

/** When to ask again before the opening: at the opening, spread so that a door is asked `FAR_ASKS_PER_SECOND`; sooner where that is long. */
export function nextAskBeforeMs(untilOpenMs: number, doorTickets: number, ticket: number): number {
  const spreadMs = Math.max(ASK_MS.min, (doorTickets / FAR_ASKS_PER_SECOND) * 1_000);
  const atOpening = Math.max(0, untilOpenMs) + DRAW_MS + spreadOf(ticket, 0) * spreadMs;
  return Math.round(Math.min(atOpening, quietMsOf(doorTickets, ASK_MS.beforeOpening)));
}

/** When to ask again while waiting: a fifth of the wait, seldom far back, often near the front. */
export function nextAskWaitingMs(waitMs: number | null, doorTickets: number, ticket: number, nowMs: number): number {
  const farMs = Math.max(ASK_MS.min, (doorTickets / FAR_ASKS_PER_SECOND) * 1_000);
  const wishMs = waitMs === null ? ASK_MS.unknown : waitMs / 5;
  const least = waitMs !== null && waitMs <= ASK_MS.max ? ASK_MS.min : farMs;
  return Math.round(
    Math.min(quietMsOf(doorTickets, ASK_MS.max), Math.max(least, wishMs)) * (0.7 + 0.6 * spreadOf(ticket, nowMs)),
  );
}

/** Whose turn it is must come and take the pass in this time, else it is the next one's: longer than anyone is told to stay away. */
export const CALL_MS = 150_000;
/** A visitor without proof of work waits so long before standing in line: time is what they pay. */
export const REST_MS = 60_000;

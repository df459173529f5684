/**
 * Who waits for a sold-out SKU is told once that it is back, those who asked first first. Where few units came, few are
 * told at a time: a mail about what is gone already only disappoints.
 */

/** People told for each unit that is there, within `WAVE_MS`. About one in twenty who are told buys. */
export const TOLD_PER_UNIT = 20;
/** Units that are still there after so long find their next people. */
export const WAVE_MS = 60 * 60_000;
/** Called in one turn: one batch. */
export const CALLED_PER_TURN_MAX = 200;
/** Turns in a row; the timer goes on with what is left. */
export const TURNS_MAX = 5;
/** Of one address. A newer one takes the oldest one's place, so that nobody learns how many there are. */
export const WAITS_PER_ADDRESS_MAX = 50;
/** After so long nobody waits any more. */
export const WAIT_KEPT_MS = 180 * 86_400_000;
/** A call that led to nothing for so long is made again. The queue gives up on it much sooner. */
export const CALL_LOST_MS = 24 * 60 * 60_000;

/** How many more may be called now, when `calledInWave` were within the last `WAVE_MS`. */
export const callsAllowed = (available: number, calledInWave: number): number =>
  Math.min(CALLED_PER_TURN_MAX, Math.max(0, available * TOLD_PER_UNIT - calledInWave));

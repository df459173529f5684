/** How hard one object is pressed: holds asked for, minute by minute. Forgotten with the object: one that sleeps is not pressed. */

/** In one minute: about the half of what one object takes (200 to 500 writes a second). */
export const PRESSED_ASKS = 6_000;
/** Fewer than so many a minute, over all of its objects, need no split. */
export const EASED_ASKS = 600;
const WINDOW_MS = 60_000;

/** `asks` since `sinceMs`; `before` in the minute before it. */
export type Pressure = { sinceMs: number; asks: number; before: number };
export const NO_PRESSURE: Pressure = { sinceMs: 0, asks: 0, before: 0 };

/** With one ask more. */
export function notedAt(pressure: Pressure, nowMs: number): Pressure {
  const age = nowMs - pressure.sinceMs;
  if (age >= 0 && age < WINDOW_MS) return { ...pressure, asks: pressure.asks + 1 };
  return { sinceMs: nowMs, asks: 1, before: age >= 0 && age < 2 * WINDOW_MS ? pressure.asks : 0 };
}

/** Asks in a minute: the larger of this one, so far, and the last. */
export function pressureAt({ sinceMs, asks, before }: Pressure, nowMs: number): number {
  const age = nowMs - sinceMs;
  if (age < WINDOW_MS) return Math.max(asks, before);
  return age < 2 * WINDOW_MS ? asks : 0;
}

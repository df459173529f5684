/** Moments as fields for dates write them, in UTC. Pure. */

/** `2026-03-17T09:00`; empty for no moment. */
export const textOfMoment = (atMs: number | null): string =>
  atMs === null ? "" : new Date(atMs).toISOString().slice(0, 16);
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
/** Undefined for what is no moment; null for none. */
export function momentOf(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const atMs = MOMENT.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
}

/**
 * What takes too long to be played whole in each run is played a part a day, another on the next: `FAULT_CELLS=all`, as
 * `npm run prove:faults` has it, plays all.
 */
const DAY_MS = 86_400_000;

/** Of what is numbered from 0, the numbers that leave `part` when divided by `parts`. */
export const partOfDay = (which: string, parts: number, atMs: number): { parts: number; part: number } =>
  which === "all" ? { parts: 1, part: 0 } : { parts, part: Math.floor(atMs / DAY_MS) % parts };

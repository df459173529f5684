/**
 * How random runs are repeated, and made longer: `MODEL_SEED` is the seed of another run, or `new` for one of the moment;
 * `MODEL_TIMES` so many times as many runs.
 */
import { env } from "cloudflare:workers";

const SEED = 20_261_121;

/** What fast-check is told. The seed is printed, also when all is well. Unbiased, runs are of all lengths, not mostly short. */
export function modelRuns(name: string, numRuns: number): { seed: number; numRuns: number; unbiased: true } {
  const { MODEL_SEED = "", MODEL_TIMES = "" } = env as { MODEL_SEED?: string; MODEL_TIMES?: string };
  const seed = MODEL_SEED === "new" ? crypto.getRandomValues(new Int32Array(1))[0] : Number(MODEL_SEED || SEED);
  const runs = { seed: seed ?? SEED, numRuns: numRuns * Number(MODEL_TIMES || 1), unbiased: true as const };
  console.info(`${name}: seed ${runs.seed}, ${runs.numRuns} runs`);
  return runs;
}

/** A test's time, for as many runs as are asked for. */
export const MODEL_TIMEOUT = { timeout: 240_000 * Number((env as { MODEL_TIMES?: string }).MODEL_TIMES || 1) };

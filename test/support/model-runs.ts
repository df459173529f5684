/**
 * How random runs are repeated, and made longer: `MODEL_SEED` is the seed of another run, or `new` for one of the moment;
 * `MODEL_TIMES` so many times as many runs. A run that fails is printed as it was; `MODEL_SHRINK=on` looks for a shorter
 * one, which takes minutes.
 */
import { env } from "cloudflare:workers";

const SEED = 20_261_121;
type Settings = { MODEL_SEED?: string; MODEL_TIMES?: string; MODEL_SHRINK?: string };
const { MODEL_SEED = "", MODEL_TIMES = "", MODEL_SHRINK = "" } = env as Settings;
const times = Number(MODEL_TIMES || 1);

/** What fast-check is told. The seed is printed, also when all is well. Unbiased, runs are of all lengths, not mostly short. */
export function modelRuns(name: string, runsUsually: number) {
  const seed = MODEL_SEED === "new" ? crypto.getRandomValues(new Int32Array(1))[0] : Number(MODEL_SEED || SEED);
  const numRuns = runsUsually * times;
  console.info(`${name}: seed ${seed}, ${numRuns} runs`);
  return { seed: seed ?? SEED, numRuns, unbiased: true, endOnFailure: MODEL_SHRINK !== "on" };
}

/** A test's time, for as many runs as are asked for. */
export const MODEL_TIMEOUT = { timeout: 300_000 * times };

/**
 * A world that ends at its n-th call that may change something: everything after it fails too, as when a Worker is killed.
 * `before`: the call is not made. `after`: it is made, and its answer is lost. A call that only reads is no step of its own:
 * what is stored is the same before it, after it, and after the change before it.
 */
import { env } from "cloudflare:workers";
import type { World } from "../../worker/world.ts";
import { type Call, watchedWorld } from "./watched-world.ts";

/** What every call of a process that died throws. */
export class Killed extends Error {
  override name = "Killed";
}

/** Whether that is what an error comes of; stores wrap what a database threw. */
export const wasKilled = (error: unknown): boolean =>
  error instanceof Killed || (error instanceof Error && error.cause !== undefined && wasKilled(error.cause));

const { FAULT_CELLS = "" } = env as { FAULT_CELLS?: string };
const DAY_MS = 86_400_000;
/**
 * Long stories are killed at every other step on one day, at the rest on the next, as the fault table's cells are;
 * `FAULT_CELLS=all` kills at each.
 */
export const KILL_STRIDE = FAULT_CELLS === "all" ? 1 : 2;
export const FIRST_KILL = 1 + (Math.floor(Date.now() / DAY_MS) % KILL_STRIDE);

type Life = { spend<Answer>(isStep: boolean, call: () => Promise<Answer>): Promise<Answer>; readonly over: boolean };

export function dyingWorld(world: World, steps: number, when: "before" | "after"): World & { readonly over: boolean } {
  const life = lifeOf(steps, when);
  return {
    ...watchedWorld(world, (call, go) => life.spend(!readsOnly(call), go)),
    sleep: (ms) => life.spend(false, () => world.sleep(ms)),
    log: { info: () => undefined, error: () => undefined },
    get over() {
      return life.over;
    },
  };
}

/** What is not known to read only may change something. */
function readsOnly({ on, does }: Call): boolean {
  if (on === "payments") return /^(read|list)/.test(does);
  if (on === "stock") return STOCK_READS.has(does);
  if (on === "cart") return does === "read";
  return on !== "queue" && on !== "mail" && does.split(";\n").every((query) => /^\s*select\s/i.test(query));
}
const STOCK_READS: ReadonlySet<string> = new Set(["levels", "levelsAt", "entries", "transfers", "did", "followChain"]);

function lifeOf(steps: number, when: "before" | "after"): Life {
  let left = steps;
  return {
    spend: async (isStep, call) => {
      if (isStep) left -= 1;
      if (left < 0 || (left === 0 && (!isStep || when === "before"))) throw new Killed();
      const answer = await call();
      if (left <= 0) throw new Killed();
      return answer;
    },
    get over() {
      return left <= 0;
    },
  };
}

/**
 * A world that ends at its n-th call that may change something: everything after it fails too, as when a Worker is killed.
 * `before`: the call is not made. `after`: it is made, and its answer is lost. A call that only reads is no step of its own:
 * what is stored is the same before it, after it, and after the change before it.
 */
import { env } from "cloudflare:workers";
import type { World } from "../../worker/world.ts";
import { partOfDay } from "./part-of-day.ts";
import { type Call, watchedWorld } from "./watched-world.ts";

/** What every call of a process that died throws. */
export class Killed extends Error {
  override name = "Killed";
}

/** Whether that is what an error comes of; stores wrap what a database threw. */
export const wasKilled = (error: unknown): boolean =>
  error instanceof Killed || (error instanceof Error && error.cause !== undefined && wasKilled(error.cause));

const { FAULT_CELLS = "" } = env as { FAULT_CELLS?: string };
const ofToday = partOfDay(FAULT_CELLS, 2, Date.now());
/** Long stories are killed at every other step on one day, at the rest on the next. */
export const KILL_STRIDE = ofToday.parts;
export const FIRST_KILL = 1 + ofToday.part;

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

/** A world that ends right after its first batch over the catalogue: all of it is written, and whoever asked never hears of it. */
export function deadAfterBatch(world: World): World {
  const catalog = new Proxy(world.catalog, {
    get(db, name) {
      const own = Reflect.get(db, name);
      if (name !== "batch") return typeof own === "function" ? own.bind(db) : own;
      return async (statements: never) => {
        await db.batch(statements);
        throw new Error("killed");
      };
    },
  });
  return { ...world, catalog };
}

/** What is not known to read only may change something. */
function readsOnly({ on, does }: Call): boolean {
  if (on === "payments") return /^(read|list)/.test(does);
  if (on === "stock") return STOCK_READS.has(does);
  if (on === "cart") return does === "read";
  if (on === "files") return FILE_READS.has(does);
  return on !== "queue" && on !== "mail" && does.split(";\n").every((query) => /^\s*select\s/i.test(query));
}
const FILE_READS: ReadonlySet<string> = new Set(["get", "head", "list"]);
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

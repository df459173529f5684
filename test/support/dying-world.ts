/**
 * A world that ends at its n-th impure call: everything after it fails too, as when a Worker is killed. `before`: the call
 * is not made. `after`: it is made, and its answer is lost.
 */
import type { World } from "../../worker/world.ts";
import { watchedWorld } from "./watched-world.ts";

/** What every call of a process that died throws. */
export class Killed extends Error {
  override name = "Killed";
}

/** Whether that is what an error comes of; stores wrap what a database threw. */
export const wasKilled = (error: unknown): boolean =>
  error instanceof Killed || (error instanceof Error && error.cause !== undefined && wasKilled(error.cause));

type Life = { spend<Answer>(call: () => Promise<Answer>): Promise<Answer>; readonly over: boolean };

export function dyingWorld(world: World, calls: number, when: "before" | "after"): World & { readonly over: boolean } {
  const life = lifeOf(calls, when);
  return {
    ...watchedWorld(world, (_, go) => life.spend(go)),
    sleep: (ms) => life.spend(() => world.sleep(ms)),
    log: { info: () => undefined, error: () => undefined },
    get over() {
      return life.over;
    },
  };
}

function lifeOf(calls: number, when: "before" | "after"): Life {
  let left = calls;
  return {
    spend: async (call) => {
      left -= 1;
      if (left < 0 || (left === 0 && when === "before")) throw new Killed();
      const answer = await call();
      if (left <= 0) throw new Killed();
      return answer;
    },
    get over() {
      return left <= 0;
    },
  };
}

/** A store that is killed in the middle of its work, and started again on what it had written. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { StoreSettings } from "./store-process.ts";

const SCRIPT = join(import.meta.dirname, "store-process.ts");
const START_MS_MAX = 120_000;
/** A runtime that dies while it starts is started again, as whatever watches over a process does. */
const STARTS_MAX = 3;

export type MortalStore = {
  /** Answers once the store does. */
  start(): Promise<void>;
  /** SIGKILL to the process and the Workers runtime beneath it: nothing is closed, nothing is finished. */
  kill(): Promise<void>;
};

export function mortalStoreOf(settings: StoreSettings): MortalStore {
  let child: ChildProcess | null = null;
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    killAll(child);
    await gone;
    child = null;
  };
  return {
    kill,
    start: async () => {
      for (let starts = 1; starts <= STARTS_MAX; starts += 1) {
        child = fork(SCRIPT, [JSON.stringify(settings)], {
          detached: true,
          stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
        if (await isReady(child)) return;
        killAll(child);
      }
      throw new Error(`The store ended before it was ready, ${STARTS_MAX} times`);
    },
  };
}

/** It leads a group of its own, so that the runtime it started dies with it, also where it is gone itself. */
function killAll({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** False when it ends first, or says nothing for too long. */
async function isReady(child: ChildProcess): Promise<boolean> {
  const late = AbortSignal.timeout(START_MS_MAX);
  return Promise.race([
    once(child, "message", { signal: late }).then(() => true),
    once(child, "exit", { signal: late }).then(() => false),
  ]).catch(() => false);
}

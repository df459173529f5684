/** Puts load on a question's address from a thread of its own, for a fixed time, and says what came of it. */
import { Worker } from "node:worker_threads";
import type { Place } from "./question.ts";

export type Load = {
  /** The question's file, as an address to import. */
  file: string;
  place: Place;
  visitors: number;
  warmMs: number;
  runMs: number;
};
export type Measured = { count: number; perSecond: number; p50Ms: number; p99Ms: number };

/** Rejects with the first thing that went wrong: a figure with failures in it would say nothing. */
export const putLoad = (load: Load): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./load-thread.ts", import.meta.url), { workerData: load });
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`The load ended with ${code} before it had an answer`)));
  });

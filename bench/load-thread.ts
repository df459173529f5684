/** One thread that visits: so many visitors at once, one visit after the other, until the time is up or the carts are. */
import { parentPort, workerData } from "node:worker_threads";
import { clientOf } from "./client.ts";
import type { Load, Measured } from "./load.ts";
import type { Question, Visit } from "./question.ts";

const { file, place, visitors, warmMs, runMs } = workerData as Load;
const { default: question } = (await import(file)) as { default: Question };
const client = clientOf(visitors);
const everybody = Array.from({ length: visitors }, (_, number) => ({ number, carts: [] as string[] }));
type Visitor = (typeof everybody)[number];

const visitOf = (visitor: Visitor, round: number, timed: Visit["timed"]): Visit => ({
  client,
  place,
  round,
  timed,
  ...visitor,
});

const untimed: Visit["timed"] = (work) => work();

async function makeCarts(visitor: Visitor): Promise<void> {
  for (let round = 0; round < (question.carts?.count ?? 0); round += 1) {
    const cart = await question.carts?.make(visitOf(visitor, round, untimed));
    if (cart !== undefined) visitor.carts.push(cart);
  }
}

/** One visitor's run; what ended after the time was up does not count. Answers when it ended. */
async function visitUntil(endMs: number, visitor: Visitor, durations: number[]): Promise<number> {
  for (let round = 0; performance.now() < endMs; round += 1) {
    if (question.carts && visitor.carts.length === 0) return performance.now();
    let durationMs = 0;
    const timed: Visit["timed"] = async (work) => {
      const startMs = performance.now();
      const value = await work();
      durationMs = performance.now() - startMs;
      return value;
    };
    await question.visit(visitOf(visitor, round, timed));
    if (performance.now() < endMs) durations.push(durationMs);
  }
  return endMs;
}

async function run(ms: number): Promise<{ durations: number[]; seconds: number }> {
  const durations: number[] = [];
  const startMs = performance.now();
  const ends = await Promise.all(everybody.map((visitor) => visitUntil(startMs + ms, visitor, durations)));
  durations.sort((a, b) => a - b);
  return { durations, seconds: (Math.max(...ends) - startMs) / 1_000 };
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

await Promise.all(everybody.map(makeCarts));
await run(warmMs);
const { durations, seconds } = await run(runMs);
client.close();
const measured: Measured = {
  count: durations.length,
  perSecond: durations.length / seconds,
  p50Ms: at(durations, 0.5),
  p99Ms: at(durations, 0.99),
};
parentPort?.postMessage(measured);

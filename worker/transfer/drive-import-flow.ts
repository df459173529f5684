/** Drives runs that no program drives: each message of the queue does a few steps and sends the next, until the run rests. */
import { newEvent } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { deleteParts } from "./import-parts-store.ts";
import { RESTING } from "./import-run.ts";
import { listRestingRuns, listStalledRuns, moveRun } from "./import-run-store.ts";
import { advanceRun } from "./run-import-flow.ts";

const STEPS_A_MESSAGE = 6;
/** A run that has not moved for so long lost its message. */
const STALLED_MS = 5 * 60_000;
const STALLED_MAX = 20;
/** What a run keeps in R2 is dropped when it has rested for so long. */
const PARTS_KEPT_MS = 30 * 86_400_000;
const PRUNED_MAX = 5;

/** A message that comes twice does steps that would be done anyway. */
export async function driveImport(world: World, runId: string): Promise<void> {
  for (let step = 0; step < STEPS_A_MESSAGE; step += 1) {
    const run = await advanceRun(world, runId);
    if (!run.ok || RESTING.includes(run.value.state)) return;
  }
  await sendDue(world, runId);
}

/** The message itself is kept by the queue until it is done, so a crash loses none. */
export const sendDue = (world: World, runId: string): Promise<void> =>
  world.send([newEvent(world, "import.due", { runId })]);

/** For the timer. Bounded, and bears running twice. */
export async function sweepImports(world: World): Promise<void> {
  for (const runId of await listStalledRuns(world.catalog, world.nowMs() - STALLED_MS, STALLED_MAX))
    await sendDue(world, runId);
  for (const run of await listRestingRuns(world.catalog, world.nowMs() - PARTS_KEPT_MS, PRUNED_MAX)) {
    if (!(await deleteParts(world, run.id))) continue;
    // One that was never carried out cannot be any more: what it would have been made of is gone.
    const isOver = run.state === "staging" || run.state === "ready";
    await moveRun(world, run, { ...(isOver ? { state: "refused" as const } : {}), partsGone: true });
  }
}

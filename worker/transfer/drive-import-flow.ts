/** Drives runs that no program drives: each message of the queue does a few steps and sends the next, until the run rests. */
import { whyOf } from "../base/why.ts";
import { newEvent } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { pruneJournal } from "./import-journal-store.ts";
import { deleteParts } from "./import-parts-store.ts";
import { kept, RUN_LEFT_MAX, RUN_PROBLEMS_MAX } from "./import-run.ts";
import {
  beginStep,
  type ImportRun,
  listRestingRuns,
  listStalledRuns,
  moveRun,
  noteFailure,
} from "./import-run-store.ts";
import { advanceRun } from "./run-import-flow.ts";

const STEPS_A_MESSAGE = 6;
/** Steps that take longer are fewer: an invocation has ten seconds of the processor (`cpu_ms` of wrangler.toml). */
const BUSY_MS = 4_000;
/** Fewer than a message has (`MESSAGE_TRIES`), so that the run ends before its message is given up on. */
const STEP_TRIES_MAX = 5;
const FAILURE_LENGTH_MAX = 500;
/** A run that has not moved for so long lost its message. */
const STALLED_MS = 5 * 60_000;
const STALLED_MAX = 20;
/** What a run keeps in R2 is dropped when it has rested for so long. */
const PARTS_KEPT_MS = 30 * 86_400_000;
const PRUNED_MAX = 5;
/** How long an import can be undone. */
const JOURNAL_KEPT_MS = 90 * 86_400_000;
const JOURNAL_ROWS_A_SWEEP = 5_000;

/**
 * A message that comes twice does steps that would be done anyway. A step that fails, or is killed, is begun again by the
 * message's next try; a run whose step never succeeds ends, and says why.
 */
export async function driveImport(world: World, runId: string): Promise<void> {
  const untilMs = world.nowMs() + BUSY_MS;
  for (let step = 0; step < STEPS_A_MESSAGE && world.nowMs() < untilMs; step += 1) {
    const begun = await beginStep(world, runId);
    if (!begun) return;
    if (begun.tries > STEP_TRIES_MAX) await giveUp(world, begun);
    else await tryStep(world, begun);
  }
  await sendDue(world, runId);
}

async function tryStep(world: World, run: ImportRun): Promise<void> {
  try {
    await advanceRun(world, run.id);
  } catch (error) {
    await noteFailure(world.catalog, run, whyOf(error).slice(0, FAILURE_LENGTH_MAX));
    throw error;
  }
}

/** What was applied is withdrawn; where even that fails, the run says that some of it is left. */
async function giveUp(world: World, run: ImportRun): Promise<void> {
  const reason =
    run.failure || "it was ended before it was done each time: it may need more memory or time than there is";
  const why = `Given up after ${STEP_TRIES_MAX} tries: ${reason}`;
  world.log.error("import.given_up", { run: run.id, state: run.state, why });
  // First of all, since the list may be full.
  const leftAlone = kept([{ subject: `import:${run.id}`, why }], run.leftAlone, RUN_LEFT_MAX);
  const left = { leftAlone, leftCount: run.leftCount + 1 };
  if (run.state === "withdrawing") await moveRun(world, run, { state: "refused", ...left });
  else if (run.state === "undoing") await moveRun(world, run, { state: "done", ...left });
  else
    await moveRun(world, run, {
      state: run.state === "applying" ? "withdrawing" : "refused",
      through: 0,
      problems: kept([{ row: 0, column: null, why }], run.problems, RUN_PROBLEMS_MAX),
    });
}

/** The message itself is kept by the queue until it is done, so a crash loses none. */
export const sendDue = (world: World, runId: string): Promise<void> =>
  world.send([newEvent(world, "import.due", { runId })]);

/** For the timer. Bounded, and bears running twice. */
export async function sweepImports(world: World): Promise<void> {
  await pruneJournal(world, world.nowMs() - JOURNAL_KEPT_MS, JOURNAL_ROWS_A_SWEEP);
  // Each message counts a try, so a run is sent for no more often than it may fail.
  for (const runId of await listStalledRuns(world.catalog, world.nowMs() - STALLED_MS, STALLED_MAX))
    await sendDue(world, runId);
  for (const run of await listRestingRuns(world.catalog, world.nowMs() - PARTS_KEPT_MS, PRUNED_MAX)) {
    if (!(await deleteParts(world, run.id))) continue;
    // One that was never carried out cannot be any more: what it would have been made of is gone.
    const isOver = run.state === "staging" || run.state === "ready";
    await moveRun(world, run, { ...(isOver ? { state: "refused" as const } : {}), partsGone: true });
  }
}

/**
 * A run over a whole file: its chunks are staged, all of them are checked before anything is changed, then they are applied one
 * after the other. A step does a bounded part of that and bears being killed and repeated; whoever drives a run calls it again.
 */
import { auditInsert } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { applyChunk, checkChunk } from "./import-chunk-flow.ts";
import { firstMissingChunk, insertChunk } from "./import-chunk-store.ts";
import { type StagedChunk, writeChunk, writeProblems } from "./import-parts-store.ts";
import {
  kept,
  NO_COUNTS,
  RESTING,
  RUN_NOTES_MAX,
  RUN_PROBLEMS_MAX,
  type RunCounts,
  type RunProblem,
  type RunSettings,
} from "./import-run.ts";
import { type ImportRun, insertRun, moveRun, readRun } from "./import-run-store.ts";
import { readUploadStep } from "./read-upload-flow.ts";
import { undoStep } from "./undo-import-flow.ts";

export type BeginRun = {
  id: string;
  file: string;
  format: string;
  fingerprint: string;
  settings: RunSettings;
  by: Viewer;
  reading?: object | null;
};

/** The same id again is the same run; another run's id is refused. */
export async function beginRun(world: World, ask: BeginRun): Promise<Outcome<ImportRun, RunProblem>> {
  const nowMs = world.nowMs();
  const run: ImportRun = {
    id: ask.id,
    file: ask.file,
    format: ask.format,
    fingerprint: ask.fingerprint,
    state: ask.reading ? "reading" : "staging",
    settings: ask.settings,
    reading: ask.reading ?? null,
    byId: ask.by.id,
    byName: ask.by.name,
    actor: null,
    journalGone: false,
    chunks: 0,
    through: 0,
    readThrough: 0,
    counts: NO_COUNTS,
    problems: [],
    notes: [],
    samples: [],
    leftAlone: [],
    undoneCount: 0,
    leftCount: 0,
    partsGone: false,
    tries: 0,
    failure: "",
    step: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  if (await insertRun(world.catalog, run)) return done(run);
  const here = await readRun(world.catalog, ask.id);
  return here && here.fingerprint === ask.fingerprint ? done(here) : refused({ code: "import.id_taken" });
}

/** The same chunk again changes nothing. */
export async function stageChunk(
  world: World,
  runId: string,
  number: number,
  chunk: StagedChunk,
  by: Viewer,
): Promise<Outcome<null, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.byId !== by.id) return refused({ code: "import.not_yours" });
  if (run.state !== "staging") return refused({ code: "import.moved_on", state: run.state });
  await writeChunk(world, runId, number, chunk);
  await insertChunk(world.catalog, runId, number);
  return done(null);
}

export type SealRun = {
  chunks: number;
  counts: Pick<RunCounts, "products" | "variants" | "refused">;
  problems: readonly FileProblem[];
  notes: readonly FileProblem[];
};

/** All chunks are there: the run goes on to be checked, or ends where the file itself is at fault. Bears repeating. */
export async function sealRun(
  world: World,
  runId: string,
  { by, ...ask }: SealRun & { by: Viewer },
): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.byId !== by.id) return refused({ code: "import.not_yours" });
  if (run.state !== "staging") return done(run);
  const missing = await firstMissingChunk(world.catalog, runId);
  if (missing < ask.chunks) return refused({ code: "import.chunk_missing", number: missing });
  const isBad = ask.problems.length > 0 && !run.settings.skipBad;
  await writeProblems(world, runId, 0, ask.problems);
  await moveRun(world, run, {
    state: isBad ? "refused" : "checking",
    chunks: ask.chunks,
    through: 0,
    counts: { ...NO_COUNTS, ...ask.counts },
    problems: kept([], ask.problems, RUN_PROBLEMS_MAX),
    notes: kept([], ask.notes, RUN_NOTES_MAX),
  });
  return here(world, runId);
}

/** One bounded step. A run that rests stays as it is. */
export async function advanceRun(world: World, runId: string): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.state === "reading") await readUploadStep(world, run);
  else if (run.state === "checking") await checkChunk(world, run);
  else if (run.state === "applying") await applyChunk(world, run);
  else if (run.state === "withdrawing" || run.state === "undoing") await undoStep(world, run);
  return here(world, runId);
}

/** Carries out what a dry run found good. Whoever says so has done it. */
export async function applyRun(world: World, runId: string, by: Viewer): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.state !== "ready" && run.state !== "applying" && run.state !== "done")
    return refused({ code: "import.moved_on", state: run.state });
  if (run.state !== "ready") return done(run);
  const settings = { ...run.settings, dryRun: false };
  return told(world, run, by, "apply", { state: "applying", through: 0, settings });
}

/** Begins to undo all of a run that is done. */
export async function undoRun(world: World, runId: string, by: Viewer): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.journalGone) return refused({ code: "import.too_old" });
  if (!["done", "undoing", "undone"].includes(run.state)) return refused({ code: "import.moved_on", state: run.state });
  if (run.state !== "done") return done(run);
  return told(world, run, by, "undo", { state: "undoing", through: 0, reading: run.reading ?? {} });
}

/** Ends a run that has not come to its end: what of it was applied is taken back first. */
export async function cancelRun(world: World, runId: string, by: Viewer): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  const isOver = run.state === "cancelled" || (run.state === "withdrawing" && run.settings.isCancelled === true);
  if (isOver) return done(run);
  if (!["staging", "reading", "checking", "ready", "applying"].includes(run.state))
    return refused({ code: "import.moved_on", state: run.state });
  const settings = { ...run.settings, isCancelled: true };
  const counts = { ...run.counts, created: 0, updated: 0, unchanged: 0 };
  const move =
    run.state === "applying" ? { state: "withdrawing" as const, through: 0, counts } : { state: "cancelled" as const };
  return told(world, run, by, "cancel", { ...move, settings, reading: run.reading ?? {} });
}

const ACTIONS = {
  apply: "products.import_apply",
  undo: "products.import_undo",
  cancel: "products.import_cancel",
} as const;

/** Moves a run as somebody says, and keeps who. One that another step moved meanwhile is looked at again by its caller. */
async function told(
  world: World,
  run: ImportRun,
  { id, name, ...viewer }: Viewer,
  act: keyof typeof ACTIONS,
  move: Parameters<typeof moveRun>[2],
): Promise<Outcome<ImportRun, RunProblem>> {
  for (let [tries, last] = [1, run]; !(await moveRun(world, last, { ...move, actor: { id, name } })); tries += 1) {
    const now = await readRun(world.catalog, run.id);
    if (!now || now.state !== run.state || tries === TELL_TRIES_MAX)
      return refused({ code: "import.moved_on", state: now?.state ?? run.state });
    last = now;
  }
  const by = { ...viewer, id, name };
  const { file } = run;
  await auditInsert(
    world,
    {
      by,
      action: ACTIONS[act],
      subject: `import:${run.id}`,
      before: { state: run.state },
      after: { file },
    },
    `import-${act}:${run.id}:${run.step}`,
  );
  return here(world, run.id);
}
/** A run that is driven moves every second or so. */
const TELL_TRIES_MAX = 10;

/** The run as it is, where it is under way. */
export async function readOn(world: World, runId: string): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  return RESTING.includes(run.state) ? refused({ code: "import.moved_on", state: run.state }) : done(run);
}

async function here(world: World, runId: string): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  return run ? done(run) : refused({ code: "import.unknown" });
}

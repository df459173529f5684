/**
 * A run over a whole file: its chunks are staged, all of them are checked before anything is changed, then they are applied one
 * after the other. A step does a bounded part of that and bears being killed and repeated; whoever drives a run calls it again.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { applyChunk, checkChunk } from "./import-chunk-flow.ts";
import { type StagedChunk, writeChunk } from "./import-parts-store.ts";
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
import { firstMissingChunk, type ImportRun, insertChunk, insertRun, moveRun, readRun } from "./import-run-store.ts";
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
    chunks: 0,
    through: 0,
    readThrough: 0,
    counts: NO_COUNTS,
    problems: [],
    notes: [],
    samples: [],
    leftAlone: [],
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
): Promise<Outcome<null, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
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
export async function sealRun(world: World, runId: string, ask: SealRun): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.state !== "staging") return done(run);
  const missing = await firstMissingChunk(world.catalog, runId);
  if (missing < ask.chunks) return refused({ code: "import.chunk_missing", number: missing });
  const isBad = ask.problems.length > 0 && !run.settings.skipBad;
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

/** Carries out what a dry run found good. */
export async function applyRun(world: World, runId: string): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (run.state !== "ready" && run.state !== "applying" && run.state !== "done")
    return refused({ code: "import.moved_on", state: run.state });
  if (run.state === "ready")
    await moveRun(world, run, { state: "applying", through: 0, settings: { ...run.settings, dryRun: false } });
  return here(world, runId);
}

/** Begins to undo all of a run that is done. */
export async function undoRun(world: World, runId: string): Promise<Outcome<ImportRun, RunProblem>> {
  const run = await readRun(world.catalog, runId);
  if (!run) return refused({ code: "import.unknown" });
  if (!["done", "undoing", "undone"].includes(run.state)) return refused({ code: "import.moved_on", state: run.state });
  if (run.state === "done") await moveRun(world, run, { state: "undoing", through: 0, reading: run.reading ?? {} });
  return here(world, runId);
}

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

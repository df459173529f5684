/** Reads an uploaded file into chunks, a bounded number of products a step: the survey first, then stretch after stretch. */
import type { World } from "../world.ts";
import { type ChunkFill, chunkFiller } from "./chunk-filler.ts";
import type { FileSettings } from "./formats/catalogue-reader.ts";
import { nameOfFormat } from "./formats/detect-format.ts";
import { FILE_PROBLEMS_MAX, type FileProblem } from "./formats/file-problem.ts";
import { openUpload, readSurvey, writeChunk, writeSurvey } from "./import-parts-store.ts";
import { addCounts, kept, RUN_NOTES_MAX, RUN_PROBLEMS_MAX } from "./import-run.ts";
import { type ImportRun, insertChunk, moveRun } from "./import-run-store.ts";
import { FileRefused, openFile, readFile } from "./read-file-flow.ts";

/** Made and checked in one step: a few seconds of the processor's time. */
const PRODUCTS_A_STEP = 2_000;

export async function readUploadStep(world: World, run: ImportRun): Promise<void> {
  const settings = run.reading as FileSettings;
  const source = () => openUpload(world, run.id);
  try {
    const opened = await readSurvey(world, run.id);
    if (opened) return await readStretch(world, run, settings, source);
    const found = await openFile(source, settings);
    if (found.survey.faults.length > 0) return await refuse(world, run, found.survey.faults);
    await writeSurvey(world, run.id, found);
    await moveRun(world, run, { format: nameOfFormat(found.format) });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    await refuse(world, run, [{ row: 0, column: null, why: error.message }]);
  }
}

async function refuse(world: World, run: ImportRun, problems: readonly FileProblem[]): Promise<void> {
  await moveRun(world, run, { state: "refused", problems: kept([], problems, RUN_PROBLEMS_MAX) });
}

async function readStretch(
  world: World,
  run: ImportRun,
  settings: FileSettings,
  source: () => ReturnType<typeof openUpload>,
): Promise<void> {
  const opened = await readSurvey(world, run.id);
  if (!opened) return;
  const filler = chunkFiller();
  let [number, through, count] = [run.chunks, run.readThrough, 0];
  const stage = async (fill: ChunkFill | null) => {
    if (!fill) return;
    await writeChunk(world, run.id, number, fill);
    await insertChunk(world.catalog, run.id, number);
    number += 1;
  };
  let isWhole = true;
  for await (const { read, through: now } of readFile(source, opened, settings, run.readThrough)) {
    await stage(filler.add(read));
    [through, count] = [now, count + 1];
    const tooBad = filler.problems.length >= FILE_PROBLEMS_MAX && !run.settings.skipBad;
    if (count >= PRODUCTS_A_STEP || tooBad) {
      isWhole = tooBad;
      break;
    }
  }
  await stage(filler.end());
  const isBad = run.problems.length + filler.problems.length > 0 && !run.settings.skipBad;
  const counts = addCounts(run.counts, filler.counts);
  const isNone = isWhole && counts.products === 0 && !isBad;
  await moveRun(world, run, {
    readThrough: through,
    chunks: number,
    counts,
    problems: kept(
      run.problems,
      isNone ? [{ row: 0, column: null, why: "The file has no product" }] : filler.problems,
      RUN_PROBLEMS_MAX,
    ),
    notes: kept(run.notes, filler.notes, RUN_NOTES_MAX),
    ...(isWhole ? { state: isBad || isNone ? ("refused" as const) : ("checking" as const), through: 0 } : {}),
  });
}

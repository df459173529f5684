/**
 * Reads an uploaded file into chunks, a bounded stretch of its bytes a step: first what must be known of all of it, then its products.
 * Each step goes on at the byte where the last one ended, with what its reader knew there, so no byte is read twice in a turn.
 */
import type { World } from "../world.ts";
import { type ChunkFill, chunkFiller } from "./chunk-filler.ts";
import { type CatalogueReader, readerOf } from "./formats/catalogue-reader.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import { NotText } from "./formats/file-text.ts";
import { insertChunk } from "./import-chunk-store.ts";
import { readKept, readSurvey, writeChunk, writeKept, writeProblems } from "./import-parts-store.ts";
import { addCounts, kept, RUN_NOTES_MAX, RUN_PROBLEMS_MAX } from "./import-run.ts";
import { type ImportRun, moveRun } from "./import-run-store.ts";
import { openUploadStep } from "./open-upload-flow.ts";
import { gatherStep, surveyStep } from "./survey-upload-flow.ts";
import { FileRefused } from "./unpack-file-flow.ts";
import { type Reading, type ReadingAt, textFromOffset } from "./upload-text-flow.ts";

/**
 * Made and checked in one step: about a second of the processor's time, which six steps a message multiply. `cpu_ms` of
 * wrangler.toml is ten seconds an invocation.
 */
const READ_BYTES_A_STEP = 1_000_000;
const PRODUCTS_A_STEP = 1_000;

type Here = Reading & { at: ReadingAt };

export async function readUploadStep(world: World, run: ImportRun): Promise<void> {
  const reading = run.reading as Reading;
  try {
    if (!reading.at) await openUploadStep(world, run, reading);
    else if (reading.at.turn === "survey") await surveyStep(world, run, { ...reading, at: reading.at });
    else if (reading.at.turn === "gather") await gatherStep(world, run, { ...reading, at: reading.at });
    else await readStep(world, run, { ...reading, at: reading.at });
  } catch (error) {
    if (!(error instanceof FileRefused) && !(error instanceof NotText)) throw error;
    await refuse(world, run, [{ row: 0, column: null, why: error.message }]);
  }
}

/** What is wrong with the file as a whole comes before what is wrong with its stretches, which begin with 1. */
const OF_ALL = 0;

async function refuse(world: World, run: ImportRun, problems: readonly FileProblem[]): Promise<void> {
  await writeProblems(world, run.id, OF_ALL, problems);
  await moveRun(world, run, { state: "refused", problems: kept(problems, run.problems, RUN_PROBLEMS_MAX) });
}

async function readerAt(world: World, run: ImportRun, reading: Here) {
  const { at } = reading;
  if (!at.format) throw new Error("a file that was surveyed has a format");
  const before = at.stretch === 0 ? undefined : await readKept(world, run.id, "read", at.stretch);
  return readerOf(at.format, reading, await readSurvey(world, run.id), before);
}

async function readStep(world: World, run: ImportRun, reading: Here): Promise<void> {
  const { at } = reading;
  const reader = await readerAt(world, run, reading);
  const filler = chunkFiller();
  let number = run.chunks;
  const stage = async (fills: readonly ChunkFill[]) => {
    for (const fill of fills) {
      await writeChunk(world, run.id, number, fill);
      await insertChunk(world.catalog, run.id, number);
      number += 1;
    }
  };
  let [offset, count] = [at.offset, 0];
  const take = async (reads: ReturnType<CatalogueReader["push"]>) => {
    for (const read of reads) await stage(filler.add(read));
    count += reads.length;
  };
  for await (const piece of textFromOffset(world, run.id, at)) {
    await take(reader.push(piece.text));
    offset = piece.offset;
    if (reader.fault || count >= PRODUCTS_A_STEP || offset - at.offset >= READ_BYTES_A_STEP) break;
  }
  if (reader.fault) return refuse(world, run, [reader.fault]);
  const isWhole = offset >= at.bytes;
  if (isWhole) await take(reader.end());
  if (reader.fault) return refuse(world, run, [reader.fault]);
  await stage(filler.end());
  const stretch = at.stretch + 1;
  if (!isWhole) await writeKept(world, run.id, "read", stretch, reader.keep());
  await writeProblems(world, run.id, stretch, filler.problems);
  await endStep(world, run, { reading, at: { ...at, offset, stretch }, chunks: number, filler, isWhole });
}

const noneOf = ({ refused }: ImportRun["counts"]): string =>
  refused > 0 ? "The file has no product that can be taken" : "The file has no product";

type Done = {
  reading: Reading;
  at: ReadingAt;
  chunks: number;
  filler: ReturnType<typeof chunkFiller>;
  isWhole: boolean;
};

async function endStep(world: World, run: ImportRun, { reading, at, chunks, filler, isWhole }: Done): Promise<void> {
  const isBad = run.problems.length + filler.problems.length > 0 && !run.settings.skipBad;
  const counts = addCounts(run.counts, filler.counts);
  const isNone = isWhole && counts.products === 0 && !isBad;
  const none = isNone ? [{ row: 0, column: null, why: noneOf(counts) }] : [];
  await writeProblems(world, run.id, OF_ALL, none);
  await moveRun(world, run, {
    reading: { ...reading, at },
    chunks,
    counts,
    problems: kept(none, [...run.problems, ...filler.problems], RUN_PROBLEMS_MAX),
    notes: kept(run.notes, filler.notes, RUN_NOTES_MAX),
    ...(isWhole ? { state: isBad || isNone ? ("refused" as const) : ("checking" as const), through: 0 } : {}),
  });
}

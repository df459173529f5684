/**
 * What a run keeps in R2, under its id: the uploaded file, what was noted of it and where its reader is, the chunks of products, and
 * all that was refused.
 */
import type { World } from "../world.ts";
import type { Kept } from "./formats/catalogue-reader.ts";
import { type FileFacts, noFacts } from "./formats/file-facts.ts";
import type { FileProblem } from "./formats/file-problem.ts";
import type { FileSurvey } from "./formats/file-survey.ts";
import type { NamedCategory } from "./formats/named-category.ts";
import type { OwnPart } from "./formats/own-parts.ts";
import type { ImportedProduct } from "./imported-product.ts";

/** `rows` says where in the file each product began. */
export type StagedChunk = {
  products: ImportedProduct[];
  rows: number[];
  categories: NamedCategory[];
  /** Left out of chunks that were staged before there were any. */
  parts?: OwnPart[] | undefined;
};
/** The file as it was sent, or what gzip had packed in it. */
export type UploadPart = "file" | "unpacked";

const IMPORTS = "imports/";
const keyOf = (runId: string, part: string) => `${IMPORTS}${runId}/${part}`;
const NUMBER_DIGITS = 6;
const numbered = (runId: string, part: string, number: number) =>
  keyOf(runId, `${part}/${String(number).padStart(NUMBER_DIGITS, "0")}`);
/** R2 lists and deletes so many at once. */
const OBJECTS_A_TURN = 1_000;

async function found(world: World, key: string): Promise<R2ObjectBody> {
  const object = await world.transfers.get(key);
  if (!object) throw new Error(`${key} is gone`);
  return object;
}

/** `body` is of a known length: R2 takes no stream of an unknown one. */
export async function writeUpload(world: World, runId: string, body: ReadableStream | ArrayBuffer): Promise<void> {
  await world.transfers.put(keyOf(runId, "file"), body);
}

/** The same file for another run; false when it is gone. */
export async function copyUpload(world: World, from: string, to: string): Promise<boolean> {
  const object = await world.transfers.get(keyOf(from, "file"));
  if (object) await writeUpload(world, to, object.body);
  return object !== null;
}

/** The uploaded file from its beginning; throws when it is gone. */
export async function openUpload(world: World, runId: string): Promise<AsyncIterable<Uint8Array>> {
  return (await found(world, keyOf(runId, "file"))).body as unknown as AsyncIterable<Uint8Array>;
}

/** Bytes from an offset on, as many as there are up to `length`, and how many the whole has. */
export async function readUploadPart(
  world: World,
  runId: string,
  { part, offset, length }: { part: UploadPart; offset: number; length: number },
): Promise<Uint8Array> {
  const object = await world.transfers.get(keyOf(runId, part), { range: { offset, length } });
  if (!object) throw new Error(`the file of the import ${runId} is gone`);
  return new Uint8Array(await object.arrayBuffer());
}
export async function readUploadSize(world: World, runId: string): Promise<number> {
  const head = await world.transfers.head(keyOf(runId, "file"));
  if (!head) throw new Error(`the file of the import ${runId} is gone`);
  return head.size;
}
export const beginUnpacked = (world: World, runId: string): Promise<R2MultipartUpload> =>
  world.transfers.createMultipartUpload(keyOf(runId, "unpacked"));

/** Five lengths, then their numbers. The same stretch again writes the same. */
export async function writeFacts(world: World, runId: string, stretch: number, facts: FileFacts): Promise<void> {
  const { rows, runs, links, skus, barcodes } = facts;
  const numbers = new Float64Array(FACTS_HEAD + runs.length + links.length + skus.length + barcodes.length);
  numbers.set([rows, runs.length, links.length, skus.length, barcodes.length]);
  let at = FACTS_HEAD;
  for (const list of [runs, links, skus, barcodes]) {
    numbers.set(list, at);
    at += list.length;
  }
  await world.transfers.put(numbered(runId, "facts", stretch), numbers.buffer);
}
const FACTS_HEAD = 5;

export async function readFacts(world: World, runId: string, stretch: number): Promise<FileFacts> {
  const numbers = new Float64Array(await (await found(world, numbered(runId, "facts", stretch))).arrayBuffer());
  const facts = { ...noFacts(), rows: numbers[0] ?? 0 };
  let at = FACTS_HEAD;
  for (const [index, name] of (["runs", "links", "skus", "barcodes"] as const).entries()) {
    const length = numbers[index + 1] ?? 0;
    facts[name] = Array.from(numbers.subarray(at, at + length));
    at += length;
  }
  return facts;
}

/** What a reader knows after so many stretches of one of the two turns. */
export async function writeKept(
  world: World,
  runId: string,
  turn: "survey" | "read",
  stretch: number,
  kept: Kept,
): Promise<void> {
  await world.transfers.put(numbered(runId, `kept-${turn}`, stretch), JSON.stringify(kept));
}
export async function readKept(world: World, runId: string, turn: "survey" | "read", stretch: number): Promise<Kept> {
  return (await found(world, numbered(runId, `kept-${turn}`, stretch))).json();
}

export async function writeSurvey(world: World, runId: string, survey: FileSurvey): Promise<void> {
  await world.transfers.put(keyOf(runId, "survey"), JSON.stringify(survey));
}
export async function readSurvey(world: World, runId: string): Promise<FileSurvey> {
  return (await found(world, keyOf(runId, "survey"))).json();
}

export async function writeChunk(world: World, runId: string, number: number, chunk: StagedChunk): Promise<void> {
  await world.transfers.put(numbered(runId, "chunks", number), JSON.stringify(chunk));
}
export async function readStagedChunk(world: World, runId: string, number: number): Promise<StagedChunk> {
  return (await found(world, numbered(runId, "chunks", number))).json();
}

/** All that a stretch of the file is at fault for. The same stretch again writes the same. */
export async function writeProblems(
  world: World,
  runId: string,
  stretch: number,
  problems: readonly FileProblem[],
): Promise<void> {
  if (problems.length > 0)
    await world.transfers.put(numbered(runId, "problems/1-file", stretch), JSON.stringify(problems));
}

/** Everything that the file is at fault for, a stretch at a time. */
export async function* readProblems(world: World, runId: string): AsyncGenerator<FileProblem[]> {
  for (let cursor: string | undefined; ; ) {
    const listed: R2Objects = await world.transfers.list({
      prefix: keyOf(runId, "problems/"),
      limit: OBJECTS_A_TURN,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { key } of listed.objects) yield await (await found(world, key)).json<FileProblem[]>();
    if (!listed.truncated) return;
    cursor = listed.cursor;
  }
}

/** Drops some of what a run keeps. False while more is left. */
export async function deleteParts(world: World, runId: string): Promise<boolean> {
  const { objects, truncated } = await world.transfers.list({ prefix: keyOf(runId, ""), limit: OBJECTS_A_TURN });
  if (objects.length > 0) await world.transfers.delete(objects.map(({ key }) => key));
  return !truncated;
}

/** Ids of runs that something is kept of, so many of those after `after`. */
export async function listKeptRuns(world: World, after: string): Promise<string[]> {
  const { delimitedPrefixes } = await world.transfers.list({
    prefix: IMPORTS,
    delimiter: "/",
    startAfter: IMPORTS + after,
    limit: OBJECTS_A_TURN,
  });
  return delimitedPrefixes.map((prefix) => prefix.slice(IMPORTS.length, -1));
}

/** When something of a run was kept; null where there is nothing. */
export async function readKeptAtMs(world: World, runId: string): Promise<number | null> {
  const { objects } = await world.transfers.list({ prefix: keyOf(runId, ""), limit: 1 });
  return objects[0]?.uploaded.getTime() ?? null;
}

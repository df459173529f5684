/** What a run keeps in R2, under its id: the uploaded file, what its survey found, and the chunks of products read from it. */
import type { World } from "../world.ts";
import type { NamedCategory } from "./formats/named-category.ts";
import type { ImportedProduct } from "./imported-product.ts";
import type { OpenedFile } from "./read-file-flow.ts";

/** `rows` says where in the file each product began. */
export type StagedChunk = { products: ImportedProduct[]; rows: number[]; categories: NamedCategory[] };

const keyOf = (runId: string, part: string) => `imports/${runId}/${part}`;
const NUMBER_DIGITS = 6;
const chunkKey = (runId: string, number: number) =>
  keyOf(runId, `chunks/${String(number).padStart(NUMBER_DIGITS, "0")}`);
/** R2 lists and deletes so many at once. */
const OBJECTS_A_TURN = 1_000;

/** `length` is how many bytes come: R2 takes no stream of an unknown length. */
export async function writeUpload(world: World, runId: string, body: ReadableStream | ArrayBuffer): Promise<void> {
  await world.transfers.put(keyOf(runId, "file"), body);
}

/** The uploaded file from its beginning; throws when it is gone. */
export async function openUpload(world: World, runId: string): Promise<AsyncIterable<Uint8Array>> {
  const found = await world.transfers.get(keyOf(runId, "file"));
  if (!found) throw new Error(`the file of the import ${runId} is gone`);
  return found.body as unknown as AsyncIterable<Uint8Array>;
}

export async function writeSurvey(world: World, runId: string, opened: OpenedFile): Promise<void> {
  await world.transfers.put(keyOf(runId, "survey"), JSON.stringify(opened));
}
export async function readSurvey(world: World, runId: string): Promise<OpenedFile | null> {
  const found = await world.transfers.get(keyOf(runId, "survey"));
  return found ? ((await found.json()) as OpenedFile) : null;
}

export async function writeChunk(world: World, runId: string, number: number, chunk: StagedChunk): Promise<void> {
  await world.transfers.put(chunkKey(runId, number), JSON.stringify(chunk));
}
export async function readStagedChunk(world: World, runId: string, number: number): Promise<StagedChunk> {
  const found = await world.transfers.get(chunkKey(runId, number));
  if (!found) throw new Error(`chunk ${number} of the import ${runId} is gone`);
  return (await found.json()) as StagedChunk;
}

/** Drops some of what a run keeps. False while more is left. */
export async function deleteParts(world: World, runId: string): Promise<boolean> {
  const { objects, truncated } = await world.transfers.list({ prefix: keyOf(runId, ""), limit: OBJECTS_A_TURN });
  if (objects.length > 0) await world.transfers.delete(objects.map(({ key }) => key));
  return !truncated;
}

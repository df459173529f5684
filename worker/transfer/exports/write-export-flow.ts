/**
 * Writes an export into R2, a part of its file a step. A step that is killed is done again from what the last one left: its
 * parts are uploaded anew under the same numbers, so the file has each product once.
 */
import type { World } from "../../world.ts";
import { EXPORT_FILES, exportTurn, PRODUCTS_A_TURN } from "../export-flow.ts";
import {
  beginFile,
  dropRest,
  type ExportRun,
  moveExport,
  readFileHead,
  readRest,
  resumeFile,
  writeRest,
} from "./export-run-store.ts";

/** R2 takes parts of one size, of 5 MiB and more, but for the last. One is in memory at a time. */
const PART_BYTES = 8_388_608;
/** Read in one step: some hundred and fifty queries of the thousand that an invocation may ask, and half a second. */
const PRODUCTS_A_STEP = 1_000;

export async function writeStep(world: World, run: ExportRun): Promise<void> {
  if (run.uploadId === "") return beginWriting(world, run);
  const pieces = [await readRest(world, run.id, run.step)];
  let [afterId, products, bytes, isLast] = [run.afterId, 0, 0, false];
  while (products < PRODUCTS_A_STEP && bytes < PART_BYTES && !isLast) {
    const turn = await exportTurn(world, { ...run, afterId }, PRODUCTS_A_TURN);
    const piece = new TextEncoder().encode(turn.text);
    pieces.push(piece);
    bytes += piece.length;
    products += turn.count;
    isLast = turn.lastId === null;
    afterId = turn.lastId ?? afterId;
  }
  const move = { afterId, bytes: run.bytes + bytes, products: run.products + products };
  const [parts, rest] = await uploadParts(world, run, joined(pieces), isLast);
  if (isLast) return endWriting(world, run, { ...move, parts });
  await writeRest(world, run.id, run.step + 1, rest);
  if (await moveExport(world, run, { ...move, parts })) await dropRest(world, run.id, run.step);
}

async function beginWriting(world: World, run: ExportRun): Promise<void> {
  const upload = await beginFile(world, run.id, EXPORT_FILES[run.format].type);
  if (!(await moveExport(world, run, { uploadId: upload.uploadId }))) await upload.abort();
}

async function uploadParts(
  world: World,
  run: ExportRun,
  bytes: Uint8Array,
  isLast: boolean,
): Promise<[ExportRun["parts"], Uint8Array]> {
  const [parts, upload] = [[...run.parts], resumeFile(world, run)];
  // A file that was completed by a step that then died takes no more parts.
  if (isLast && (await readFileHead(world, run.id))) return [parts, new Uint8Array()];
  let at = 0;
  for (; bytes.length - at >= PART_BYTES || (isLast && at < bytes.length); at += PART_BYTES) {
    const part = await upload.uploadPart(parts.length + 1, bytes.slice(at, at + PART_BYTES));
    parts.push({ partNumber: part.partNumber, etag: part.etag });
  }
  return [parts, bytes.slice(at)];
}

type Written = Pick<ExportRun, "parts" | "afterId" | "bytes" | "products">;

async function endWriting(world: World, run: ExportRun, written: Written): Promise<void> {
  if (!(await readFileHead(world, run.id))) await resumeFile(world, run).complete([...written.parts]);
  await moveExport(world, run, { ...written, state: "done" });
  await dropRest(world, run.id, run.step);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * A file too large for one request comes in parts: begun once under the id its sender made, each part sent as often as it
 * takes, then made whole. Whoever lost an answer begins again and is told which parts are there. Nothing can be sold of it
 * before it is whole.
 */
import { assert } from "../../base/assert.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import { type DigitalFile, keyOfFile, sameFile } from "./digital.ts";
import { metadataOf, readUploadedFile } from "./digital-store.ts";
import { missingParts, PART_BYTES, partBytesOf, partCountOf, UPLOAD_KEPT_MS } from "./file-parts.ts";
import {
  deleteUpload,
  deleteUploadsBefore,
  insertUpload,
  listParts,
  readUpload,
  replacePart,
} from "./file-upload-store.ts";
import { type UploadFileProblem, uploadEntry, whyNotTaken } from "./upload-file-flow.ts";

/** `isStored`: the file is whole, and nothing is left to send. Otherwise `received` are the parts that have come. */
export type Upload = {
  file: DigitalFile;
  partBytes: number;
  parts: number;
  received: readonly number[];
  isStored: boolean;
};
/** `numbers` are the first of the parts that have not come. */
export type UploadPartsProblem =
  | { code: "digital.upload_unknown" }
  | { code: "digital.parts_missing"; numbers: readonly number[] };
const MISSING_TOLD_MAX = 20;

/** The same file under the same id again goes on with what was begun. */
export async function beginUpload(world: World, file: DigitalFile): Promise<Outcome<Upload, UploadFileProblem>> {
  const why = whyNotTaken(file);
  if (why) return refused(why);
  const stored = await readUploadedFile(world, file.id);
  if (stored) return sameFile(stored, file) ? done(uploadOf(stored, null)) : DIFFERS;
  const db = world.catalog;
  const sinceMs = sinceOf(world);
  await deleteUploadsBefore(db, sinceMs);
  if (!(await readUpload(db, file.id, sinceMs))) {
    const begun = await world.downloads.createMultipartUpload(keyOfFile(file.id), metadataOf(file));
    const upload = { ...file, uploadId: begun.uploadId, begunAtMs: world.nowMs() };
    if (!(await insertUpload(db, upload))) await begun.abort();
  }
  const upload = await readUpload(db, file.id, sinceMs);
  assert(upload !== null, "an upload that was begun is there");
  return sameFile(upload, file) ? done(uploadOf(upload, await listParts(db, file.id))) : DIFFERS;
}

type PartAsk = { id: string; number: number; bytes: number; body: ReadableStream };

/** `bytes` is how long the body says it is. The same part again stands in place of the earlier one. */
export async function takePart(
  world: World,
  { id, number, bytes, body }: PartAsk,
): Promise<Outcome<{ number: number }, UploadPartsProblem | UploadFileProblem>> {
  const upload = await readUpload(world.catalog, id, sinceOf(world));
  if (!upload) return refused({ code: "digital.upload_unknown" });
  const expected = partBytesOf(upload.bytes, number);
  if (expected === 0) return invalid("number", `is 1 to ${partCountOf(upload.bytes)}: this file has no more parts`);
  if (bytes !== expected) return invalid("content-length", `is ${expected}: so long is this part`);
  const part = await world.downloads.resumeMultipartUpload(keyOfFile(id), upload.uploadId).uploadPart(number, body);
  await replacePart(world.catalog, id, { number, etag: part.etag });
  return done({ number });
}

/** Repeats safely, and at the same time too: the file is made once. */
export async function completeUpload(
  world: World,
  { id, by }: { id: string; by: Viewer },
): Promise<Outcome<{ file: DigitalFile; isNew: boolean }, UploadPartsProblem | UploadFileProblem>> {
  const upload = await readUpload(world.catalog, id, sinceOf(world));
  const stored = await readUploadedFile(world, id);
  if (!upload) return stored ? done({ file: stored, isNew: false }) : refused({ code: "digital.upload_unknown" });
  const { name, type, bytes } = upload;
  const file = { id, name, type, bytes };
  if (stored && !sameFile(stored, file)) return DIFFERS;
  if (!stored) {
    const parts = await listParts(world.catalog, id);
    const missing = missingParts(
      bytes,
      parts.map(({ number }) => number),
    );
    if (missing.length > 0)
      return refused({ code: "digital.parts_missing", numbers: missing.slice(0, MISSING_TOLD_MAX) });
    await join(world, id, upload.uploadId, parts);
  }
  await uploadEntry(world, file, by);
  await deleteUpload(world.catalog, id);
  return done({ file, isNew: stored === null });
}

/** Another request may join the parts first: what counts is that the file is there. */
async function join(
  world: World,
  id: string,
  uploadId: string,
  parts: readonly { number: number; etag: string }[],
): Promise<void> {
  const named = parts.map(({ number, etag }) => ({ partNumber: number, etag }));
  try {
    await world.downloads.resumeMultipartUpload(keyOfFile(id), uploadId).complete(named);
  } catch (error) {
    if (!(await readUploadedFile(world, id))) throw error;
  }
}

const sinceOf = (world: World): number => world.nowMs() - UPLOAD_KEPT_MS;
const DIFFERS = refused({ code: "request.repeat_differs" } as const);
const invalid = (path: string, why: string) => refused({ code: "request.invalid", at: [{ path, why }] } as const);

/** `parts` null: the file is whole. */
function uploadOf({ id, name, type, bytes }: DigitalFile, parts: readonly { number: number }[] | null): Upload {
  const file = { id, name, type, bytes };
  const received = parts ? parts.map(({ number }) => number) : [];
  return { file, partBytes: PART_BYTES, parts: partCountOf(bytes), received, isStored: parts === null };
}

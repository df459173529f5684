/** A file of a digital good comes in: stored once under the id that its sender made, and written down in the audit. */
import { auditInsert } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import { type DigitalFile, FILE_BYTES_MAX, sameFile, WHOLE_BYTES_MAX, whyUnsafeName } from "./digital.ts";
import { readUploadedFile, writeUploadedFile } from "./digital-store.ts";

export type UploadFileProblem =
  | { code: "digital.file_empty" | "request.repeat_differs" }
  | { code: "digital.file_too_large"; bytesMax: number }
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] };
type Ask = { file: DigitalFile; body: ReadableStream | ArrayBuffer | Blob; by: Viewer };

/** Why a file is not taken, before anything of it is read; null where it is. */
export function whyNotTaken({ name, bytes }: DigitalFile, bytesMax = FILE_BYTES_MAX): UploadFileProblem | null {
  const why = whyUnsafeName(name);
  if (why !== null) return { code: "request.invalid", at: [{ path: "name", why }] };
  if (bytes < 1) return { code: "digital.file_empty" };
  return bytes > bytesMax ? { code: "digital.file_too_large", bytesMax } : null;
}

/** `file.bytes` is how long the body says it is. The same file under the same id again changes nothing. */
export async function uploadFile(
  world: World,
  { file, body, by }: Ask,
): Promise<Outcome<{ file: DigitalFile; isNew: boolean }, UploadFileProblem>> {
  const why = whyNotTaken(file, WHOLE_BYTES_MAX);
  if (why) return refused(why);
  const earlier = await readUploadedFile(world, file.id);
  const isNew = earlier === null && (await writeUploadedFile(world, file, body));
  const stored = isNew ? file : (earlier ?? (await readUploadedFile(world, file.id)));
  if (!stored || !sameFile(stored, file)) return refused({ code: "request.repeat_differs" });
  await uploadEntry(world, stored, by);
  return done({ file: stored, isNew });
}

/** Once for each file: a repeat adds the entry where a crash kept it from being written. */
export async function uploadEntry(world: World, { id, name, type, bytes }: DigitalFile, by: Viewer): Promise<void> {
  const entry = {
    by,
    action: "digital.file_uploaded",
    subject: `file:${id}`,
    before: null,
    after: { name, type, bytes },
  };
  await auditInsert(world, entry, `file:${id}`);
}

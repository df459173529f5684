/** A file of a digital good comes in: stored once under the id that its sender made, and written down in the audit. */
import { recordAudit } from "../../admin/audit-store.ts";
import { done, type Outcome, refused } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import { type DigitalFile, FILE_BYTES_MAX, whyUnsafeName } from "./digital.ts";
import { readUploadedFile, writeUploadedFile } from "./digital-store.ts";

export type UploadFileProblem =
  | { code: "digital.file_empty" | "digital.file_too_large" | "request.repeat_differs" }
  | { code: "request.invalid"; at: readonly { path: string; why: string }[] };
type Ask = { file: DigitalFile; body: ReadableStream | ArrayBuffer | Blob; by: Viewer };

/** `file.bytes` is how long the body says it is. The same file under the same id again changes nothing. */
export async function uploadFile(
  world: World,
  { file, body, by }: Ask,
): Promise<Outcome<{ file: DigitalFile; isNew: boolean }, UploadFileProblem>> {
  const why = whyUnsafeName(file.name);
  if (why !== null) return refused({ code: "request.invalid", at: [{ path: "name", why }] });
  if (file.bytes < 1) return refused({ code: "digital.file_empty" });
  if (file.bytes > FILE_BYTES_MAX) return refused({ code: "digital.file_too_large" });
  const earlier = await readUploadedFile(world, file.id);
  if (earlier) return isSame(earlier, file) ? done({ file: earlier, isNew: false }) : differs;
  if (!(await writeUploadedFile(world, file, body))) {
    const other = await readUploadedFile(world, file.id);
    return other && isSame(other, file) ? done({ file: other, isNew: false }) : differs;
  }
  await recordAudit(world, {
    by,
    action: "digital.file_uploaded",
    subject: `file:${file.id}`,
    before: null,
    after: { name: file.name, type: file.type, bytes: file.bytes },
  });
  return done({ file, isNew: true });
}

const differs = refused({ code: "request.repeat_differs" } as const);
const isSame = (one: DigitalFile, other: DigitalFile) => one.name === other.name && one.bytes === other.bytes;

/** Takes a file that staff sent: kept in R2, and read from there by the queue. Nothing of it is looked at before it is whole. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { listPriceLists } from "../catalog/price-list-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { sendDue } from "./drive-import-flow.ts";
import type { FileSettings } from "./formats/catalogue-reader.ts";
import { writeUpload } from "./import-parts-store.ts";
import {
  type RunProblem,
  type RunSettings,
  UPLOAD_BYTES_MAX,
  UPLOAD_HELD_MAX,
  UPLOAD_UNPACKED_MAX,
  type UploadProblem,
} from "./import-run.ts";
import { type ImportRun, readRun } from "./import-run-store.ts";
import { beginRun } from "./run-import-flow.ts";

export type UploadAsk = {
  id: string;
  file: string;
  bytes: Blob;
  settings: RunSettings;
  reading: FileSettings;
  by: Viewer;
};

const NAME_LENGTH_MAX = 200;
/** An upload is known by its id alone: staff who send a file twice mean it. */
export const uploadFingerprint = (id: string): string => id.replaceAll("-", "").padEnd(64, "0");

/** The same id again is the same import. */
export async function uploadFile(
  world: World,
  { bytes, file, reading, ...ask }: UploadAsk,
): Promise<Outcome<ImportRun, RunProblem | UploadProblem>> {
  if (bytes.size > UPLOAD_BYTES_MAX) return refused({ code: "import.too_large", bytesMax: UPLOAD_BYTES_MAX });
  const before = await readRun(world.catalog, ask.id);
  if (before) return done(before);
  await writeUpload(world, ask.id, await bytes.arrayBuffer());
  const lists = (await listPriceLists(world.catalog)).map(({ id }) => id);
  const begun = await beginRun(world, {
    ...ask,
    file: file.slice(0, NAME_LENGTH_MAX) || "upload",
    format: "",
    fingerprint: uploadFingerprint(ask.id),
    reading: { ...reading, lists, bytesMax: UPLOAD_UNPACKED_MAX, heldLengthMax: UPLOAD_HELD_MAX },
  });
  if (begun.ok) await sendDue(world, ask.id);
  return begun;
}

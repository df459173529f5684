/** Looks at how an uploaded file begins; one that gzip packed is unpacked beside it first, since nobody can begin in its middle. */
import type { World } from "../world.ts";
import { beginUnpacked, openUpload, readUploadPart, readUploadSize, type UploadPart } from "./import-parts-store.ts";
import { UPLOAD_UNPACKED_MAX } from "./import-run.ts";
import { type ImportRun, moveRun } from "./import-run-store.ts";
import { encodingsOf, FileRefused, isPacked, tooLarge, unpacked } from "./unpack-file-flow.ts";
import type { Reading } from "./upload-text-flow.ts";

const HEAD_BYTES = 16;
/** Of a part of a large object: R2 takes no fewer than 5 MiB but in the last, and the same in all others. */
const PART_BYTES = 8_388_608;

export async function openUploadStep(world: World, run: ImportRun, reading: Reading): Promise<void> {
  const size = await readUploadSize(world, run.id);
  if (size === 0) throw new FileRefused("The file is empty");
  const isGzip = isPacked(await headOf(world, run.id, "file"));
  const bytes = isGzip ? await unpack(world, run.id, reading.bytesMax ?? UPLOAD_UNPACKED_MAX) : size;
  if (bytes > (reading.bytesMax ?? UPLOAD_UNPACKED_MAX)) throw tooLarge(reading.bytesMax ?? UPLOAD_UNPACKED_MAX);
  const part = isGzip ? ("unpacked" as const) : ("file" as const);
  if (bytes === 0) throw new FileRefused("The file is empty");
  const encodings = encodingsOf(isGzip ? await headOf(world, run.id, part) : await headOf(world, run.id, "file"));
  const at = { part, bytes, turn: "survey" as const, offset: 0, stretch: 0, encodings, format: null };
  await moveRun(world, run, { reading: { ...reading, at } });
}

const headOf = (world: World, runId: string, part: UploadPart): Promise<Uint8Array> =>
  readUploadPart(world, runId, { part, offset: 0, length: HEAD_BYTES });

/** Answers how many bytes it has. One part of it is in memory at a time. */
async function unpack(world: World, runId: string, bytesMax: number): Promise<number> {
  const upload = await beginUnpacked(world, runId);
  const parts: R2UploadedPart[] = [];
  const [buffer, filled] = [new Uint8Array(PART_BYTES), { bytes: 0 }];
  let bytes = 0;
  const flush = async () => {
    parts.push(await upload.uploadPart(parts.length + 1, buffer.slice(0, filled.bytes)));
    filled.bytes = 0;
  };
  try {
    for await (const chunk of unpacked(() => openUpload(world, runId), bytesMax)) {
      bytes += chunk.length;
      for (let at = 0; at < chunk.length; ) {
        const taken = chunk.subarray(at, at + PART_BYTES - filled.bytes);
        buffer.set(taken, filled.bytes);
        filled.bytes += taken.length;
        at += taken.length;
        if (filled.bytes === PART_BYTES) await flush();
      }
    }
    if (filled.bytes > 0) await flush();
    if (parts.length === 0) throw new FileRefused("The file is empty");
    await upload.complete(parts);
  } catch (error) {
    await upload.abort();
    throw error;
  }
  return bytes;
}

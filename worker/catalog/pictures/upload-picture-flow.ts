/** Staff uploads a picture. It is kept under the hash of its content: the same one twice is one, whoever sends it. */
import { auditInsert } from "../../admin/audit-store.ts";
import { done, type Outcome } from "../../base/outcome.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { World } from "../../world.ts";
import { hasPicture, writePicture } from "./media-store.ts";
import { inspectPicture, type PictureProblem } from "./picture-inspect.ts";
import { pictureKeyOf } from "./picture-key.ts";
import type { PictureType } from "./picture-type.ts";

/** `isNew` is false where the store had it. Sizes are in pixels. */
export type Uploaded = { key: string; type: PictureType; width: number; height: number; isNew: boolean };

/** Nothing is kept of a picture that is refused. */
export async function uploadPicture(
  world: World,
  bytes: Uint8Array,
  by: Viewer,
): Promise<Outcome<Uploaded, PictureProblem>> {
  const kept = await keepPicture(world, bytes);
  if (!kept.ok) return kept;
  const { key, type, width, height } = kept.value;
  const after = { type, width, height, bytes: bytes.length };
  // Once, ever: the same picture again puts on record what a crash left out.
  const entry = { by, action: "media.uploaded", subject: `media:${key}`, before: null, after };
  await auditInsert(world, entry, `media:${key}`);
  return kept;
}

/** The same for a picture that nobody sent: the store fetched it. */
export async function keepPicture(world: World, bytes: Uint8Array): Promise<Outcome<Uploaded, PictureProblem>> {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) return inspected;
  const { type, head, bytes: kept } = inspected.value;
  const key = pictureKeyOf(type, head, head.moves, await hashOf(kept));
  const isNew = !(await hasPicture(world, key));
  if (isNew) await writePicture(world, key, kept, type);
  return done({ key, type, width: head.width, height: head.height, isNew });
}

/** SHA-256 in hexadecimal. */
export async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

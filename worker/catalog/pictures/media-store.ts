/** Pictures in R2, under the keys that products and categories name. */
import type { World } from "../../world.ts";
import type { PictureType } from "./picture-type.ts";

/** `type` is its content type. `body` is null where the caller has these bytes already. */
export type Picture = { body: ReadableStream | null; etag: string; type: string };

/** The picture; without its body where the caller has these bytes already. */
export async function readPicture(world: World, key: string, ifNoneMatch: string | undefined): Promise<Picture | null> {
  const headers = new Headers(ifNoneMatch ? { "if-none-match": ifNoneMatch } : {});
  const found = await world.media.get(key, { onlyIf: headers });
  if (!found) return null;
  const type = found.httpMetadata?.contentType ?? "application/octet-stream";
  return { body: "body" in found ? found.body : null, etag: found.httpEtag, type };
}

/** Puts a picture in the place of the one that has the key. */
export async function writePicture(
  world: World,
  key: string,
  bytes: Uint8Array | ArrayBuffer,
  type: PictureType,
): Promise<void> {
  await world.media.put(key, bytes, { httpMetadata: { contentType: type } });
}

/** True where there is a picture of that name. */
export const hasPicture = async (world: World, key: string): Promise<boolean> => (await world.media.head(key)) !== null;

/** That a size could not be made: how often it was tried, and from when on it may be tried again. */
export type SizingFailure = { tries: number; againAtMs: number };
/** Beside the sizes; not served, since no picture is called so. */
const failureKeyOf = (sizedKey: string) => `failed ${sizedKey}`;

export async function readFailure(world: World, sizedKey: string): Promise<SizingFailure | null> {
  const { tries, againAtMs } = (await world.media.head(failureKeyOf(sizedKey)))?.customMetadata ?? {};
  return tries && againAtMs ? { tries: Number(tries), againAtMs: Number(againAtMs) } : null;
}

export async function writeFailure(world: World, sizedKey: string, failure: SizingFailure): Promise<void> {
  const customMetadata = { tries: String(failure.tries), againAtMs: String(failure.againAtMs) };
  await world.media.put(failureKeyOf(sizedKey), "", { customMetadata });
}

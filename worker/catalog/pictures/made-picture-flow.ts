/**
 * Makes a picture for other programs at the first wish, and keeps it in R2 under the hash or the tag of what it was made of: each
 * is made once, and one that is uploaded anew is made anew. That it cannot be made is kept too, and tried again after a while.
 */
import { whyOf } from "../../base/why.ts";
import type { World } from "../../world.ts";
import { MADE_SIZES, type MadeAsk, madeDrawingOf } from "./made-picture.ts";
import { type Picture, readFailure, readPicture, writeFailure, writePicture } from "./media-store.ts";
import { hashInKey } from "./picture-type.ts";
import { typePictureOf } from "./type-picture.ts";
import { hashOf } from "./upload-picture-flow.ts";

const RETRY_MS = 10 * 60_000;
/** Of a photograph before it is set into its place. */
const PHOTO_WIDTH_MAX = 1_200;
const TYPE_KEY = /^types\/(.+)$/;
const TAG_LENGTH = 32;

type Source = { tag: string; type: string; read(): Promise<Uint8Array<ArrayBuffer>> };

/** Null where there is no such picture, or it cannot be made now. */
export async function readMadePicture(
  world: World,
  ask: MadeAsk,
  ifNoneMatch: string | undefined,
): Promise<Picture | null> {
  const source = await sourceOf(world, ask.key);
  if (!source) return null;
  const key = `made/${ask.kind}/${source.tag}/${ask.key}.jpg`;
  const kept = await readPicture(world, key, ifNoneMatch);
  if (kept) return kept;
  const nowMs = world.nowMs();
  const failed = await readFailure(world, key);
  if (failed && nowMs < failed.againAtMs) return null;
  try {
    await writePicture(world, key, await make(world, ask, source), "image/jpeg");
  } catch (error) {
    const tries = (failed?.tries ?? 0) + 1;
    world.log.error("picture.not_made", { key: ask.key, kind: ask.kind, tries, why: whyOf(error) });
    await writeFailure(world, key, { tries, againAtMs: nowMs + RETRY_MS * tries });
    return null;
  }
  return readPicture(world, key, undefined);
}

/** Of a key that holds its content's hash the tag is that; nothing has to be asked. */
async function sourceOf(world: World, key: string): Promise<Source | null> {
  const drawn = typePictureOf(TYPE_KEY.exec(key)?.[1] ?? "");
  if (drawn !== null) {
    const bytes = new TextEncoder().encode(drawn);
    return { tag: (await hashOf(bytes)).slice(0, TAG_LENGTH), type: "image/svg+xml", read: async () => bytes };
  }
  const found = await world.media.head(key);
  if (!found) return null;
  const type = found.httpMetadata?.contentType ?? "";
  const read = async () => {
    const picture = await world.media.get(key);
    if (!picture) throw new Error("The picture was taken away");
    return new Uint8Array(await picture.arrayBuffer());
  };
  return { tag: hashInKey(key) ?? found.etag, type, read };
}

async function make(world: World, { kind }: MadeAsk, source: Source): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await source.read();
  const isDrawing = source.type === "image/svg+xml";
  const inner = isDrawing ? bytes : await world.makePicture.toJpeg(new Blob([bytes]).stream(), PHOTO_WIDTH_MAX);
  const href = `data:${isDrawing ? source.type : "image/jpeg"};base64,${base64Of(inner)}`;
  const printed = await world.makePicture.print(madeDrawingOf(kind, href));
  return world.makePicture.toJpeg(new Blob([printed]).stream(), MADE_SIZES[kind].width);
}

const CHUNK = 32_768;
function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/**
 * A picture in one of its sizes: made at the first wish and kept in R2 beside its original, so that each size is made once
 * however many locations ask (two first wishes at the same moment both make it, and keep the same bytes). Where it cannot be
 * made, the original is shown, which is larger and not wrong.
 */
import { whyOf } from "../../base/why.ts";
import type { World } from "../../world.ts";
import { type Picture, readPicture, writePicture } from "./media-store.ts";
import { type SizedAsk, sizedKeyOf } from "./picture-key.ts";

/** `isOriginal`: it could not be made, so a later wish tries again. Null where there is no such picture. */
export async function readSizedPicture(
  world: World,
  ask: SizedAsk,
  ifNoneMatch: string | undefined,
): Promise<(Picture & { isOriginal: boolean }) | null> {
  const kept = await readPicture(world, sizedKeyOf(ask), ifNoneMatch);
  if (kept) return { ...kept, isOriginal: false };
  const original = await readPicture(world, ask.key, undefined);
  if (!original?.body) return null;
  try {
    await make(world, ask, original.body);
  } catch (error) {
    world.log.error("picture.not_sized", { key: ask.key, width: ask.width, format: ask.format, why: whyOf(error) });
    const whole = await readPicture(world, ask.key, undefined);
    return whole && { ...whole, isOriginal: true };
  }
  const made = await readPicture(world, sizedKeyOf(ask), undefined);
  return made && { ...made, isOriginal: false };
}

/** The service answers with another format where one would cost it too much: what it is, is kept with it. */
async function make(world: World, ask: SizedAsk, body: ReadableStream): Promise<void> {
  const made = await world.sizePicture(body, ask);
  const type = made.headers.get("content-type") ?? "";
  if (!made.ok || (type !== "image/avif" && type !== "image/webp"))
    throw new Error(`The picture came back as ${made.status} ${type}`);
  await writePicture(world, sizedKeyOf(ask), await made.arrayBuffer(), type);
}

/**
 * A picture in one of its sizes: made at the first wish and kept in R2 beside its original, so that each size is made once
 * however many locations ask (two first wishes at the same moment both make it, and keep the same bytes). Where it cannot be
 * made, the original is shown, which is larger and not wrong; that it failed is kept too, so that it is tried again after
 * longer and longer waits, and not at each wish.
 */
import { whyOf } from "../../base/why.ts";
import type { World } from "../../world.ts";
import { type Picture, readFailure, readPicture, writeFailure, writePicture } from "./media-store.ts";
import { type SizedAsk, sizedKeyOf } from "./picture-key.ts";

const RETRY_MS = 60_000;
const RETRY_MS_MAX = 86_400_000;
/** Doubles with each failure. */
const retryMsOf = (tries: number): number => Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** Math.min(tries - 1, 20));

/** `againInMs` of the original: it could not be made, and is not tried again before; null of the size itself. */
export type SizedPicture = Picture & { againInMs: number | null };

/** Null where there is no such picture. */
export async function readSizedPicture(
  world: World,
  ask: SizedAsk,
  ifNoneMatch: string | undefined,
): Promise<SizedPicture | null> {
  const key = sizedKeyOf(ask);
  const kept = await readPicture(world, key, ifNoneMatch);
  if (kept) return { ...kept, againInMs: null };
  const nowMs = world.nowMs();
  const failed = await readFailure(world, key);
  if (failed && nowMs < failed.againAtMs) return originalOf(world, ask, ifNoneMatch, failed.againAtMs - nowMs);
  const original = await readPicture(world, ask.key, undefined);
  if (!original?.body) return null;
  try {
    await make(world, ask, original.body);
  } catch (error) {
    const tries = (failed?.tries ?? 0) + 1;
    world.log.error("picture.not_sized", {
      key: ask.key,
      width: ask.width,
      format: ask.format,
      tries,
      why: whyOf(error),
    });
    await writeFailure(world, key, { tries, againAtMs: nowMs + retryMsOf(tries) });
    return originalOf(world, ask, ifNoneMatch, retryMsOf(tries));
  }
  const made = await readPicture(world, key, undefined);
  return made && { ...made, againInMs: null };
}

async function originalOf(
  world: World,
  { key }: SizedAsk,
  ifNoneMatch: string | undefined,
  againInMs: number,
): Promise<SizedPicture | null> {
  const whole = await readPicture(world, key, ifNoneMatch);
  return whole && { ...whole, againInMs };
}

/** The service answers with another format where one would cost it too much: what it is, is kept with it. */
async function make(world: World, ask: SizedAsk, body: ReadableStream): Promise<void> {
  const made = await world.sizePicture(body, ask);
  const type = made.headers.get("content-type") ?? "";
  if (!made.ok || (type !== "image/avif" && type !== "image/webp"))
    throw new Error(`The picture came back as ${made.status} ${type}`);
  await writePicture(world, sizedKeyOf(ask), await made.arrayBuffer(), type);
}

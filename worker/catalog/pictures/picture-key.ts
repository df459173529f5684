/**
 * What uploaded pictures are called, and the sizes they are shown in. A name holds the picture's size and the hash of its
 * content, so that a page knows how much room to keep without asking, and a picture uploaded twice is kept once.
 */
import type { PictureSize } from "./picture-size.ts";
import type { PictureType } from "./picture-type.ts";

const ENDINGS = {
  "image/svg+xml": "svg",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/gif": "gif",
} as const satisfies Record<PictureType, string>;

/** Digits of SHA-256 in a name: 128 bits, which no two pictures share. */
const HASH_DIGITS = 32;
const STILLS = "pictures";
/** Those that are never shown in other sizes: drawings have none, and what moves would stand still. */
const WHOLES = "wholes";

/** `pictures/{width}x{height}-{hash}.{ending}`. `hash` is hexadecimal, of the content. */
export function pictureKeyOf(type: PictureType, { width, height }: PictureSize, moves: boolean, hash: string): string {
  const folder = moves || type === "image/svg+xml" || type === "image/gif" ? WHOLES : STILLS;
  return `${folder}/${width}x${height}-${hash.slice(0, HASH_DIGITS)}.${ENDINGS[type]}`;
}

export const SIZED_FORMATS = ["avif", "webp"] as const;
export type SizedFormat = (typeof SIZED_FORMATS)[number];
/**
 * Widths in CSS pixels times what screens have. None above 1,200, the longest side that Cloudflare Images makes an AVIF
 * of (developers.cloudflare.com/images/get-started/limits).
 */
export const PICTURE_WIDTHS = [160, 320, 480, 720, 960, 1_200] as const;
const AVIF_SIDE_MAX = 1_200;

const NAMED = /^(pictures|wholes)\/(\d{1,5})x(\d{1,5})-[0-9a-f]{32}\.[a-z]{3,4}$/;
const PATH = /^\/media\/(.+)$/;

/** Null for a name that says no size: one that was given by hand. */
export function sizeOfKey(key: string): (PictureSize & { sized: boolean }) | null {
  const [, folder, width, height] = NAMED.exec(key) ?? [];
  return folder ? { width: Number(width), height: Number(height), sized: folder === STILLS } : null;
}

/** The same of a picture's path on this store, such as `/media/pictures/…`. */
export const sizeOfPath = (path: string) => sizeOfKey(PATH.exec(path)?.[1] ?? "");

/** Where a picture is found that wide: `/media/sized/320.avif/pictures/…`. */
export type SizedAsk = { key: string; width: number; format: SizedFormat };
export const sizedKeyOf = ({ key, width, format }: SizedAsk) => `sized/${width}.${format}/${key}`;

/** What a path below `/media/` asks for; null where it is none of the sizes that are made. */
export function sizedAskOf(path: string): SizedAsk | null {
  const [, digits, format, key = ""] = /^sized\/([1-9]\d{1,3})\.(avif|webp)\/(.+)$/.exec(path) ?? [];
  const width = PICTURE_WIDTHS.find((each) => each === Number(digits));
  const size = sizeOfKey(key);
  if (width === undefined || !size?.sized || !widthsOf(size, format as SizedFormat).includes(width)) return null;
  return { key, width, format: format as SizedFormat };
}

/** The widths a picture is made in: none wider than itself, and for AVIF none taller than it can be made. */
function widthsOf({ width, height }: PictureSize, format: SizedFormat): number[] {
  const side = format === "avif" ? AVIF_SIDE_MAX : Number.POSITIVE_INFINITY;
  return PICTURE_WIDTHS.filter((each) => each <= width && (each * height) / width <= side);
}

/** What a `<source>` of that format says; empty where the picture comes in no other size. */
export function srcsetOf(path: string, format: SizedFormat): string {
  const size = sizeOfPath(path);
  const key = PATH.exec(path)?.[1] ?? "";
  if (!size?.sized) return "";
  return widthsOf(size, format)
    .map((width) => `/media/${sizedKeyOf({ key, width, format })} ${width}w`)
    .join(", ");
}

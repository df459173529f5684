/**
 * How large a picture is and whether it moves, read from its head: decoding one to find out would let a small file fill
 * the memory. Sizes are in pixels as shown, so that a photograph taken upright is upright. Null where the head is broken.
 */
import { isOnSide, jpegOrientation } from "./jpeg-orientation.ts";
import type { PictureType } from "./picture-type.ts";
import { svgRootOf } from "./svg-root.ts";

export type PictureSize = { width: number; height: number };
/** `moves`: it has several frames, so it is shown as it is. */
export type PictureHead = PictureSize & { moves: boolean };

/** Of what a browser draws where an SVG does not say (CSS 2.1, replaced elements: 300 by 150; square suits the shop). */
const SVG_SIDE = 512;

export function pictureHeadOf(type: PictureType, bytes: Uint8Array): PictureHead | null {
  try {
    const head = READERS[type](bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return head && head.width > 0 && head.height > 0 ? head : null;
  } catch (error) {
    // The file ends before its head does.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Reader = (bytes: Uint8Array, view: DataView) => PictureHead | null;
const READERS: Readonly<Record<PictureType, Reader>> = {
  "image/png": (bytes, view) => still(view.getUint32(16), view.getUint32(20), findText(bytes, "acTL", 64) !== -1),
  "image/gif": (bytes, view) => still(view.getUint16(6, true), view.getUint16(8, true), framesOfGif(bytes, view) > 1),
  "image/jpeg": (_, view) => jpegHead(view),
  "image/webp": (bytes, view) => webpHead(bytes, view),
  "image/avif": (bytes, view) => avifHead(bytes, view),
  "image/svg+xml": (bytes) => svgHead(new TextDecoder().decode(bytes)),
};

const still = (width: number, height: number, moves = false): PictureHead => ({ width, height, moves });
const textAt = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Where a text is found at or after `from`, among the first 64 KB; -1 where it is not. */
function findText(bytes: Uint8Array, text: string, from: number): number {
  const end = Math.min(bytes.length - text.length, 65_536);
  for (let at = from; at <= end; at += 1)
    if (bytes[at] === text.charCodeAt(0) && textAt(bytes, at, text.length) === text) return at;
  return -1;
}

/** Frame headers `C0` to `CF` hold the size, but for those of tables (ITU-T T.81, table B.1). */
function jpegHead(view: DataView): PictureHead | null {
  let orientation: number | null = null;
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    orientation ??= jpegOrientation(view, at);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return isOnSide(orientation) ? still(height, width) : still(width, height);
    }
    at += 2 + length;
  }
  return null;
}

/** The three kinds of WebP: extended, lossless, lossy (developers.google.com/speed/webp/docs/riff_container). */
function webpHead(bytes: Uint8Array, view: DataView): PictureHead | null {
  const kind = textAt(bytes, 12, 4);
  const uint24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (kind === "VP8X") return still(uint24(24) + 1, uint24(27) + 1, (view.getUint8(20) & 0b10) !== 0);
  if (kind === "VP8 ") return still(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind !== "VP8L") return null;
  const bits = view.getUint32(21, true);
  return still((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
}

/** The largest `ispe` box is the picture's; smaller ones are of its thumbnail or tiles (ISO/IEC 23008-12, 6.5.3). */
function avifHead(bytes: Uint8Array, view: DataView): PictureHead | null {
  let best: PictureSize = { width: 0, height: 0 };
  for (let at = findText(bytes, "ispe", 0); at !== -1; at = findText(bytes, "ispe", at + 4)) {
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (size.width * size.height > best.width * best.height) best = size;
  }
  return { ...best, moves: textAt(bytes, 8, 4) === "avis" };
}

/** Frames are counted to two: each begins with an image descriptor (GIF89a specification, 20). */
function framesOfGif(bytes: Uint8Array, view: DataView): number {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableBytes(view.getUint8(10));
  let frames = 0;
  while (at < bytes.length && frames < 2) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) break;
    if (kind === 0x2c) frames += 1;
    at += kind === 0x2c ? 11 + tableBytes(view.getUint8(at + 9)) : 2;
    for (let block = view.getUint8(at); block > 0; block = view.getUint8(at)) at += block + 1;
    at += 1;
  }
  return frames;
}

/** By its width and height, else by its viewBox, else square. */
function svgHead(text: string): PictureHead | null {
  const tag = svgRootOf(text);
  if (tag === null) return null;
  const length = (name: string) => Number(new RegExp(`\\s${name}\\s*=\\s*["']([\\d.]+)(px)?["']`).exec(tag)?.[1] ?? 0);
  const [, width = "0", height = "0"] =
    /\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']/.exec(tag) ?? [];
  const size =
    length("width") > 0 && length("height") > 0
      ? still(length("width"), length("height"))
      : still(Number(width), Number(height));
  if (!(size.width > 0 && size.height > 0)) return still(SVG_SIDE, SVG_SIDE);
  return still(Math.max(1, Math.round(size.width)), Math.max(1, Math.round(size.height)));
}

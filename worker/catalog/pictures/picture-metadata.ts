/**
 * Takes out of a photograph what a camera, a phone or a program wrote beside it: where and when it was taken, by whom, with
 * what, thumbnails of what was cut off, and whatever was hung on behind. What a browser needs to draw it stays, bit for bit:
 * the picture is not made anew. Null where the file breaks off or contradicts itself before its picture is told.
 */
import { withoutAvifMetadata } from "./avif-metadata.ts";
import { isTurnedBy, jpegOrientation, orientationSegment } from "./jpeg-orientation.ts";
import type { PictureType } from "./picture-type.ts";

export function withoutMetadata(type: PictureType, bytes: Uint8Array): Uint8Array | null {
  try {
    return STRIPPERS[type](bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    // The file ends before it says it does.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Stripper = (bytes: Uint8Array, view: DataView) => Uint8Array | null;
const STRIPPERS: Readonly<Record<PictureType, Stripper>> = {
  "image/jpeg": jpeg,
  "image/png": png,
  "image/webp": webp,
  "image/gif": gif,
  "image/avif": withoutAvifMetadata,
  // A drawing is written by hand or by a program, and was read letter by letter: it holds no camera's data.
  "image/svg+xml": (bytes) => bytes,
};

const textAt = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const [SOI, EOI, SOS, APP0, APP2, APP14, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe2, 0xee, 0xef, 0xfe];
/** Of the application segments these say how it is drawn: JFIF, a colour profile, Adobe's colour transform (ITU-T T.81, B.2.4.6). */
const isKept = (marker: number, bytes: Uint8Array, at: number): boolean => {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP2) return textAt(bytes, at + 4, 11) === "ICC_PROFILE";
  return marker === APP0 ? textAt(bytes, at + 4, 4) === "JFIF" : marker === APP14;
};

/** How a photograph is turned is the one thing that is kept of Exif, in a segment of its own. */
function jpeg(bytes: Uint8Array, view: DataView): Uint8Array | null {
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  let orientation: number | null = null;
  if (view.getUint8(0) !== 0xff || view.getUint8(1) !== SOI) return null;
  while (at < bytes.length) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Any number of these may stand before a marker (T.81, B.1.1.2).
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) {
      parts.push(bytes.subarray(at, at + 2));
      return joined(parts);
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return null;
    if (orientation === null) {
      orientation = jpegOrientation(view, at);
      if (orientation !== null && isTurnedBy(orientation)) parts.push(orientationSegment(orientation));
    }
    if (isKept(marker, bytes, at)) parts.push(bytes.subarray(at, end));
    at = end;
    if (marker !== SOS) continue;
    const next = scanEnd(bytes, at);
    parts.push(bytes.subarray(at, next));
    at = next;
  }
  // It ends within its picture, as broken uploads do; browsers draw what there is.
  return joined(parts);
}

/** Where a scan ends: at the next marker that is none of its own (stuffed zeros, restarts; T.81, B.1.1.5 and B.2.1). */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

/** What a PNG is drawn by, moving ones too (PNG specification, third edition, 11). */
const PNG_KEPT: ReadonlySet<string> = new Set([
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI"],
  ...["bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT"],
]);

function png(bytes: Uint8Array, view: DataView): Uint8Array | null {
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const name = textAt(bytes, at + 4, 4);
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    if (PNG_KEPT.has(name)) parts.push(bytes.subarray(at, end));
    if (name === "IEND") return joined(parts);
    at = end;
  }
  return null;
}

const WEBP_KEPT: ReadonlySet<string> = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** Of VP8X: there is Exif, there is XMP (developers.google.com/speed/webp/docs/riff_container, Extended File Format). */
const WEBP_FLAGS = 0b1100;

function webp(bytes: Uint8Array, view: DataView): Uint8Array | null {
  const last = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts: Uint8Array[] = [];
  for (let at = 12; at + 8 <= last; ) {
    const name = textAt(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length & 1);
    if (at + 8 + length > last) return null;
    const chunk = bytes.slice(at, Math.min(end, last));
    if (name === "VP8X" && chunk[8] !== undefined) chunk[8] &= ~WEBP_FLAGS;
    if (WEBP_KEPT.has(name)) parts.push(chunk);
    at = end;
  }
  const body = joined([bytes.subarray(8, 12), ...parts]);
  const head = bytes.slice(0, 8);
  new DataView(head.buffer).setUint32(4, body.length, true);
  return parts.length === 0 ? null : joined([head, body]);
}

/** Comments, plain text and programs' own blocks go; the one that says how often it moves stays (GIF89a, 23 to 26). */
function gif(bytes: Uint8Array, view: DataView): Uint8Array | null {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const endOfBlocks = (from: number) => {
    let at = from;
    for (let length = view.getUint8(at); length > 0; length = view.getUint8(at)) at += length + 1;
    return at + 1;
  };
  let at = 13 + tableBytes(view.getUint8(10));
  const parts = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) {
      parts.push(bytes.subarray(at, at + 1));
      return joined(parts);
    }
    const isImage = kind === 0x2c;
    if (!isImage && kind !== 0x21) return null;
    const label = isImage ? 0 : view.getUint8(at + 1);
    const end = isImage ? endOfBlocks(at + 11 + tableBytes(view.getUint8(at + 9))) : endOfBlocks(at + 2);
    const loops = label === 0xff && ["NETSCAPE2.0", "ANIMEXTS1.0"].includes(textAt(bytes, at + 3, 11));
    if (isImage || label === 0xf9 || loops) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return joined(parts);
}

/** Tells what a picture is by its first bytes: what a file calls itself is not believed. */
import { svgRootAt } from "./svg-root.ts";

const PICTURE_TYPES = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  avif: "image/avif",
  gif: "image/gif",
} as const;
export type PictureType = (typeof PICTURE_TYPES)[keyof typeof PICTURE_TYPES];

const SNIFFED_BYTES = 4_096;

/** Null where the bytes are no picture that is served, or another one than the key's ending says. */
export function pictureTypeOf(key: string, bytes: Uint8Array): PictureType | null {
  const ending = key.slice(key.lastIndexOf(".") + 1);
  const told = ending in PICTURE_TYPES ? PICTURE_TYPES[ending as keyof typeof PICTURE_TYPES] : null;
  return told !== null && told === sniffPicture(bytes) ? told : null;
}

/** Null where the bytes are no picture that is served. */
export function sniffPicture(bytes: Uint8Array): PictureType | null {
  const at = (start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));
  if (at(0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (at(0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (at(0, 6) === "GIF87a" || at(0, 6) === "GIF89a") return "image/gif";
  if (at(0, 4) === "RIFF" && at(8, 12) === "WEBP") return "image/webp";
  if (at(4, 8) === "ftyp" && ["avif", "avis"].includes(at(8, 12))) return "image/avif";
  return svgRootAt(new TextDecoder().decode(bytes.subarray(0, SNIFFED_BYTES))) === -1 ? null : "image/svg+xml";
}

const HASHED = /-([0-9a-f]{8,64})\.[a-z0-9]+$/;
const YEAR_SECONDS = 31_536_000;
const SHORT_SECONDS = 300;
/** Nothing about it ever changes. */
export const CACHED_FOR_GOOD = `public, max-age=${YEAR_SECONDS}, immutable`;

/** The first digits of its content's SHA-256, where a name ends in them; null where it does not. */
export const hashInKey = (key: string): string | null => HASHED.exec(key)?.[1] ?? null;

/** A name that ends in its content's hash never means other bytes; any other may be uploaded anew. */
export const pictureCacheOf = (key: string): string =>
  hashInKey(key) !== null ? CACHED_FOR_GOOD : `public, max-age=${SHORT_SECONDS}`;

/** An SVG opened by itself is a document: it may style itself, and nothing else (no script, no loading, no form). */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Whether bytes are a picture that may be kept, what it is, and what of it is kept. */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { withoutMetadata } from "./picture-metadata.ts";
import { type PictureHead, pictureHeadOf } from "./picture-size.ts";
import { type PictureType, sniffPicture } from "./picture-type.ts";
import { whySvgUnsafe } from "./svg-safety.ts";

/** Of one file. Cloudflare Images takes larger ones; a shop's photographs are far below. */
export const PICTURE_BYTES_MAX = 10 * 1_048_576;
/** A drawing is read letter by letter, and sent as it is: one of a product takes a few KB. */
const SVG_BYTES_MAX = 256 * 1_024;
/** On either side, as Cloudflare Images has it; of AVIF and WebP it takes fewer, and then shows the original. */
const PICTURE_SIDE_MAX = 12_000;
/** Width times height: decoded, such a picture takes 200 MB. */
const PICTURE_PIXELS_MAX = 50_000_000;

export type PictureProblem =
  | { code: "media.not_a_picture" }
  | { code: "media.broken" }
  | { code: "media.unsafe"; why: string }
  | { code: "media.too_large"; bytesMax: number }
  | { code: "media.too_many_pixels"; width: number; height: number; pixelsMax: number };
/** `bytes` are the picture alone, without what a camera wrote beside it. */
export type Inspected = { type: PictureType; head: PictureHead; bytes: Uint8Array };

export function inspectPicture(bytes: Uint8Array): Outcome<Inspected, PictureProblem> {
  if (bytes.length > PICTURE_BYTES_MAX) return refused({ code: "media.too_large", bytesMax: PICTURE_BYTES_MAX });
  const type = sniffPicture(bytes);
  if (type === null) return refused({ code: "media.not_a_picture" });
  if (type === "image/svg+xml" && bytes.length > SVG_BYTES_MAX)
    return refused({ code: "media.too_large", bytesMax: SVG_BYTES_MAX });
  const head = pictureHeadOf(type, bytes);
  if (head === null) return refused({ code: "media.broken" });
  const { width, height } = head;
  if (Math.max(width, height) > PICTURE_SIDE_MAX || width * height > PICTURE_PIXELS_MAX)
    return refused({ code: "media.too_many_pixels", width, height, pixelsMax: PICTURE_PIXELS_MAX });
  const why = type === "image/svg+xml" ? whySvgUnsafe(new TextDecoder().decode(bytes)) : null;
  if (why !== null) return refused({ code: "media.unsafe", why });
  const clean = withoutMetadata(type, bytes);
  return clean ? done({ type, head, bytes: clean }) : refused({ code: "media.broken" });
}

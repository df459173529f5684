/** The text of an uploaded file from a byte on, in pieces that end between two characters. */
import type { World } from "../world.ts";
import type { FileSettings, Format } from "./formats/catalogue-reader.ts";
import { type Encoding, textDecoder, wholeLength } from "./formats/file-text.ts";
import { readUploadPart, type UploadPart } from "./import-parts-store.ts";

/**
 * Where a run is in its file. `survey` notes what all rows say, `gather` puts it together, `read` gives out the products. `stretch`
 * is how many steps the turn has done, and what its reader kept is filed under it.
 */
export type ReadingAt = {
  part: UploadPart;
  /** Of the part, all of it. */
  bytes: number;
  turn: "survey" | "gather" | "read";
  offset: number;
  stretch: number;
  /** The first is what it is read in; another is left where the bytes turn out not to be of that one. */
  encodings: readonly Encoding[];
  format: Format | null;
};
/** How an upload is read, and how far it is. */
export type Reading = FileSettings & { at?: ReadingAt };

/** Bytes asked of R2 at once: what a step reads over its bound is at most this. */
export const PIECE_BYTES = 262_144;

/** Throws `NotText`. `offset` is the byte where the next piece begins. */
export async function* textFromOffset(
  world: World,
  runId: string,
  { part, bytes, offset: from, encodings }: ReadingAt,
): AsyncGenerator<{ text: string; offset: number }> {
  const [encoding = "utf-8"] = encodings;
  const decoder = textDecoder(encoding, from);
  let [rest, read] = [new Uint8Array(), from];
  while (read < bytes) {
    const came = await readUploadPart(world, runId, {
      part,
      offset: read,
      length: Math.min(PIECE_BYTES, bytes - read),
    });
    read += came.length;
    const piece = joined(rest, came);
    const whole = read < bytes ? wholeLength(piece, encoding) : piece.length;
    rest = piece.slice(whole);
    const text = decoder.push(piece.subarray(0, whole)) + (read < bytes ? "" : decoder.end());
    yield { text, offset: read - rest.length };
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/**
 * A large file comes in parts, each a request of its own. R2 takes parts of 5 MiB at least, all of one size but the last, and
 * 10,000 of them (developers.cloudflare.com/r2/objects/multipart-objects).
 */

/** Small enough that a progress bar moves, and that a broken connection loses little. */
export const PART_BYTES = 8 * 1_048_576;

export const partCountOf = (bytes: number): number => Math.ceil(bytes / PART_BYTES);

/** How long a part is; parts are counted from 1. Zero where a file of so many bytes has no such part. */
export const partBytesOf = (bytes: number, number: number): number =>
  number < 1 ? 0 : Math.max(0, Math.min(PART_BYTES, bytes - (number - 1) * PART_BYTES));

/** The parts that have not come, in their order. */
export function missingParts(bytes: number, received: readonly number[]): number[] {
  const there = new Set(received);
  return Array.from({ length: partCountOf(bytes) }, (_, index) => index + 1).filter((number) => !there.has(number));
}

/** R2 gives up what nobody finished after seven days; here it is forgotten before. */
export const UPLOAD_KEPT_MS = 6 * 86_400_000;

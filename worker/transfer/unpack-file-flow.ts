/** A catalogue file's bytes, unpacked where gzip packed them, within limits of size and of how well a catalogue packs. */
import { type Encoding, encodingOf } from "./formats/file-text.ts";

/** Opens the file from its beginning. */
export type FileSource = () => Promise<AsyncIterable<Uint8Array>> | AsyncIterable<Uint8Array>;

/** Bytes of a file, unpacked. A larger catalogue is to be cut in parts. */
export const FILE_BYTES_MAX = 2_000_000_000;
/** Text of a catalogue packs to a tenth or a thirtieth; what unpacks to more than this many times its size is no catalogue. */
const UNPACK_RATIO_MAX = 200;
/** Below this, how well something packs says nothing. */
const RATIO_COUNTS_FROM = 20_000_000;

/** The file as a whole cannot be imported. */
export class FileRefused extends Error {
  override name = "FileRefused";
}

export const isPacked = (begin: Uint8Array): boolean => begin[0] === 0x1f && begin[1] === 0x8b;

/** Those its text may be in, the likeliest first. Throws `FileRefused` for what is no text of any. */
export function encodingsOf(begin: Uint8Array): readonly Encoding[] {
  if (begin[0] === 0x50 && begin[1] === 0x4b)
    throw new FileRefused("This is a ZIP archive or a spreadsheet: unpack it, or save the sheet as CSV");
  const marked = encodingOf(begin);
  return marked === "utf-8" ? ["utf-8", "windows-1252"] : [marked];
}

export const tooLarge = (bytesMax: number): FileRefused =>
  new FileRefused(
    `The file has more than ${bytesMax / 1_000_000} MB unpacked: cut it in parts, or use the command line`,
  );

/** Throws `FileRefused` beyond a limit, and where what is packed is cut off. */
export async function* unpacked(source: FileSource, bytesMax: number): AsyncGenerator<Uint8Array> {
  const packed = { bytes: 0 };
  let bytes = 0;
  for await (const chunk of opened(await source(), packed)) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    if (packed.bytes > 0 && bytes > RATIO_COUNTS_FROM && bytes > packed.bytes * UNPACK_RATIO_MAX)
      throw new FileRefused(
        `The file unpacks to more than ${UNPACK_RATIO_MAX} times its size: no catalogue packs so well`,
      );
    yield chunk;
  }
}

async function* opened(source: AsyncIterable<Uint8Array>, packed: { bytes: number }): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  const rest = (async function* () {
    if (!first.done) yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
  if (!first.done && isPacked(first.value)) yield* gunzipped(rest, packed);
  else yield* rest;
}

async function* gunzipped(source: AsyncGenerator<Uint8Array>, packed: { bytes: number }): AsyncGenerator<Uint8Array> {
  const counted = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) return controller.close();
      packed.bytes += value.length;
      controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
  const reader = counted.pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused("The file is packed with gzip, but is not whole");
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

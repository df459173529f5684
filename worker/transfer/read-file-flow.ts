/**
 * Reads a catalogue file from its bytes, whatever packs and encodes them, in two turns over a source that can be opened again: a file
 * on a disk, or an object in R2. What cannot be read is refused with a sentence; nothing grows with the file but what tells rows apart.
 */
import {
  type CatalogueReader,
  type FileSettings,
  type FileSurvey,
  type Format,
  readerOf,
  surveyorOf,
} from "./formats/catalogue-reader.ts";
import { DETECT_LENGTH, detectFormat } from "./formats/detect-format.ts";
import type { Read } from "./formats/file-problem.ts";
import { type Encoding, encodingOf, NotText, textDecoder } from "./formats/file-text.ts";

/** Opens the file from its beginning. */
export type FileSource = () => Promise<AsyncIterable<Uint8Array>> | AsyncIterable<Uint8Array>;
export type OpenedFile = { format: Format; encoding: Encoding; survey: FileSurvey };

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

/** The first turn: what it is, how it is written, which rows belong together. Throws `FileRefused`. */
export async function openFile(source: FileSource, settings: FileSettings): Promise<OpenedFile> {
  const bytesMax = settings.bytesMax ?? FILE_BYTES_MAX;
  const head = await headOf(source, bytesMax);
  for (const encoding of head.encodings) {
    try {
      return await surveyAs(source, encoding, settings);
    } catch (error) {
      if (!(error instanceof NotText)) throw error;
      if (encoding === head.encodings.at(-1)) throw new FileRefused(error.message);
    }
  }
  throw new FileRefused("The file is empty");
}

/** The second turn: every product, or what is wrong with it, in order; past the first `skip` of them. */
export async function* readFile(
  source: FileSource,
  { format, encoding, survey }: OpenedFile,
  settings: FileSettings,
  skip = 0,
): AsyncGenerator<{ read: Read; through: number }> {
  const reader = readerOf(format, settings, survey, skip);
  for await (const text of textOf(source, encoding, settings.bytesMax ?? FILE_BYTES_MAX))
    yield* numbered(reader, reader.push(text));
  yield* numbered(reader, reader.end());
}

/** `through` is right after the last of a piece's products: where another turn may begin. */
function* numbered(reader: CatalogueReader, reads: readonly Read[]) {
  const before = reader.through - reads.length;
  for (const [index, read] of reads.entries()) yield { read, through: before + index + 1 };
}

async function headOf(source: FileSource, bytesMax: number): Promise<{ encodings: Encoding[] }> {
  for await (const bytes of unpacked(source, bytesMax)) {
    if (bytes.length === 0) continue;
    if (bytes[0] === 0x50 && bytes[1] === 0x4b)
      throw new FileRefused("This is a ZIP archive or a spreadsheet: unpack it, or save the sheet as CSV");
    const marked = encodingOf(bytes);
    return { encodings: marked === "utf-8" ? ["utf-8", "windows-1252"] : [marked] };
  }
  throw new FileRefused("The file is empty");
}

async function surveyAs(source: FileSource, encoding: Encoding, settings: FileSettings): Promise<OpenedFile> {
  let head = "";
  let surveyor: ReturnType<typeof surveyorOf> | null = null;
  let format: Format | null = null;
  const begin = () => {
    const detected = detectFormat(head.slice(0, DETECT_LENGTH), settings.mapping !== undefined);
    if ("refused" in detected) throw new FileRefused(detected.refused);
    format = detected;
    surveyor = surveyorOf(detected, settings);
    surveyor.push(head);
    return { format, surveyor };
  };
  for await (const text of textOf(source, encoding, settings.bytesMax ?? FILE_BYTES_MAX)) {
    if (surveyor) (surveyor as ReturnType<typeof surveyorOf>).push(text);
    else {
      head += text;
      if (head.length >= DETECT_LENGTH) begin();
    }
  }
  const done =
    surveyor && format ? { format: format as Format, surveyor: surveyor as ReturnType<typeof surveyorOf> } : begin();
  return { format: done.format, encoding, survey: done.surveyor.end() };
}

async function* textOf(source: FileSource, encoding: Encoding, bytesMax: number): AsyncGenerator<string> {
  const decoder = textDecoder(encoding);
  for await (const bytes of unpacked(source, bytesMax)) yield decoder.push(bytes);
  yield decoder.end();
}

/** The file's bytes, unpacked where gzip packed them, within the limits of size and of how well a catalogue packs. */
async function* unpacked(source: FileSource, bytesMax: number): AsyncGenerator<Uint8Array> {
  const packed = { bytes: 0 };
  let bytes = 0;
  for await (const chunk of opened(await source(), packed)) {
    bytes += chunk.length;
    if (bytes > bytesMax)
      throw new FileRefused(
        `The file has more than ${bytesMax / 1_000_000} MB unpacked: cut it in parts, or use the command line`,
      );
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
  const isPacked = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
  if (isPacked) yield* gunzipped(rest, packed);
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

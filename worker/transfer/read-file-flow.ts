/**
 * Reads a catalogue file from its bytes, whatever packs and encodes them, in two turns over a source that can be opened again: a file
 * on a disk. What cannot be read is refused with a sentence; nothing grows with the file but numbers that tell rows apart.
 */
import {
  type CatalogueReader,
  type FileSettings,
  type Format,
  readerOf,
  type Surveyor,
  surveyorOf,
} from "./formats/catalogue-reader.ts";
import { DETECT_LENGTH, detectFormat } from "./formats/detect-format.ts";
import { type Read, textOfProblem } from "./formats/file-problem.ts";
import { type FileSurvey, surveyGatherer } from "./formats/file-survey.ts";
import { type Encoding, NotText, textDecoder } from "./formats/file-text.ts";
import { encodingsOf, FILE_BYTES_MAX, FileRefused, type FileSource, unpacked } from "./unpack-file-flow.ts";

export type OpenedFile = { format: Format; encoding: Encoding; survey: FileSurvey };

/** The first turn: what it is, how it is written, which rows belong together. Throws `FileRefused`. */
export async function openFile(source: FileSource, settings: FileSettings): Promise<OpenedFile> {
  const encodings = await headOf(source, settings.bytesMax ?? FILE_BYTES_MAX);
  for (const encoding of encodings) {
    try {
      return await surveyAs(source, encoding, settings);
    } catch (error) {
      if (!(error instanceof NotText)) throw error;
      if (encoding === encodings.at(-1)) throw new FileRefused(error.message);
    }
  }
  throw new FileRefused("The file is empty");
}

/** The second turn: every product, or what is wrong with it, in order. Throws `FileRefused` where the rest cannot be read. */
export async function* readFile(
  source: FileSource,
  { format, encoding, survey }: OpenedFile,
  settings: FileSettings,
): AsyncGenerator<Read> {
  const reader = readerOf(format, settings, survey);
  const given = function* (reads: readonly Read[]) {
    yield* reads;
    refuseFault(reader, survey);
  };
  for await (const text of textOf(source, encoding, settings.bytesMax ?? FILE_BYTES_MAX))
    yield* given(reader.push(text));
  yield* given(reader.end());
}

/** What the survey found at fault is told by it. */
function refuseFault({ fault }: CatalogueReader, { faults }: FileSurvey): void {
  if (fault && faults.length === 0) throw new FileRefused(textOfProblem(fault));
}

async function headOf(source: FileSource, bytesMax: number): Promise<readonly Encoding[]> {
  for await (const bytes of unpacked(source, bytesMax)) if (bytes.length > 0) return encodingsOf(bytes);
  throw new FileRefused("The file is empty");
}

/** What a file is, by its beginning. Throws `FileRefused`. */
export function formatOf(head: string, settings: FileSettings): Format {
  const detected = detectFormat(head.slice(0, DETECT_LENGTH), settings.mapping !== undefined);
  if ("refused" in detected) throw new FileRefused(detected.refused);
  return detected;
}

async function surveyAs(source: FileSource, encoding: Encoding, settings: FileSettings): Promise<OpenedFile> {
  let head = "";
  let begun: { format: Format; surveyor: Surveyor; gatherer: ReturnType<typeof surveyGatherer> } | null = null;
  const begin = () => {
    const format = formatOf(head, settings);
    return { format, surveyor: surveyorOf(format, settings), gatherer: surveyGatherer({ isList: "list" in format }) };
  };
  for await (const text of textOf(source, encoding, settings.bytesMax ?? FILE_BYTES_MAX)) {
    head += text;
    if (!begun && head.length < DETECT_LENGTH) continue;
    begun ??= begin();
    begun.surveyor.push(head);
    begun.gatherer.add(begun.surveyor.take());
    head = "";
  }
  const { format, surveyor, gatherer } = begun ?? begin();
  surveyor.push(head);
  surveyor.end();
  gatherer.add(surveyor.take());
  return { format, encoding, survey: gatherer.end(surveyor.faults) };
}

async function* textOf(source: FileSource, encoding: Encoding, bytesMax: number): AsyncGenerator<string> {
  const decoder = textDecoder(encoding);
  for await (const bytes of unpacked(source, bytesMax)) yield decoder.push(bytes);
  yield decoder.end();
}

/**
 * Reads a catalogue file of any known format from its text, a piece at a time, in two turns: the first notes which rows belong together
 * and which codes are on several variants, the second gives out its products. Used by the command line and by the store.
 */
import type { Detected } from "./detect-format.ts";
import type { FileFacts } from "./file-facts.ts";
import type { FileProblem, Read } from "./file-problem.ts";
import { type FileSurvey, repeatedOf } from "./file-survey.ts";
import { listReader, listSurveyor } from "./list-reader.ts";
import type { MappedSettings } from "./mapped-table.ts";
import { tableReader, tableSurveyor } from "./table-reader.ts";
import { textHashOf } from "./text-hash.ts";

export type FileSettings = MappedSettings & {
  /** Columns that are not to be read. */
  leaveOut?: readonly string[] | undefined;
  /** Of the file, unpacked; what a file may have anywhere where it is left out. */
  bytesMax?: number | undefined;
  /** Characters of rows that wait for others of their product. */
  heldLengthMax?: number | undefined;
};
export type Format = Exclude<Detected, { refused: string }>;

/** What a reader knows between two pieces, as plain data: another worker goes on with it. */
export type Kept = object;
/** `faults` are those after which nothing can be read. */
export type Surveyor = {
  push(text: string): void;
  end(): void;
  /** What was noted since the last time. */
  take(): FileFacts;
  keep(): Kept;
  readonly faults: FileProblem[];
};
/** After a fault nothing more is given out. */
export type CatalogueReader = {
  push(text: string): Read[];
  end(): Read[];
  keep(): Kept;
  readonly fault: FileProblem | null;
};

/** `kept` is what a surveyor of the same format and settings kept. */
export const surveyorOf = (format: Format, settings: FileSettings, kept?: Kept): Surveyor =>
  "table" in format ? tableSurveyor(format, settings, kept as never) : listSurveyor(format, settings, kept as never);

/** `kept` is what a reader of the same format, settings and survey kept. */
export function readerOf(format: Format, settings: FileSettings, survey: FileSurvey, kept?: Kept): CatalogueReader {
  const known = { ...survey, repeated: repeatedOf(survey, textHashOf) };
  return "table" in format
    ? tableReader(format, settings, known, kept as never)
    : listReader(format, settings, known, kept as never);
}

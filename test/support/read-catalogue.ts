/** Reads a catalogue file as imports do, from its text or bytes: what it is, its products, and what is wrong with it. */
import type { FileSettings } from "../../worker/transfer/formats/catalogue-reader.ts";
import { nameOfFormat } from "../../worker/transfer/formats/detect-format.ts";
import { type FileProblem, type ReadProduct, textOfProblem } from "../../worker/transfer/formats/file-problem.ts";
import { openFile, readFile } from "../../worker/transfer/read-file-flow.ts";
import type { FileSource } from "../../worker/transfer/unpack-file-flow.ts";

/** Small pieces, so that every seam of a reader is cut through somewhere. */
const PIECE_BYTES = 61;

export function sourceOf(content: string | Uint8Array, pieceBytes = PIECE_BYTES): FileSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return async function* () {
    for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
  };
}

export async function readCatalogue(source: FileSource, over: Partial<FileSettings> = {}) {
  const settings: FileSettings = { currency: "USD", ...over };
  const opened = await openFile(source, settings);
  const reads: ReadProduct[] = [];
  const problems: FileProblem[] = [];
  for await (const read of readFile(source, opened, settings)) {
    if ("product" in read) reads.push(read);
    else if ("problems" in read) problems.push(...read.problems);
  }
  return {
    format: nameOfFormat(opened.format),
    dialect: "table" in opened.format ? opened.format.dialect : null,
    encoding: opened.encoding,
    survey: opened.survey,
    reads,
    products: reads.map(({ product }) => product),
    variants: reads.reduce((sum, { product }) => sum + product.variants.length, 0),
    pictures: reads.reduce((sum, { product }) => sum + (product.media?.length ?? 0), 0),
    problems: [...new Set([...opened.survey.faults, ...problems].map(textOfProblem))],
    notes: reads.flatMap(({ notes }) => notes.map(textOfProblem)),
  };
}

export const readText = (content: string | Uint8Array, over: Partial<FileSettings> = {}) =>
  readCatalogue(sourceOf(content), over);

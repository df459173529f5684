/** Reads a catalogue file record by record, however large: what kind it is, what is in it, what is wrong with it. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, type Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { DETECT_LENGTH, detectFormat, type FileFormat } from "../worker/transfer/detect-format.ts";
import {
  FILE_PROBLEMS_MAX,
  type FileProblem,
  NONE_REPEATED,
  type ProductReader,
  type Read,
  type RepeatedCodes,
} from "../worker/transfer/file-problem.ts";
import { icecatReader } from "../worker/transfer/icecat-ndjson.ts";
import { shopifyColumns, shopifyReader } from "../worker/transfer/shopify-csv.ts";
import { linesOf } from "./lines.ts";

/** A file with more products than this is to be cut in parts. */
export const FILE_PRODUCTS_MAX = 1_000_000;
/** One record: a line of JSON, or a row with its description. */
const RECORD_BYTES_MAX = 1_000_000;
const GZIP = [0x1f, 0x8b];

/** The file as a whole cannot be imported. */
export class FileRefused extends Error {
  override name = "FileRefused";
}

/** Told by how the file begins, not by its name. Throws `FileRefused` when it is no format that is known. */
export async function formatOf(path: string): Promise<FileFormat> {
  let head = "";
  for await (const text of await textOf(path)) {
    head += text;
    if (head.length >= DETECT_LENGTH) break;
  }
  const detected = detectFormat(head.slice(0, DETECT_LENGTH));
  if (detected.format === null) throw new FileRefused(detected.why);
  return detected.format;
}

/** Every product of the file, or what is wrong with it, in order. Ends at a fault after which nothing can be read. */
export async function* readFile(path: string, format: FileFormat, repeated: RepeatedCodes): AsyncGenerator<Read> {
  yield* format === "icecat-ndjson" ? readLines(path, repeated) : readCsv(path, repeated);
}

async function* readLines(path: string, repeated: RepeatedCodes): AsyncGenerator<Read> {
  const reader = icecatReader(repeated);
  let row = 0;
  for await (const line of linesOf(await textOf(path), RECORD_BYTES_MAX)) {
    row += 1;
    yield* reader.push(row === 1 ? line.replace(/^\uFEFF/, "") : line, row);
  }
  yield* reader.end();
}

async function* readCsv(path: string, repeated: RepeatedCodes): AsyncGenerator<Read> {
  const rows = (await textOf(path)).pipe(
    parse({ bom: true, info: true, max_record_size: RECORD_BYTES_MAX, skip_empty_lines: true }),
  );
  let reader: ProductReader<readonly string[]> | null = null;
  try {
    for await (const { info, record } of rows as AsyncIterable<{ info: Info; record: string[] }>) {
      const row = info.records + info.empty_lines;
      if (reader) yield* reader.push(record, row);
      else {
        const columns = shopifyColumns(record);
        if (!(columns instanceof Map)) return yield { row: 1, problems: [columns] };
        reader = shopifyReader(record, columns, repeated);
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Told by the error itself: it overtakes the rows that were read before it.
    const at = Number(error.records) + Number(error.empty_lines) + 1;
    return yield { row: at, problems: [problemOf(error, at)] };
  }
  if (reader) yield* reader.end();
}

// A spreadsheet counts empty rows too.
type Info = { records: number; empty_lines: number };

function problemOf({ code, message }: CsvError, row: number): FileProblem {
  const [, wanted, has, line] = /expect (\d+), got (\d+) on line (\d+)/.exec(message) ?? [];
  const isUneven = code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH" && wanted !== undefined;
  return { row, column: null, why: isUneven ? `has ${has} columns, the header ${wanted} (line ${line})` : message };
}

/** The file's text, unpacked where it is packed. */
async function textOf(path: string): Promise<Readable> {
  const file = await open(path).catch((error: unknown) => {
    throw new FileRefused(
      codeOf(error) === "ENOENT" ? `There is no file ${path}` : `${path} cannot be read: ${codeOf(error)}`,
    );
  });
  if ((await file.stat()).isDirectory()) {
    await file.close();
    throw new FileRefused(`${path} is a folder; name a file in it`);
  }
  const { buffer } = await file.read({ buffer: Buffer.alloc(2) }).finally(() => file.close());
  const raw = createReadStream(path);
  const isPacked = buffer[0] === GZIP[0] && buffer[1] === GZIP[1];
  const bytes = isPacked ? raw.pipe<Transform>(createGunzip()) : raw;
  raw.on("error", (error) => bytes.destroy(error));
  return Readable.from(decoded(bytes));
}

async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let bytesRead = 0;
  try {
    for await (const chunk of bytes) {
      yield decoder.decode(chunk, { stream: true });
      bytesRead += chunk.length;
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new FileRefused(`Not text in UTF-8 near byte ${bytesRead}: a catalogue is a CSV or NDJSON file, in UTF-8`);
    if (codeOf(error).startsWith("Z_")) throw new FileRefused("The file is packed with gzip, but is not whole");
    throw error;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** What is in a file. Reading ends at `FILE_PROBLEMS_MAX` problems: then only what came before them is counted. */
export type Survey = {
  products: number;
  variants: number;
  /** Variants without a price: they are stored, and not sold. */
  unpriced: number;
  pictures: number;
  problems: FileProblem[];
  repeated: { skus: Set<string>; barcodes: Set<string> };
  /** Ids of the categories that products are put in, and what the source calls them. */
  categories: Map<string, string>;
};

/** Reads the whole file once: nothing is sent anywhere before all of it was found good. */
export async function surveyFile(path: string, format: FileFormat): Promise<Survey> {
  const seen = { skus: new Set<string>(), barcodes: new Set<string>() };
  const survey: Survey = {
    products: 0,
    variants: 0,
    unpriced: 0,
    pictures: 0,
    problems: [],
    repeated: { skus: new Set(), barcodes: new Set() },
    categories: new Map(),
  };
  for await (const read of readFile(path, format, NONE_REPEATED)) {
    if ("problems" in read) survey.problems.push(...read.problems);
    else addTo(survey, seen, read.product);
    if (survey.problems.length >= FILE_PROBLEMS_MAX) break;
    if (survey.products > FILE_PRODUCTS_MAX)
      throw new FileRefused(`The file has more than ${FILE_PRODUCTS_MAX} products`);
  }
  return survey;
}

type Seen = { skus: Set<string>; barcodes: Set<string> };
type Product = Extract<Read, { product: unknown }>["product"];

function addTo(survey: Survey, seen: Seen, product: Product): void {
  survey.products += 1;
  survey.variants += product.variants.length;
  survey.unpriced += product.variants.filter(({ prices }) => Object.keys(prices).length === 0).length;
  survey.pictures += product.media.length;
  for (const id of product.categoryIds) survey.categories.set(id, product.productType);
  for (const { sku, barcodes } of product.variants) {
    note(seen.skus, survey.repeated.skus, sku);
    for (const barcode of new Set(barcodes)) note(seen.barcodes, survey.repeated.barcodes, barcode);
  }
}

function note(seen: Set<string>, repeated: Set<string>, code: string): void {
  if (seen.has(code)) repeated.add(code);
  else seen.add(code);
}

/**
 * Reads a catalogue file of any known format from its text, a piece at a time, in two turns: the first surveys it (which rows belong
 * together, which codes are on several variants), the second gives out its products. Used by the command line and by the store.
 */
import { codeCounter } from "./code-counter.ts";
import { withoutSeparatorLine } from "./csv-dialect.ts";
import { type CsvRecord, csvReader } from "./csv-records.ts";
import type { Detected, TableKind } from "./detect-format.ts";
import type { FileProblem, Read, RepeatedCodes } from "./file-problem.ts";
import { undefused } from "./formula-guard.ts";
import { listReader, listSurveyor } from "./list-reader.ts";
import { openMagento } from "./magento-csv.ts";
import { type MappedSettings, openMapped } from "./mapped-table.ts";
import { openMedusa } from "./medusa-csv.ts";
import { type Families, familyCounter, familyGatherer, HELD_ROWS_MAX } from "./row-families.ts";
import { openShopify } from "./shopify-csv.ts";
import { bareName, foldName, type OpenedTable, type TableFormat } from "./table-row.ts";
import { openWooCommerce } from "./woocommerce-csv.ts";

export type FileSettings = MappedSettings & {
  /** Columns that are not to be read. */
  leaveOut?: readonly string[] | undefined;
  /** Of the file, unpacked; what a file may have anywhere where it is left out. */
  bytesMax?: number | undefined;
};
export type Format = Exclude<Detected, { refused: string }>;

/** What the first turn finds. `faults` are those after which nothing can be read. */
export type FileSurvey = {
  rows: number;
  families: Families;
  repeated: { skus: string[]; barcodes: string[] };
  faults: FileProblem[];
};
export type Surveyor = { push(text: string): void; end(): FileSurvey };
/** `skip` products are read past without being made: a second worker goes on where a first one left off. */
export type CatalogueReader = { push(text: string): Read[]; end(): Read[]; readonly through: number };

const OPENERS: Readonly<Record<TableKind, (header: readonly string[], settings: FileSettings) => OpenedTable>> = {
  shopify: openShopify,
  woocommerce: openWooCommerce,
  magento: openMagento,
  medusa: openMedusa,
  mapped: openMapped,
};

export const surveyorOf = (format: Format, settings: FileSettings): Surveyor =>
  "table" in format ? tableSurveyor(format, settings) : listSurveyor(format, settings);

export const readerOf = (format: Format, settings: FileSettings, survey: FileSurvey, skip = 0): CatalogueReader =>
  "table" in format
    ? tableReader(format, settings, survey, skip)
    : listReader(format, settings, repeatedOf(survey), skip);

const repeatedOf = ({ repeated }: FileSurvey): RepeatedCodes => ({
  skus: new Set(repeated.skus),
  barcodes: new Set(repeated.barcodes),
});

type TableFormatFound = Extract<Format, { table: TableKind }>;
type Rows = {
  push(text: string): CsvRecord[];
  end(): CsvRecord[];
  readonly fault: FileProblem | null;
  readonly header: readonly string[];
};

/** Records below the header, as they were before an export defused them. */
function rowsOf({ dialect }: TableFormatFound, { leaveOut = [] }: FileSettings): Rows {
  const reader = csvReader(dialect);
  const left = new Set(leaveOut.map(foldName));
  let header: string[] | null = null;
  let isBegun = false;
  const below = (records: CsvRecord[]): CsvRecord[] => {
    if (header || records.length === 0) return records;
    header = (records[0]?.fields ?? []).map((name) => (left.has(foldName(name)) ? "" : bareName(name)));
    return records.slice(1);
  };
  const clean = ({ row, fields }: CsvRecord): CsvRecord => ({ row, fields: fields.map(undefused) });
  return {
    push(text) {
      const piece = isBegun ? text : withoutSeparatorLine(text.replace(/^\uFEFF/, ""));
      if (text !== "") isBegun = true;
      return below(reader.push(piece)).map(clean);
    },
    end: () => below(reader.end()).map(clean),
    get header() {
      return header ?? [];
    },
    get fault() {
      const { fault } = reader;
      return (
        fault && {
          row: fault.row,
          column: fault.column === null ? null : (header?.[fault.column - 1] ?? null),
          why: fault.why,
        }
      );
    },
  };
}

/** A row that is not as wide as the header has cells under the wrong names. Empty cells at its end say nothing. */
function unevenness({ row, fields }: CsvRecord, header: readonly string[]): FileProblem | null {
  const isFull = fields.length >= header.length && fields.slice(header.length).every((field) => field.trim() === "");
  return isFull ? null : { row, column: null, why: `has ${fields.length} columns, the header ${header.length}` };
}

function openTable(found: TableFormatFound, rows: Rows, settings: FileSettings): OpenedTable {
  return OPENERS[found.table](rows.header, settings);
}

function tableSurveyor(found: TableFormatFound, settings: FileSettings): Surveyor {
  const [rows, families, codes] = [rowsOf(found, settings), familyCounter(), codeCounter()];
  let table: OpenedTable | null = null;
  let count = 0;
  const see = (records: readonly CsvRecord[]) => {
    if (rows.header.length > 0) table ??= openTable(found, rows, settings);
    for (const record of records) {
      count += 1;
      if (!table?.ok || unevenness(record, rows.header)) continue;
      const facts = table.format.factsOf(record);
      if (!("key" in facts)) continue;
      families.see(facts);
      codes.see(facts);
    }
  };
  return {
    push: (text) => see(rows.push(text)),
    end() {
      see(rows.end());
      const faults = [...(table && !table.ok ? table.problems : []), ...(rows.fault ? [rows.fault] : [])];
      return { rows: count, families: families.end(), repeated: codes.end(), faults };
    },
  };
}

function tableReader(
  found: TableFormatFound,
  settings: FileSettings,
  survey: FileSurvey,
  skip: number,
): CatalogueReader {
  const [rows, gatherer, repeated] = [rowsOf(found, settings), familyGatherer(survey.families), repeatedOf(survey)];
  let format: TableFormat | null = null;
  let [through, isOver] = [0, false];
  const give = (read: () => Read): Read[] => {
    through += 1;
    return through <= skip ? [] : [read()];
  };
  const readOne = (record: CsvRecord): Read[] => {
    const uneven = unevenness(record, rows.header);
    const facts = uneven ?? format?.factsOf(record);
    if (!facts || !format || isOver) return [];
    if (!("key" in facts)) return give(() => ({ row: record.row, problems: [facts] }));
    const whole = gatherer.take(facts, record);
    if (gatherer.heldRows > HELD_ROWS_MAX) {
      isOver = true;
      const why = `rows of one product stand too far apart: more than ${HELD_ROWS_MAX} wait for others; sort the file by product`;
      return give(() => ({ row: record.row, problems: [{ row: record.row, column: null, why }] }));
    }
    const built = format;
    return whole ? give(() => built.build(whole, repeated)) : [];
  };
  const read = (records: readonly CsvRecord[]): Read[] => {
    if (!format && rows.header.length > 0) {
      const table = openTable(found, rows, settings);
      if (!table.ok) {
        const isFirst = !isOver;
        isOver = true;
        return isFirst ? [{ row: 1, problems: table.problems }] : [];
      }
      format = table.format;
    }
    return records.flatMap(readOne);
  };
  return {
    push: (text) => read(rows.push(text)),
    end: () => read(rows.end()),
    get through() {
      return through;
    },
  };
}

/** The rows of a table below its header, a piece of text at a time; a second worker goes on where a first one left off. */
import { withoutSeparatorLine } from "./csv-dialect.ts";
import { type CsvDialect, type CsvKept, type CsvRecord, csvReader } from "./csv-records.ts";
import type { FileProblem } from "./file-problem.ts";
import { undefused } from "./formula-guard.ts";
import { bareName, foldName } from "./table-row.ts";

export type RowsKept = { csv: CsvKept; header: string[] | null; isBegun: boolean };
export type TableRows = {
  push(text: string): CsvRecord[];
  end(): CsvRecord[];
  keep(): RowsKept;
  readonly fault: FileProblem | null;
  readonly header: readonly string[];
};

/** Records as they were before an export defused them. Columns of `leaveOut` have no name, so nobody reads them. */
export function tableRows(dialect: CsvDialect, leaveOut: readonly string[] = [], kept?: RowsKept): TableRows {
  const reader = csvReader(dialect, kept?.csv);
  const left = new Set(leaveOut.map(foldName));
  let [header, isBegun] = [kept?.header ?? null, kept?.isBegun ?? false];
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
    keep: () => ({ csv: reader.keep(), header, isBegun }),
    get header() {
      return header ?? [];
    },
    get fault() {
      const { fault } = reader;
      if (!fault) return null;
      const column = fault.column === null ? null : (header?.[fault.column - 1] ?? null);
      return { row: fault.row, column, why: fault.why };
    },
  };
}

/** Spreadsheets write rows of nothing but delimiters. */
export const isBlank = ({ fields }: CsvRecord): boolean => fields.every((field) => field.trim() === "");

/** A row that is not as wide as the header has cells under the wrong names. Empty cells at its end say nothing. */
export function unevenness({ row, fields }: CsvRecord, header: readonly string[]): FileProblem | null {
  const isFull = fields.length >= header.length && fields.slice(header.length).every((field) => field.trim() === "");
  return isFull ? null : { row, column: null, why: `has ${fields.length} columns, the header ${header.length}` };
}

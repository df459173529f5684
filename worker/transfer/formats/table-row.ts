/** A table's rows by the names of its columns, and what every reader of tables shares. */
import type { CsvRecord } from "./csv-records.ts";
import type { FileProblem, Read, RepeatedCodes } from "./file-problem.ts";

/**
 * `at` is empty for a column the file does not have, and where it `says` nothing: an empty cell says that there is none. `name` is
 * a column as the file spells it.
 */
export type Row<Column extends string> = {
  number: number;
  at(column: Column): string;
  says(column: Column): boolean;
  name(column: Column): string;
  /** Columns that are known by a pattern, such as `Attribute 1 name`. */
  named(name: string): string;
  saysNamed(name: string): boolean;
};
/**
 * What a row says before its product is read: rows of one `key` are one product, wherever they stand. `aliases` are other
 * names of the key; rows whose keys are among `claims` belong to it too. `skus` and `barcodes` are those of its variant.
 */
export type RowFacts = {
  key: string;
  aliases?: readonly string[];
  claims?: readonly string[];
  skus: readonly string[];
  barcodes: readonly string[];
};
/** How a kind of table is read. `rows` are all of one product, in the file's order. */
export type TableFormat = {
  factsOf(record: CsvRecord): RowFacts | FileProblem;
  build(rows: readonly CsvRecord[], repeated: RepeatedCodes): Read;
};
/** Faults lie in the header: then nothing of the file can be read. */
export type OpenedTable = { ok: true; format: TableFormat } | { ok: false; problems: FileProblem[] };

/** Column names are compared without case, quotes and outer spaces. */
export const foldName = (name: string): string => bareName(name).toLowerCase();
export const bareName = (name: string): string =>
  name
    .replace(/^\uFEFF/, "")
    .trim()
    .replace(/^"|"$/g, "")
    .replace(/\s+/g, " ")
    .trim();

export type Columns<Column extends string> = {
  has(column: Column): boolean;
  /** Columns that are read, and are in the header twice: nobody knows which is meant. */
  twice: readonly FileProblem[];
  rowOf(record: CsvRecord): Row<Column>;
};

/** `known` has the names a column has had, the newest last; of two columns of a name the first counts. */
export function columnsOf<Column extends string>(
  header: readonly string[],
  known: Readonly<Record<Column, readonly string[]>>,
): Columns<Column> {
  const places = new Map<string, number>();
  header.forEach((name, index) => {
    if (!places.has(foldName(name))) places.set(foldName(name), index);
  });
  const placeOf = new Map<string, number>();
  for (const column of Object.keys(known) as Column[]) {
    const place = known[column].map((name) => places.get(foldName(name))).find((each) => each !== undefined);
    if (place !== undefined) placeOf.set(column, place);
  }
  const folded = header.map(foldName);
  const twice = [...placeOf.values()].flatMap((place): FileProblem[] => {
    const other = folded.indexOf(folded[place] ?? "", place + 1);
    if (other < 0) return [];
    const why = `is there twice, as column ${place + 1} and ${other + 1}: take one out, or call it otherwise`;
    return [{ row: 1, column: bareName(header[place] ?? ""), why }];
  });
  return {
    twice,
    has: (column) => placeOf.has(column),
    rowOf: ({ row, fields }) => ({
      number: row,
      at: (column) => (fields[placeOf.get(column) ?? -1] ?? "").trim(),
      name: (column) => bareName(header[placeOf.get(column) ?? -1] ?? known[column][0] ?? column),
      named: (name) => (fields[places.get(foldName(name)) ?? -1] ?? "").trim(),
      says: (column) => fields[placeOf.get(column) ?? -1] !== undefined,
      saysNamed: (name) => fields[places.get(foldName(name)) ?? -1] !== undefined,
    }),
  };
}

/** A part of what is read, where the file speaks of it: what it is silent about is left out, and stays as it is here. */
export const said = <Part extends object>(isSaid: boolean, part: () => Part): Partial<Part> => (isSaid ? part() : {});

/** Refuses a cell, with its place. */
export type Refuse<Column extends string> = (row: Row<Column>, column: Column, why: string) => void;

const SHOWN_LENGTH = 40;
/** A cell's text as a problem shows it. */
export const shown = (text: string): string => JSON.stringify(text.slice(0, SHOWN_LENGTH));

/** Problems of one product, gathered while it is read. */
export function gatherProblems<Column extends string>() {
  const problems: FileProblem[] = [];
  const notes: FileProblem[] = [];
  const at =
    (list: FileProblem[]): Refuse<Column> =>
    (row, column, why) =>
      void list.push({ row: row.number, column: row.name(column), why });
  return { problems, notes, refuse: at(problems), note: at(notes) };
}

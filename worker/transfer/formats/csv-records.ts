/**
 * Reads records of delimited text, a piece at a time, so that a file of any size takes the memory of one record. Takes what
 * other shops' programs write: doubled quotes, quotes escaped by a backslash (PHP's `fputcsv`), line breaks inside quotes, and all line ends.
 */

/** What stands between fields, and how a quote inside quotes is written. `backslash` files may double quotes as well. */
export type CsvDialect = { delimiter: "," | ";" | "\t" | "|"; quotes: "doubled" | "backslash" };
/** `row` is counted as a spreadsheet does: the header is 1, empty rows count, a row with line breaks in it is one. */
export type CsvRecord = { row: number; fields: string[] };
/** After a fault nothing more can be read: where a record ends is not known any more. */
export type CsvFault = { row: number; column: number | null; why: string };

/** Characters of one record. A larger one is not closed by a quote, or is no catalogue. */
export const RECORD_LENGTH_MAX = 1_000_000;
/** Fields of one record: the widest known export has fewer than 500. */
export const FIELDS_MAX = 2_000;

/** What is read of a record that is not whole yet. */
export type CsvKept = {
  state: State;
  field: string;
  length: number;
  row: number;
  fields: string[];
  sawReturn: boolean;
};
export type CsvReader = {
  push(text: string): CsvRecord[];
  /** The last record, which needs no line end; tells a quote that was never closed. */
  end(): CsvRecord[];
  keep(): CsvKept;
  readonly fault: CsvFault | null;
};

type State = "begin" | "plain" | "quoted" | "closed" | "escape";

const BEGIN: CsvKept = { state: "begin", field: "", length: 0, row: 1, fields: [], sawReturn: false };

/** `kept` is what a reader of the same dialect kept: this one goes on with the text after it. */
export function csvReader({ delimiter, quotes }: CsvDialect, kept: CsvKept = BEGIN): CsvReader {
  let { state, field, length, row, sawReturn } = kept;
  let fields = [...kept.fields];
  let fault: CsvFault | null = null;
  const fail = (why: string, column: number | null = fields.length + 1) => {
    fault ??= { row, column, why };
  };
  const endField = () => {
    fields.push(field);
    field = "";
    state = "begin";
    if (fields.length > FIELDS_MAX) fail(`has more than ${FIELDS_MAX} columns`, null);
  };
  const endRecord = (found: CsvRecord[]) => {
    const isEmpty = fields.length === 0 && field === "" && state === "begin";
    endField();
    if (!isEmpty) found.push({ row, fields });
    [fields, length] = [[], 0];
    row += 1;
  };
  /** A delimiter or a line end. False for what is neither. */
  const ends = (char: string, found: CsvRecord[]): boolean => {
    if (char === delimiter) endField();
    else if (char === "\n" || char === "\r") {
      endRecord(found);
      sawReturn = char === "\r";
    } else return false;
    return true;
  };
  const take = (char: string, found: CsvRecord[]) => {
    if (state === "quoted") {
      if (char === '"') state = "closed";
      else if (char === "\\" && quotes === "backslash") state = "escape";
      else field += char;
    } else if (state === "escape") {
      // PHP keeps the backslash of what it did not escape.
      field += char === '"' || char === "\\" ? char : `\\${char}`;
      state = "quoted";
    } else if (state === "closed" && char === '"') {
      field += char;
      state = "quoted";
    } else if (ends(char, found)) return;
    else if (state === "closed") {
      if (char !== " ") fail('has text after a closing quote; a quote inside quotes is written twice: ""');
    } else if (char === '"' && field.trim() === "") [state, field] = ["quoted", ""];
    else [state, field] = ["plain", field + char];
  };
  const plainRun = new RegExp(`[^"\\\\${delimiter === "|" ? "\\|" : delimiter}\\r\\n]+`, "y");
  const quotedRun = /[^"\\]+/y;
  const push = (text: string): CsvRecord[] => {
    const found: CsvRecord[] = [];
    let index = 0;
    if (sawReturn && text.startsWith("\n")) index = 1;
    if (text !== "") sawReturn = false;
    while (index < text.length && !fault) {
      const run = state === "quoted" ? quotedRun : state === "plain" ? plainRun : null;
      if (run) {
        run.lastIndex = index;
        const [taken = ""] = run.exec(text) ?? [];
        field += taken;
        length += taken.length;
        index += taken.length;
      }
      const char = text[index];
      if (length > RECORD_LENGTH_MAX) fail(`is longer than ${RECORD_LENGTH_MAX} characters; a quote may not be closed`);
      if (char === undefined || fault) break;
      index += 1;
      length += 1;
      take(char, found);
      if (sawReturn && text[index] === "\n") index += 1;
      if (sawReturn && index < text.length) sawReturn = false;
    }
    return found;
  };
  return {
    push,
    end() {
      const found: CsvRecord[] = [];
      if (state === "quoted" || state === "escape")
        fail("begins with a quote that is never closed: the file is cut off, or lacks a quote");
      else if (!fault && (fields.length > 0 || field !== "" || state === "closed")) endRecord(found);
      return found;
    },
    keep: () => ({ state, field, length, row, fields: [...fields], sawReturn }),
    get fault() {
      return fault;
    },
  };
}

/** Reads a table of any known kind in two turns: its facts first, then its products. Both can be left and gone on with at any piece. */
import type { CatalogueReader, FileSettings, Surveyor } from "./catalogue-reader.ts";
import type { CsvDialect, CsvRecord } from "./csv-records.ts";
import type { TableKind } from "./detect-format.ts";
import { factCollector } from "./file-facts.ts";
import type { FileProblem, Read, RepeatedCodes } from "./file-problem.ts";
import type { Families } from "./file-survey.ts";
import { openMagento } from "./magento-csv.ts";
import { openMapped } from "./mapped-table.ts";
import { openMedusa } from "./medusa-csv.ts";
import { familyGatherer, HELD_LENGTH_MAX, HELD_ROWS_MAX, type HeldRows } from "./row-families.ts";
import { openShopify } from "./shopify-csv.ts";
import type { OpenedTable } from "./table-row.ts";
import { isBlank, type RowsKept, tableRows, unevenness } from "./table-rows.ts";
import { openWooCommerce } from "./woocommerce-csv.ts";

const OPENERS: Readonly<Record<TableKind, (header: readonly string[], settings: FileSettings) => OpenedTable>> = {
  shopify: openShopify,
  woocommerce: openWooCommerce,
  magento: openMagento,
  medusa: openMedusa,
  mapped: openMapped,
};
export type TableFound = { table: TableKind; dialect: CsvDialect };
type ReaderKept = { rows: RowsKept; held: HeldRows };

/** The header is opened when it has come, once. */
function opener(found: TableFound, settings: FileSettings) {
  let table: OpenedTable | null = null;
  return (header: readonly string[]): OpenedTable | null => {
    if (header.length > 0) table ??= OPENERS[found.table](header, settings);
    return table;
  };
}

export function tableSurveyor(found: TableFound, settings: FileSettings, kept?: RowsKept): Surveyor {
  const [rows, facts] = [tableRows(found.dialect, settings.leaveOut, kept), factCollector()];
  const opened = opener(found, settings);
  const see = (records: readonly CsvRecord[]) => {
    const table = opened(rows.header);
    for (const record of records) {
      facts.count();
      if (isBlank(record) || !table?.ok || unevenness(record, rows.header)) continue;
      const said = table.format.factsOf(record);
      if ("key" in said) facts.see(record.row, said.key, [said]);
    }
  };
  return {
    push: (text) => see(rows.push(text)),
    end: () => see(rows.end()),
    take: facts.take,
    keep: rows.keep,
    get faults() {
      const table = opened(rows.header);
      return [...(table && !table.ok ? table.problems : []), ...(rows.fault ? [rows.fault] : [])];
    },
  };
}

export function tableReader(
  found: TableFound,
  settings: FileSettings,
  { families, repeated }: { families: Families; repeated: RepeatedCodes },
  kept?: ReaderKept,
): CatalogueReader {
  const rows = tableRows(found.dialect, settings.leaveOut, kept?.rows);
  const [gatherer, opened] = [familyGatherer(families, kept?.held), opener(found, settings)];
  let fault: FileProblem | null = null;
  const build = (all: readonly CsvRecord[][]): Read[] => {
    const table = opened(rows.header);
    return table?.ok ? all.map((records) => table.format.build(records, repeated)) : [];
  };
  const readOne = (record: CsvRecord): Read[] => {
    const table = opened(rows.header);
    if (fault || !table?.ok || isBlank(record)) return [];
    const facts = unevenness(record, rows.header) ?? table.format.factsOf(record);
    if (!("key" in facts)) return [{ row: record.row, problems: [facts] }];
    const whole = gatherer.take(facts, record);
    fault = tooMany(record, gatherer.held, settings);
    return build(whole);
  };
  const read = (records: readonly CsvRecord[]): Read[] => {
    const table = opened(rows.header);
    if (table && !table.ok) fault ??= table.problems[0] ?? null;
    return records.flatMap(readOne);
  };
  return {
    push: (text) => read(rows.push(text)),
    end: () => [...read(rows.end()), ...build(gatherer.end())],
    keep: (): ReaderKept => ({ rows: rows.keep(), held: gatherer.keep() }),
    get fault() {
      return fault ?? rows.fault;
    },
  };
}

function tooMany(
  { row }: CsvRecord,
  held: { rows: number; length: number },
  settings: FileSettings,
): FileProblem | null {
  const lengthMax = settings.heldLengthMax ?? HELD_LENGTH_MAX;
  if (held.rows <= HELD_ROWS_MAX && held.length <= lengthMax) return null;
  const much = held.rows > HELD_ROWS_MAX ? `${HELD_ROWS_MAX} rows` : `${lengthMax / 1_000_000} MB of rows`;
  const why = `rows of one product stand too far apart: more than ${much} wait for others; sort the file by product`;
  return { row, column: null, why: lengthMax < HELD_LENGTH_MAX ? `${why}, or use the command line` : why };
}

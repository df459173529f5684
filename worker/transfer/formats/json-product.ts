/** Reads products of JSON that anybody made: this store's own shape of an import, or flat objects by names as a table's columns are. */

import type { ImportedProductInput } from "../imported-product.ts";
import { guessedMapping } from "./column-mapping.ts";
import type { CsvRecord } from "./csv-records.ts";
import { checkedRead, type Read, type RepeatedCodes } from "./file-problem.ts";
import { type MappedSettings, openMapped } from "./mapped-table.ts";
import type { OpenedTable, RowFacts } from "./table-row.ts";

type Item = Readonly<Record<string, unknown>>;
const CELL_LENGTH_MAX = 100_000;
/** Lists and objects inside an object are read so deep. */
const DEPTH_MAX = 3;

export const isImported = (value: unknown): value is ImportedProductInput =>
  isObject(value) && "source" in value && "externalId" in value && "translations" in value && "variants" in value;
export const isObject = (value: unknown): value is Item =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export type ObjectReader = {
  factsOf(item: Item): RowFacts[];
  build(item: Item, row: number, repeated: RepeatedCodes): Read;
};

export function objectReader(settings: MappedSettings): ObjectReader {
  return {
    factsOf(item) {
      if (isImported(item)) return importedFacts(item);
      const { table, records } = tableOf(item, 0, settings);
      if (!table.ok) return [];
      return records.map((record) => table.format.factsOf(record)).flatMap((facts) => ("key" in facts ? [facts] : []));
    },
    build(item, row, repeated) {
      if (isImported(item)) return checkedRead(row, item, (path) => ({ row, column: path.join(".") || null }));
      const { table, records } = tableOf(item, row, settings);
      if (!table.ok) return { row, problems: table.problems.map((problem) => ({ ...problem, row })) };
      return table.format.build(records, repeated);
    },
  };
}

/** Codes are looked at before their shapes are: what is of no such shape is refused when the product is read. */
function importedFacts({ source, externalId, variants }: ImportedProductInput): RowFacts[] {
  const list = Array.isArray(variants) ? variants.filter(isObject) : [];
  const barcodes = list.flatMap((variant) => (Array.isArray(variant.barcodes) ? variant.barcodes.map(String) : []));
  return [{ key: `${source}/${externalId}`, skus: list.map((variant) => String(variant.sku)), barcodes }];
}

/** A row for each of its `variants`, which say what differs; without any, one row. */
function tableOf(item: Item, row: number, settings: MappedSettings): { table: OpenedTable; records: CsvRecord[] } {
  const { variants, ...own } = item;
  const parts = Array.isArray(variants) && variants.some(isObject) ? variants.filter(isObject) : [{}];
  const names = optionNamesOf(item);
  const cells: Record<string, string>[] = parts.map((part) => ({
    ...cellsOf(own),
    ...variantCells(part),
    ...optionCells(part, names),
  }));
  const header = [...new Set(cells.flatMap(Object.keys))];
  const records = cells.map((cell) => ({ row, fields: fieldsOf(cell, header) }));
  return { table: openMapped(header, withOptions(settings, header, names)), records };
}

/** What one of the parts does not speak of is no field of it. */
function fieldsOf(cell: Readonly<Record<string, string>>, header: readonly string[]): string[] {
  const fields: string[] = [];
  header.forEach((name, index) => {
    const value = cell[name];
    if (value !== undefined) fields[index] = value;
  });
  return fields;
}

/** Shopify's way: a product's `options` have names, its variants `option1` to `option3`. */
const optionNamesOf = ({ options }: Item): string[] =>
  Array.isArray(options)
    ? options.flatMap((each) => (isObject(each) && typeof each.name === "string" ? [each.name] : []))
    : [];
const OPTION = "option: ";
/** Variants that say nothing of what they are chosen by are chosen by what they are called. */
const CALLED = `${OPTION}Variant`;

function optionCells(part: Item, names: readonly string[]): Record<string, string> {
  const chosen = names.flatMap((name, index) => {
    const value = cellOf(part[`option${index + 1}`]);
    return value === "" ? [] : [[`${OPTION}${name}`, value] as const];
  });
  const called = cellOf(part.title ?? part.name);
  if (chosen.length > 0) return Object.fromEntries(chosen);
  return called === "" ? {} : { [CALLED]: called };
}

function withOptions(settings: MappedSettings, header: readonly string[], names: readonly string[]): MappedSettings {
  const mapping = settings.mapping ?? guessedMapping(header);
  if (!mapping || Object.keys(mapping.options ?? {}).length > 0) return settings;
  const named = names.filter((name) => header.includes(OPTION + name));
  const options = Object.fromEntries(named.map((name) => [name, OPTION + name]));
  if (named.length === 0 && header.includes(CALLED)) options.Variant = CALLED;
  return { ...settings, mapping: { ...mapping, ...(Object.keys(options).length > 0 ? { options } : {}) } };
}

/** A variant's own id and title are not the product's. */
function variantCells(part: Item): Record<string, string> {
  const { id: _id, title: _title, name: _name, ...rest } = cellsOf(part);
  return rest;
}

/** Values as cells of a table: lists joined, objects by dotted names. */
function cellsOf(item: Item, before = "", depth = 0): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(item)) {
    const path = before + name;
    if (isObject(value) && depth < DEPTH_MAX) Object.assign(cells, cellsOf(value, `${path}.`, depth + 1));
    else cells[path] = cellOf(value).slice(0, CELL_LENGTH_MAX);
  }
  return cells;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value))
    return value
      .map((each) => (isObject(each) ? String(each.src ?? each.url ?? each.name ?? "") : String(each)))
      .filter(Boolean)
      .join(" | ");
  return String(value);
}

/** Reads the products of JSON lists and lines: this store's export, Icecat's, or anybody's. */
import type { CatalogueReader, FileSettings, Format, Surveyor } from "./catalogue-reader.ts";
import { factCollector } from "./file-facts.ts";
import type { FileProblem, Read, RepeatedCodes } from "./file-problem.ts";
import { icecatFacts, icecatReader } from "./icecat-ndjson.ts";
import { type JsonItem, jsonItems, type LinesKept, type ListKept } from "./json-items.ts";
import { isImported, isObject, objectReader } from "./json-product.ts";
import { type OwnKept, ownNameOf, ownReader } from "./own-format.ts";
import { oneLine } from "./plain-text.ts";
import type { RowFacts } from "./table-row.ts";
import { textHashOf } from "./text-hash.ts";

type ListFormat = Exclude<Format, { table: unknown }>;
type CutterKept = LinesKept | ListKept;
type ReaderKept = { cutter: CutterKept; own: OwnKept };
const FAULT_LENGTH_MAX = 160;

function parsed(text: string): { value: unknown } | { why: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { why: `is not JSON: ${oneLine(String(error)).slice(0, FAULT_LENGTH_MAX)}` };
  }
}

/** What a product is called at its source: one that comes twice would be made and then changed at once. */
const nameOf = (source: unknown, externalId: unknown): string => `${source}/${externalId}`;

export function listSurveyor({ list, items }: ListFormat, settings: FileSettings, kept?: CutterKept): Surveyor {
  const [cutter, collector] = [jsonItems(items, kept), factCollector()];
  const objects = objectReader(settings);
  const factsOf = (value: unknown): { name: string; facts: RowFacts[] } | null => {
    if (!isObject(value)) return null;
    // An export names no code twice, and an import of it takes none away.
    if (list === "own") return { name: ownNameOf(value, nameOf), facts: [] };
    const facts = list === "icecat" ? icecatFacts(value) : objects.factsOf(value);
    const [{ key } = { key: "" }] = facts;
    return { name: isImported(value) && list === "json" ? key : nameOf(list === "json" ? "csv" : list, key), facts };
  };
  const see = (found: readonly JsonItem[]) => {
    for (const { text, row } of found) {
      collector.count();
      const one = parsed(text);
      const said = "value" in one ? factsOf(one.value) : null;
      if (said && said.name !== "") collector.see(row, said.name, said.facts);
    }
  };
  return {
    push: (text) => see(cutter.push(text.replace(/^\uFEFF/, ""))),
    end: () => see(cutter.end()),
    take: collector.take,
    keep: cutter.keep,
    get faults(): FileProblem[] {
      return cutter.fault ? [{ ...cutter.fault, column: null }] : [];
    },
  };
}

export function listReader(
  { list, items }: ListFormat,
  settings: FileSettings,
  { repeated, firsts }: { repeated: RepeatedCodes; firsts: readonly (readonly [number, number])[] },
  kept?: ReaderKept,
): CatalogueReader {
  const cutter = jsonItems(items, kept?.cutter);
  const [own, icecat, objects] = [ownReader(kept?.own), icecatReader(repeated), objectReader(settings)];
  const firstRows = new Map(firsts);
  const readValue = (value: unknown, row: number): Read[] => {
    if (list === "own") return own.push(value, row);
    if (list === "icecat") return icecat.push(value, row);
    return [
      isObject(value)
        ? objects.build(value, row, repeated)
        : { row, problems: [{ row, column: null, why: "is no object" }] },
    ];
  };
  const once = (read: Read): Read => {
    if (!("product" in read)) return read;
    const { source, externalId } = read.product;
    const before = firstRows.get(textHashOf(nameOf(source, externalId)));
    if (before === undefined || before === read.row) return read;
    const column = list === "icecat" ? "id" : null;
    return { row: read.row, problems: [{ row: read.row, column, why: `${externalId} is at row ${before} already` }] };
  };
  const read = ({ text, row }: JsonItem): Read[] => {
    const one = parsed(text);
    if ("why" in one) return [{ row, problems: [{ row, column: null, why: one.why }] }];
    return readValue(one.value, row).map(once);
  };
  return {
    push: (text) => cutter.push(text.replace(/^\uFEFF/, "")).flatMap(read),
    end: () => cutter.end().flatMap(read),
    keep: (): ReaderKept => ({ cutter: cutter.keep(), own: own.keep() }),
    get fault() {
      return cutter.fault && { ...cutter.fault, column: null };
    },
  };
}

/** Reads the products of JSON lists and lines: this store's export, Icecat's, or anybody's. */
import type { CatalogueReader, FileSettings, FileSurvey, Format, Surveyor } from "./catalogue-reader.ts";
import { codeCounter } from "./code-counter.ts";
import type { FileProblem, Read, RepeatedCodes } from "./file-problem.ts";
import { icecatFacts, icecatReader } from "./icecat-ndjson.ts";
import { type JsonItem, jsonItems } from "./json-items.ts";
import { isObject, objectReader } from "./json-product.ts";
import { ownReader } from "./own-format.ts";
import { oneLine } from "./plain-text.ts";
import type { RowFacts } from "./table-row.ts";
import { textHashOf } from "./text-hash.ts";

type ListFormat = Exclude<Format, { table: unknown }>;
const FAULT_LENGTH_MAX = 160;

function parsed(text: string): { value: unknown } | { why: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { why: `is not JSON: ${oneLine(String(error)).slice(0, FAULT_LENGTH_MAX)}` };
  }
}

export function listSurveyor({ list, items }: ListFormat, settings: FileSettings): Surveyor {
  const [cutter, codes] = [jsonItems(items), codeCounter()];
  const objects = objectReader(settings);
  let rows = 0;
  const factsOf = (value: unknown): RowFacts[] => {
    if (!isObject(value)) return [];
    if (list === "icecat") return icecatFacts(value);
    // An export names no code twice, and an import of it takes none away.
    return list === "own" ? [] : objects.factsOf(value);
  };
  const see = (found: readonly JsonItem[]) => {
    for (const { text } of found) {
      rows += 1;
      const one = parsed(text);
      if ("value" in one) for (const facts of factsOf(one.value)) codes.see(facts);
    }
  };
  return {
    push: (text) => see(cutter.push(text.replace(/^\uFEFF/, ""))),
    end(): FileSurvey {
      see(cutter.end());
      const faults: FileProblem[] = cutter.fault ? [{ ...cutter.fault, column: null }] : [];
      return { rows, families: { roots: [], sizes: [] }, repeated: codes.end(), faults };
    },
  };
}

export function listReader(
  { list, items }: ListFormat,
  settings: FileSettings,
  repeated: RepeatedCodes,
  skip: number,
): CatalogueReader {
  const cutter = jsonItems(items);
  const [own, icecat, objects] = [ownReader(), icecatReader(repeated), objectReader(settings)];
  const seen = new Map<number, number>();
  let through = 0;
  const readValue = (value: unknown, row: number): Read[] => {
    if (list === "own") return own.push(value, row);
    if (list === "icecat") return icecat.push(value, row);
    return [
      isObject(value)
        ? objects.build(value, row, repeated)
        : { row, problems: [{ row, column: null, why: "is no object" }] },
    ];
  };
  /** A product that comes twice would be made and then changed at once. */
  const once = (read: Read): Read => {
    if (!("product" in read)) return read;
    const name = textHashOf(`${read.product.source}/${read.product.externalId}`);
    const before = seen.get(name);
    seen.set(name, before ?? read.row);
    if (before === undefined) return read;
    return {
      row: read.row,
      problems: [
        {
          row: read.row,
          column: list === "icecat" ? "id" : null,
          why: `${read.product.externalId} is at row ${before} already`,
        },
      ],
    };
  };
  const read = ({ text, row }: JsonItem): Read[] => {
    const one = parsed(text);
    const reads =
      "why" in one ? [{ row, problems: [{ row, column: null, why: one.why }] }] : readValue(one.value, row).map(once);
    through += reads.length;
    return reads.slice(Math.max(0, reads.length - Math.max(0, through - skip)));
  };
  return {
    push: (text) => cutter.push(text.replace(/^\uFEFF/, "")).flatMap(read),
    end: () => cutter.end().flatMap(read),
    get through() {
      return through;
    },
  };
}

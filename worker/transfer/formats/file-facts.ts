/**
 * What the first turn through a file notes of each row, as numbers that stand for texts: which rows are one product, and which
 * codes they carry. A stretch's facts are let go before the next one is read, so the memory of a stretch is enough.
 */
import type { RowFacts } from "./table-row.ts";
import { textHashOf } from "./text-hash.ts";

/**
 * `runs` has three numbers for each run of neighbouring rows of one name: the name, how many rows, the first row. `links` has two
 * for each other name of a row's product: that name, and the row's own.
 */
export type FileFacts = { rows: number; runs: number[]; links: number[]; skus: number[]; barcodes: number[] };
/** Numbers of a run, of a link. */
export const RUN_WIDTH = 3;
export const LINK_WIDTH = 2;

export const noFacts = (): FileFacts => ({ rows: 0, runs: [], links: [], skus: [], barcodes: [] });

export function factCollector() {
  let facts = noFacts();
  return {
    count(): void {
      facts.rows += 1;
    },
    /** Of one row, or of one item of a list with all of its variants. */
    see(row: number, key: string, all: readonly RowFacts[]): void {
      const own = textHashOf(key);
      const last = facts.runs.length - RUN_WIDTH;
      if (last >= 0 && facts.runs[last] === own) facts.runs[last + 1] = (facts.runs[last + 1] ?? 0) + 1;
      else facts.runs.push(own, 1, row);
      for (const { aliases = [], claims = [], skus, barcodes } of all) {
        for (const name of [...aliases, ...claims].map(textHashOf)) if (name !== own) facts.links.push(name, own);
        for (const sku of skus) facts.skus.push(textHashOf(sku));
        for (const code of new Set(barcodes)) facts.barcodes.push(textHashOf(code));
      }
    },
    /** Those since the last time. */
    take(): FileFacts {
      const taken = facts;
      facts = noFacts();
      return taken;
    },
  };
}

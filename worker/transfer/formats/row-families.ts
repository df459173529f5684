/**
 * Brings the rows of one product together wherever they stand. Once through the file counts the rows of each; the second time,
 * a product is given out as soon as its last row has come, so that only the rows of unfinished products are held.
 */
import type { CsvRecord } from "./csv-records.ts";
import type { RowFacts } from "./table-row.ts";
import { textHashOf } from "./text-hash.ts";

/** Rows held at once; a file that needs more is to be sorted, so that rows of one product stand nearer to each other. */
export const HELD_ROWS_MAX = 100_000;

/** `sizes` has families of more than one row. Names are hashes: what stands for a text in few bytes. */
export type Families = { roots: [name: number, root: number][]; sizes: [root: number, rows: number][] };

export function familyCounter() {
  const [rows, roots] = [new Map<number, number>(), new Map<number, number>()];
  return {
    see({ key, aliases = [], claims = [] }: RowFacts): void {
      const own = textHashOf(key);
      rows.set(own, (rows.get(own) ?? 0) + 1);
      for (const name of [...aliases, ...claims]) {
        const hash = textHashOf(name);
        if (hash !== own && !roots.has(hash)) roots.set(hash, own);
      }
    },
    end(): Families {
      const sizes = new Map<number, number>();
      for (const [name, count] of rows) {
        const root = rootOf(roots, name);
        sizes.set(root, (sizes.get(root) ?? 0) + count);
      }
      return { roots: [...roots], sizes: [...sizes].filter(([, count]) => count > 1) };
    },
  };
}

/** Whose row it is: that of who claims it, or of whose other name it is. No family claims another's claimant. */
const rootOf = (roots: ReadonlyMap<number, number>, name: number): number => roots.get(name) ?? name;

export function familyGatherer(families: Families) {
  const [roots, sizes] = [new Map(families.roots), new Map(families.sizes)];
  const held = new Map<number, CsvRecord[]>();
  let heldRows = 0;
  return {
    /** The rows of its product once they are all there, else null. */
    take(facts: RowFacts, record: CsvRecord): CsvRecord[] | null {
      const root = rootOf(roots, textHashOf(facts.key));
      const size = sizes.get(root) ?? 1;
      if (size === 1) return [record];
      const rows = held.get(root) ?? [];
      rows.push(record);
      heldRows += 1;
      if (rows.length < size) {
        held.set(root, rows);
        return null;
      }
      held.delete(root);
      heldRows -= rows.length;
      return rows;
    },
    get heldRows() {
      return heldRows;
    },
  };
}

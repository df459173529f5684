/**
 * Brings the rows of one product together wherever they stand. Neighbours are given out when the next product begins; the rows of
 * products that the survey found apart are held until the last of them has come.
 */
import type { CsvRecord } from "./csv-records.ts";
import { type Families, rootOf } from "./file-survey.ts";
import type { RowFacts } from "./table-row.ts";
import { textHashOf } from "./text-hash.ts";

/** Rows held at once; a file that needs more is to be sorted, so that rows of one product stand nearer to each other. */
export const HELD_ROWS_MAX = 100_000;
/** Their characters: what a program on a machine of its own may hold. */
export const HELD_LENGTH_MAX = 200_000_000;

/** What is held between two stretches of a file. */
export type HeldRows = {
  run: { root: number; records: CsvRecord[] } | null;
  apart: [root: number, rows: CsvRecord[]][];
};

export function familyGatherer({ roots, sizes }: Families, kept?: HeldRows) {
  const [rootOfName, sizeOf] = [new Map(roots), new Map(sizes)];
  const apart = new Map(kept?.apart ?? []);
  let run = kept?.run ?? null;
  const all = [...(run?.records ?? []), ...[...apart.values()].flat()];
  let [heldRows, heldLength] = [all.length, all.reduce((sum, record) => sum + lengthOf(record), 0)];
  const letGo = (records: CsvRecord[]): CsvRecord[] => {
    heldRows -= records.length;
    heldLength -= records.reduce((sum, record) => sum + lengthOf(record), 0);
    return records;
  };
  const endRun = (): CsvRecord[][] => {
    const ended = run;
    run = null;
    return ended ? [letGo(ended.records)] : [];
  };
  return {
    /** All rows of each product that is whole by now. */
    take(facts: RowFacts, record: CsvRecord): CsvRecord[][] {
      const root = rootOf(rootOfName, textHashOf(facts.key));
      const given = run && run.root !== root ? endRun() : [];
      heldRows += 1;
      heldLength += lengthOf(record);
      const size = sizeOf.get(root);
      if (size === undefined) {
        run ??= { root, records: [] };
        run.records.push(record);
        return given;
      }
      const rows = apart.get(root) ?? [];
      rows.push(record);
      if (rows.length < size) apart.set(root, rows);
      else {
        apart.delete(root);
        given.push(letGo(rows));
      }
      return given;
    },
    end: endRun,
    keep: (): HeldRows => ({ run, apart: [...apart] }),
    get held() {
      return { rows: heldRows, length: heldLength };
    },
  };
}

const lengthOf = ({ fields }: CsvRecord): number => fields.reduce((sum, field) => sum + field.length, 0);

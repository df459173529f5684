/**
 * Puts together what the first turn through a file noted: the products whose rows stand apart, and the codes that are on several
 * variants. Numbers alone, sorted in place: a million rows take some thirty megabytes.
 */
import { type FileFacts, LINK_WIDTH, RUN_WIDTH } from "./file-facts.ts";
import type { FileProblem, RepeatedCodes } from "./file-problem.ts";

/**
 * Names are hashes (text-hash.ts). `roots` says whose row a name's row is where that is another's. `sizes` has the rows of each
 * product whose rows are not all neighbours; a product that is not in it is whole when the next one begins.
 */
export type Families = { roots: [name: number, root: number][]; sizes: [root: number, rows: number][] };
/** `faults` are those after which nothing can be read. `firsts` are names that come more than once, and their first rows. */
export type FileSurvey = {
  rows: number;
  families: Families;
  repeated: { skus: number[]; barcodes: number[] };
  firsts: [name: number, row: number][];
  faults: FileProblem[];
};

/** Names of a list stand once each; a table's stand in as many rows as its product has. */
export function surveyGatherer({ isList }: { isList: boolean }) {
  const [runs, links, skus, barcodes] = [numberList(), numberList(), numberList(), numberList()];
  let rows = 0;
  return {
    add(facts: FileFacts): void {
      rows += facts.rows;
      runs.add(facts.runs);
      links.add(facts.links);
      skus.add(facts.skus);
      barcodes.add(facts.barcodes);
    },
    get rows() {
      return rows;
    },
    end(faults: readonly FileProblem[]): FileSurvey {
      const [runList, sorted] = [runs.all(), namesOf(runs.all()).sort()];
      const apart = repeatedIn(sorted);
      return {
        rows,
        families: isList ? { roots: [], sizes: [] } : familiesOf(runList, links.all(), sorted, apart),
        repeated: { skus: [...repeatedIn(skus.all().sort())], barcodes: [...repeatedIn(barcodes.all().sort())] },
        firsts: isList ? firstsOf(runList, apart) : [],
        faults: [...faults],
      };
    },
  };
}

/** Asked by the codes themselves. */
export function repeatedOf({ repeated }: FileSurvey, hashOf: (code: string) => number): RepeatedCodes {
  const [skus, barcodes] = [new Set(repeated.skus), new Set(repeated.barcodes)];
  return { skus: { has: (code) => skus.has(hashOf(code)) }, barcodes: { has: (code) => barcodes.has(hashOf(code)) } };
}

/** Whose row it is: that of who claims it, or of whose other name it is. No family claims another's claimant. */
export const rootOf = (roots: ReadonlyMap<number, number>, name: number): number => roots.get(name) ?? name;

function familiesOf(runs: Float64Array, links: Float64Array, sorted: Float64Array, apart: Set<number>): Families {
  const roots = new Map<number, number>();
  const joined = new Set(apart);
  for (let at = 0; at < links.length; at += LINK_WIDTH) {
    const [name = 0, root = 0] = [links[at], links[at + 1]];
    // A name that no row goes by needs no root.
    if (roots.has(name) || !isIn(sorted, name)) continue;
    roots.set(name, root);
    joined.add(root);
  }
  for (const name of apart) joined.add(rootOf(roots, name));
  const sizes = new Map<number, number>();
  for (let at = 0; at < runs.length; at += RUN_WIDTH) {
    const root = rootOf(roots, runs[at] ?? 0);
    if (joined.has(root)) sizes.set(root, (sizes.get(root) ?? 0) + (runs[at + 1] ?? 0));
  }
  return { roots: [...roots], sizes: [...sizes] };
}

function firstsOf(runs: Float64Array, apart: ReadonlySet<number>): FileSurvey["firsts"] {
  const firsts = new Map<number, number>();
  for (let at = 0; at < runs.length; at += RUN_WIDTH) {
    const [name = 0, rows = 0, row = 0] = runs.subarray(at, at + RUN_WIDTH);
    if ((rows > 1 || apart.has(name)) && !firsts.has(name)) firsts.set(name, row);
  }
  return [...firsts];
}

const namesOf = (runs: Float64Array): Float64Array =>
  Float64Array.from({ length: runs.length / RUN_WIDTH }, (_, index) => runs[index * RUN_WIDTH] ?? 0);

function repeatedIn(sorted: Float64Array): Set<number> {
  const found = new Set<number>();
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] === sorted[at - 1]) found.add(sorted[at] ?? 0);
  return found;
}

function isIn(sorted: Float64Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

const BEGIN_LENGTH = 1_024;
/** Numbers in one piece of memory that grows by halves. */
function numberList() {
  let [list, length] = [new Float64Array(BEGIN_LENGTH), 0];
  return {
    add(more: readonly number[]): void {
      if (length + more.length > list.length) {
        const larger = new Float64Array(Math.max(length + more.length, Math.ceil(list.length * 1.5)));
        larger.set(list.subarray(0, length));
        list = larger;
      }
      list.set(more, length);
      length += more.length;
    },
    all: (): Float64Array => list.subarray(0, length),
  };
}

/** A run over a whole file: what state it is in, what may be done to it, and what it has counted so far. */
import type { FileProblem } from "./formats/file-problem.ts";

/**
 * `staging`: a program sends its chunks. `reading`: the store reads an uploaded file. `checking`: every chunk is tried against
 * the catalogue. `ready`: a dry run that may be carried out. `withdrawing`: what was applied is undone, because the rest was
 * refused, or staff cancelled it. Those of `RESTING` stay as they are until somebody acts.
 */
export const IMPORT_STATES = [
  "staging",
  "reading",
  "checking",
  "ready",
  "applying",
  "done",
  "refused",
  "withdrawing",
  "undoing",
  "undone",
  "cancelled",
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const RESTING: readonly ImportState[] = ["staging", "ready", "done", "refused", "undone", "cancelled"];
/** Chunks are `staged`, found good (`checked`), then `applied`. */
export type ChunkState = "staged" | "checked" | "applied";

/** What an export has besides categories and products. */
export type PartKind = "attribute" | "brand" | "collection";

export type RunSettings = {
  /** Units that new variants start with where the file says none. */
  openingQuantity: number;
  /** Leaves out what is refused, and imports the rest. Else it is all or nothing. */
  skipBad: boolean;
  /** Ends when all is checked; nothing is changed until somebody says so. */
  dryRun: boolean;
  /** Staff want it to end: once all of it is taken back, it is `cancelled`. */
  isCancelled?: boolean;
};
export type RunCounts = {
  products: number;
  variants: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
};
export type ChunkCounts = Pick<RunCounts, "created" | "updated" | "unchanged">;
export const NO_COUNTS: RunCounts = { products: 0, variants: 0, created: 0, updated: 0, unchanged: 0, refused: 0 };
/** What becomes of a product, for a dry run to show. */
export type RunSample = { kind: "create" | "update" | "unchanged"; productId: string; title: string };

/** Problems that a run keeps; how many more there were is in its counts. */
export const RUN_PROBLEMS_MAX = 1_000;
export const RUN_NOTES_MAX = 100;
export const RUN_LEFT_MAX = 200;
/** Of each kind. */
export const RUN_SAMPLES_MAX = 20;
/** Chunks of one run: a million products, in chunks that description or variants make ten times smaller than they may be. */
export const RUN_CHUNKS_MAX = 100_000;

export type RunProblem =
  | { code: "import.unknown" }
  | { code: "import.id_taken" }
  | { code: "import.moved_on"; state: ImportState }
  | { code: "import.not_yours" }
  | { code: "import.too_old" }
  | { code: "import.chunk_missing"; number: number };

export type UploadProblem = { code: "import.too_large"; bytesMax: number } | { code: "import.no_file" };
/** Of an upload in the dashboard, as it is sent: what a form may hold in the memory of one request. */
export const UPLOAD_BYTES_MAX = 30_000_000;
/** The same unpacked. */
export const UPLOAD_UNPACKED_MAX = 150_000_000;
/** Characters of rows of an upload that wait for others of their product: what a step takes up and lays down again. */
export const UPLOAD_HELD_MAX = 12_000_000;

/** As many of a list as a run keeps, with those that came now at its end. */
export const kept = <Item>(list: readonly Item[], more: readonly Item[], max: number): Item[] =>
  [...list, ...more].slice(0, max);

export function addCounts(one: RunCounts, other: Partial<RunCounts>): RunCounts {
  return Object.fromEntries(
    Object.entries(one).map(([name, count]) => [name, count + (other[name as keyof RunCounts] ?? 0)]),
  ) as RunCounts;
}

/** The first so many of each kind. */
export function keptSamples(samples: readonly RunSample[], more: readonly RunSample[]): RunSample[] {
  const counts = new Map<RunSample["kind"], number>();
  return [...samples, ...more].filter(({ kind }) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return (counts.get(kind) ?? 0) <= RUN_SAMPLES_MAX;
  });
}

/** Refusals of the store name products by their position in a chunk; the file's owner looks for a row. */
export function problemsAt(
  at: readonly { path: string; why: string }[],
  rows: readonly number[],
): { index: number; problem: FileProblem }[] {
  return at.map(({ path, why }) => {
    const [, index = "0", rest = ""] = /^products\.(\d+)\.?(.*)$/.exec(path) ?? [];
    return { index: Number(index), problem: { row: rows[Number(index)] ?? 0, column: columnOf(rest), why } };
  });
}
const columnOf = (path: string): string | null => path.split(".").findLast((part) => !/^\d+$/.test(part)) || null;

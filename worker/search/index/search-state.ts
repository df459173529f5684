/**
 * What the index is doing: which of its two generations of tables is read, which are written, where each shard lies, and
 * how far a rebuild or a move of shards came. Kept in one row; every change that writers must know raises `epoch`.
 */
import { databaseOf, freshPlacement, type Placement, placementAfter, type ShardMove } from "./search-shard.ts";

/** Each database has two sets of tables, so that an index is built beside the one that serves. */

export type Generation = "a" | "b";

/**
 * `emptying`: what an earlier rebuild left is deleted, nothing is written yet. `filling`: products up to `afterId` are in,
 * changes are written to both generations.
 */
export type Rebuild = {
  generation: Generation;
  step: "emptying" | "filling";
  afterId: string;
  products: number;
  total: number;
  startedAtMs: number;
  /** Marks of the markets there were when it began: its rows are written for these at least. */
  readBy?: readonly string[];
};
/** A generation that served before: written until every reader has heard of it (`leaving`), then deleted (`emptying`). */
type Retired = { generation: Generation; step: "leaving" | "emptying"; sinceMs: number };
/**
 * `copying`: the target is written too and gets the rows that are there; the source is read. `leaving`: the target is read,
 * both are written. `dropping`: the source is written no more, and loses the rows.
 */
export type Moving = ShardMove & {
  step: "copying" | "leaving" | "dropping";
  /** Shard and number of the last row that was copied. */
  after: readonly [shard: number, number: number];
  sinceMs: number;
};

export type SearchState = {
  epoch: number;
  serving: Generation;
  placement: Placement;
  rebuild: Rebuild | null;
  retired: Retired | null;
  /** Where shards are to be in the end; null where they are. */
  wanted: Placement | null;
  moving: Moving | null;
  /** Marks of the markets that the rows of the serving index are written for. */
  readBy?: readonly string[];
};

/** A reader may go by a state that is so old; what it reads by it is still there and still written. */
export const STATE_KEPT_MS = 2_000;
/** What was read before is deleted no sooner: a reader's state has ended by then, and its last query. */
export const LEAVING_MS = 3_500;

export const freshState = (databases: readonly string[]): SearchState => ({
  epoch: 0,
  serving: "a",
  placement: freshPlacement(databases),
  rebuild: null,
  retired: null,
  wanted: null,
  moving: null,
});

export const otherGeneration = (generation: Generation): Generation => (generation === "a" ? "b" : "a");

/** Every generation that a change is written to. */
export function writtenGenerations({ serving, rebuild, retired }: SearchState): Generation[] {
  const filling = rebuild?.step === "filling" ? [rebuild.generation] : [];
  const leaving = retired?.step === "leaving" ? [retired.generation] : [];
  return [...new Set([serving, ...filling, ...leaving])];
}

/** Every database that a shard's rows are written to. */
export function writtenDatabases({ placement, moving }: SearchState, shard: number): string[] {
  const home = databaseOf(placement, shard);
  if (!moving || moving.step === "dropping" || shard < moving.from || shard > moving.to) return [home];
  return [moving.source, moving.target];
}

/** Shards whose rows in a database are not to be read, since another has them; null where there are none. */
export function hiddenShards({ moving }: SearchState, database: string): { from: number; to: number } | null {
  if (!moving) return null;
  const hides = moving.step === "copying" ? moving.target : moving.source;
  return hides === database ? { from: moving.from, to: moving.to } : null;
}

/** The rebuilt generation serves from now on; the one before is written until every reader has heard of it. */
export const afterSwap = (state: SearchState, rebuild: Rebuild, nowMs: number): SearchState => ({
  ...state,
  serving: rebuild.generation,
  ...(rebuild.readBy && { readBy: rebuild.readBy }),
  rebuild: null,
  retired: { generation: state.serving, step: "leaving", sinceMs: nowMs },
});

/** The target has every row of the moved shards, and is read from now on. */
export const afterCopy = (state: SearchState, moving: Moving, nowMs: number): SearchState => ({
  ...state,
  placement: placementAfter(state.placement, moving),
  moving: { ...moving, step: "leaving", sinceMs: nowMs },
});

/** What is kept of the index's state and sums between requests, with when it was read. */
export type SearchMemory = {
  kept: { state: SearchState; readAtMs: number } | null;
  totals: { generation: Generation; totals: ReadonlyMap<string, number>; readAtMs: number } | null;
};

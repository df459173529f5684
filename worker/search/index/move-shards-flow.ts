/**
 * Moves shards from one database to another while the index serves: the target is written too and filled, then read, then
 * the source loses its rows. Each turn is short and repeats safely; what is under way is kept with the index.
 */
import type { World } from "../../world.ts";
import { shardDatabase } from "./ask-shards-flow.ts";
import { listShardRows, listShardWeights, readIndexVersions } from "./index-part-store.ts";
import { writeIndexRows } from "./index-store.ts";
import { nextMove, spreadPlacement } from "./search-shard.ts";
import { afterCopy, LEAVING_MS, type Moving, type SearchState } from "./search-state.ts";
import { moveSearchState, readSearchState } from "./search-state-store.ts";

/** Rows that one turn copies or drops. */
const MOVED_TURN = 200;
const NOTHING_YET = [-1, -1] as const;

/**
 * Decides where shards are to be: spread evenly over every database there is, by the products they have, moving as few as
 * that takes. What is under way goes on first. Answers whether anything is to move.
 */
export async function spreadShards(world: World): Promise<boolean> {
  const state = await readSearchState(world.searchShards, world.search);
  if (state.wanted) return true;
  const weights: number[] = [];
  for (const db of world.searchShards.databases.values())
    for (const [shard, rows] of await listShardWeights(db, state.serving))
      weights[shard] = (weights[shard] ?? 0) + rows;
  const wanted = spreadPlacement(state.placement, [...world.searchShards.databases.keys()], weights);
  if (!nextMove(state.placement, wanted)) return false;
  await moveSearchState(world.search, state, { ...state, wanted });
  return true;
}

/** One turn; false when every shard is where it is wanted. A rebuild goes first. */
export async function turnMove(world: World): Promise<boolean> {
  const state = await readSearchState(world.searchShards, world.search);
  if (!state.wanted || state.rebuild || state.retired) return false;
  const { moving } = state;
  if (!moving) return begin(world, state);
  if (moving.step === "copying") await copy(world, state, moving);
  else if (moving.step === "leaving") await leave(world, state, moving);
  else await drop(world, state, moving);
  return true;
}

async function begin(world: World, state: SearchState): Promise<boolean> {
  const move = state.wanted && nextMove(state.placement, state.wanted);
  const moving: Moving | null = move && { ...move, step: "copying", after: NOTHING_YET, sinceMs: world.nowMs() };
  await moveSearchState(world.search, state, { ...state, moving, wanted: moving ? state.wanted : null });
  return moving !== null;
}

async function copy(world: World, state: SearchState, moving: Moving): Promise<void> {
  const [source, target] = [shardDatabase(world, moving.source), shardDatabase(world, moving.target)];
  const { rows, isLast } = await listShardRows(source, state.serving, { ...moving, limit: MOVED_TURN });
  await writeIndexRows(target, state.serving, { rows, gone: [] });
  // What left the shard while it was copied must not stay behind in the target.
  const versions = new Map(rows.map(({ productId, version }) => [productId, version]));
  const there = await readIndexVersions(source, state.serving, [...versions.keys()]);
  const gone = [...versions].flatMap(([productId, version]) => (there.has(productId) ? [] : [{ productId, version }]));
  await writeIndexRows(target, state.serving, { rows: [], gone });
  const last = rows.at(-1);
  if (isLast) await moveSearchState(world.search, state, afterCopy(state, moving, world.nowMs()));
  else if (last)
    await moveSearchState(
      world.search,
      state,
      { ...state, moving: { ...moving, after: [last.shard, last.number] } },
      { quiet: true },
    );
}

/** Readers that have not heard of the move still read the source: it is written until they have. */
async function leave(world: World, state: SearchState, moving: Moving): Promise<void> {
  const leftMs = moving.sinceMs + LEAVING_MS - world.nowMs();
  if (leftMs > 0) await world.sleep(Math.min(leftMs, LEAVING_MS));
  await moveSearchState(world.search, state, { ...state, moving: { ...moving, step: "dropping" } });
}

async function drop(world: World, state: SearchState, moving: Moving): Promise<void> {
  const source = shardDatabase(world, moving.source);
  const { rows, isLast } = await listShardRows(source, state.serving, {
    ...moving,
    after: NOTHING_YET,
    limit: MOVED_TURN,
  });
  await writeIndexRows(source, state.serving, { rows: [], gone: rows });
  if (isLast) await moveSearchState(world.search, state, { ...state, moving: null });
}

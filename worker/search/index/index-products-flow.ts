/**
 * Writes products to the index, wherever they belong: to every generation that is written, in the database of their shard;
 * and out of every other database, since a product may have changed its category.
 */
import type { World } from "../../world.ts";
import { shardDatabase } from "./ask-shards-flow.ts";
import type { IndexRow } from "./index-row.ts";
import { writeIndexRows } from "./index-store.ts";
import { type Generation, type SearchState, writtenDatabases, writtenGenerations } from "./search-state.ts";
import { readSearchState } from "./search-state-store.ts";

/** Times that rows are written again because the index has moved meanwhile. Moves are minutes apart. */
const TURNS_MAX = 3;

/** Rows of whole products. When it fails, all of it may be tried again. */
export async function indexRows(world: World, rows: readonly IndexRow[]): Promise<void> {
  if (rows.length === 0) return;
  let state = await readSearchState(world.searchShards, world.search);
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    for (const generation of writtenGenerations(state)) await writeEverywhere(world, state, generation, rows);
    // Who wrote by a state that has ended writes again: nothing is missing from what is read next.
    const now = await readSearchState(world.searchShards, world.search);
    if (now.epoch === state.epoch) return;
    state = now;
  }
  throw new Error("The index moved while it was written, again and again");
}

/** First in, then out: a product in two places is shown once, one in none not at all. */
export async function writeEverywhere(
  world: World,
  state: SearchState,
  generation: Generation,
  rows: readonly IndexRow[],
): Promise<void> {
  const names = [...world.searchShards.databases.keys()];
  const versions = new Map(rows.map(({ productId, version }) => [productId, version]));
  const here = (name: string) => rows.filter(({ shard }) => writtenDatabases(state, shard).includes(name));
  const parts = names.map((name) => {
    const own = here(name);
    const ids = new Set(own.map(({ productId }) => productId));
    const gone = [...versions].flatMap(([productId, version]) => (ids.has(productId) ? [] : [{ productId, version }]));
    return { name, own, gone };
  });
  const write = (part: Partial<(typeof parts)[number]> & { name: string }) =>
    writeIndexRows(shardDatabase(world, part.name), generation, { rows: part.own ?? [], gone: part.gone ?? [] });
  await Promise.all(parts.filter(({ own }) => own.length > 0).map(({ name, own }) => write({ name, own })));
  await Promise.all(parts.filter(({ gone }) => gone.length > 0).map(({ name, gone }) => write({ name, gone })));
}

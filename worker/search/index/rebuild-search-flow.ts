/**
 * Builds the index anew beside the one that serves, a stretch a call, and swaps them. How far it came is kept with the
 * index, so whoever calls next goes on; changes meanwhile are written to both. Whoever searches notices nothing.
 */
import { readVersions } from "../../catalog/document-store.ts";
import { countProducts, listProductIds } from "../../catalog/product-record-store.ts";
import { listMarkets } from "../../markets/market-store.ts";
import type { World } from "../../world.ts";
import { emptyGeneration } from "./index-part-store.ts";
import { indexRows, writeEverywhere } from "./index-products-flow.ts";
import { marketMarks } from "./market-marks.ts";
import { readProductsToIndex } from "./read-products-flow.ts";
import { afterSwap, LEAVING_MS, otherGeneration, type Rebuild, type SearchState } from "./search-state.ts";
import { moveSearchState, readSearchState } from "./search-state-store.ts";

/** `products` of this turn. Go on until `isDone`; `rebuilt` of `total` are in the new index. */
type SearchRebuildTurn = { products: number; rebuilt: number; total: number; isDone: boolean };

/** Products of one turn: a few statements for each database, well within what a request may do. */
export const REBUILD_TURN = 200;
/** Products of one write. */
const CHUNK = 50;

/** One turn: of the rebuild that is under way, of what has to end before it, or the first of a new one. */
export async function turnRebuild(world: World): Promise<SearchRebuildTurn> {
  const state = await readSearchState(world.searchShards, world.search);
  if (state.retired) {
    await turnRetired(world);
    return turned(state, 0);
  }
  if (!state.rebuild) return turned(await start(world, state), 0);
  if (state.rebuild.step === "emptying") return turned(await turnEmptying(world, state, state.rebuild), 0);
  return fill(world, state, state.rebuild);
}

/** The same as other projections are made again: until `nextId` is null. What was begun before goes on. */
export async function rebuildSearch(world: World) {
  const { isDone, ...turn } = await turnRebuild(world);
  return { ...turn, nextId: isDone ? null : GOES_ON };
}

const GOES_ON = "goes-on";

const turned = ({ rebuild }: SearchState, products: number): SearchRebuildTurn => ({
  products,
  rebuilt: rebuild?.products ?? 0,
  total: rebuild?.total ?? 0,
  isDone: false,
});

async function start(world: World, state: SearchState): Promise<SearchState> {
  const rebuild: Rebuild = {
    generation: otherGeneration(state.serving),
    step: "emptying",
    afterId: "",
    products: 0,
    total: await countProducts(world.catalog),
    startedAtMs: world.nowMs(),
    readBy: marketMarks(await listMarkets(world.catalog)),
  };
  return (await moveSearchState(world.search, state, { ...state, rebuild })) ?? state;
}

async function turnEmptying(world: World, state: SearchState, rebuild: Rebuild): Promise<SearchState> {
  if (!(await emptyEverywhere(world, rebuild.generation))) return state;
  return (await moveSearchState(world.search, state, { ...state, rebuild: { ...rebuild, step: "filling" } })) ?? state;
}

async function emptyEverywhere(world: World, generation: Rebuild["generation"]): Promise<boolean> {
  const all = [...world.searchShards.databases.values()];
  const ends = await Promise.all(all.map((db) => emptyGeneration(db, generation)));
  return ends.every((isEmpty) => isEmpty);
}

async function fill(world: World, state: SearchState, rebuild: Rebuild): Promise<SearchRebuildTurn> {
  const ids = await listProductIds(world.catalog, rebuild.afterId, REBUILD_TURN);
  for (let from = 0; from < ids.length; from += CHUNK)
    await fillChunk(world, state, rebuild, ids.slice(from, from + CHUNK));
  const filled: Rebuild = {
    ...rebuild,
    afterId: ids.at(-1) ?? rebuild.afterId,
    products: rebuild.products + ids.length,
  };
  const isDone = ids.length < REBUILD_TURN;
  const next = isDone ? afterSwap(state, filled, world.nowMs()) : { ...state, rebuild: filled };
  // Where another turn was quicker, or the index moved meanwhile, this stretch is done once more: no harm.
  const written = await moveSearchState(world.search, state, next, { quiet: !isDone });
  if (written && isDone) world.searchShards.memory.kept = null;
  return { products: ids.length, rebuilt: filled.products, total: filled.total, isDone: isDone && written !== null };
}

async function fillChunk(
  world: World,
  state: SearchState,
  { generation }: Rebuild,
  ids: readonly string[],
): Promise<void> {
  const { records, rows } = await readProductsToIndex(world, ids);
  await writeEverywhere(world, state, generation, rows);
  // A product that changed meanwhile may have moved to another shard: its rows are written as they are now.
  const now = await readVersions(world.catalog, ids);
  const changed = records.filter(({ product }) => now.get(product.id) !== product.version);
  if (changed.length > 0)
    await indexRows(
      world,
      (
        await readProductsToIndex(
          world,
          changed.map(({ product }) => product.id),
        )
      ).rows,
    );
}

/** Ends what is left of the generation that served before: waits until nobody reads it, then empties it. */
export async function turnRetired(world: World): Promise<void> {
  const state = await readSearchState(world.searchShards, world.search);
  const { retired } = state;
  if (!retired) return;
  if (retired.step === "leaving") {
    const leftMs = retired.sinceMs + LEAVING_MS - world.nowMs();
    if (leftMs > 0) await world.sleep(Math.min(leftMs, LEAVING_MS));
    await moveSearchState(world.search, state, { ...state, retired: { ...retired, step: "emptying" } });
  } else if (await emptyEverywhere(world, retired.generation))
    await moveSearchState(world.search, state, { ...state, retired: null });
}

/**
 * What the timer has done for the index: goes on with what a kill or a closed laptop left, and notices a new database. The
 * timer looks and sends word; the turns are a message's own, so that nothing else of the timer waits for them.
 */
import { whyOf } from "../../base/why.ts";
import { listProductIds } from "../../catalog/product-record-store.ts";
import { newEvent } from "../../events/outbox-store.ts";
import { listMarkets } from "../../markets/market-store.ts";
import type { World } from "../../world.ts";
import { forgetOldMarkets, lacksMarkets } from "./follow-markets-flow.ts";
import { hasRows } from "./index-part-store.ts";
import { marketMarks } from "./market-marks.ts";
import { spreadShards, turnMove } from "./move-shards-flow.ts";
import { turnRebuild, turnRetired } from "./rebuild-search-flow.ts";
import { databasesOf } from "./search-shard.ts";
import type { SearchState } from "./search-state.ts";
import { copySearchState, moveSearchState, readSearchState } from "./search-state-store.ts";

/** Turns of one message, and how long it begins new ones; the rest waits for the next minute's. */
const TURNS_MAX = 20;
const TENDED_MS = 45_000;

/** The timer's: sends word where something is to be done, and copies the state to every database. */
export async function sweepSearch(world: World): Promise<void> {
  const state = await forgetOldMarkets(world);
  if (await isDue(world, state)) await world.send([newEvent(world, "search.due", {})]);
  await copySearchState(world.searchShards, state);
}

/**
 * The message's: bears running twice, and beside a rebuild that a command drives. Answers how many turns were taken. What fails
 * is logged and waits for the next minute, which sends a message of its own.
 */
export async function tendSearch(world: World): Promise<number> {
  const untilMs = world.nowMs() + TENDED_MS;
  let turns = 0;
  try {
    while (turns < TURNS_MAX && world.nowMs() < untilMs && (await tendOnce(world))) turns += 1;
    await copySearchState(world.searchShards, await readSearchState(world.searchShards, world.search));
  } catch (error) {
    world.log.error("search.not_tended", { turns, why: whyOf(error) });
  }
  return turns;
}

const isDue = async (world: World, state: SearchState): Promise<boolean> =>
  Boolean(state.retired || state.rebuild || state.wanted) ||
  isElsewhere(world, state) ||
  (await isLacking(world, state)) ||
  lacksMarkets(world);

async function tendOnce(world: World): Promise<boolean> {
  const state = await readSearchState(world.searchShards, world.search);
  if (state.retired) return turnRetired(world).then(() => true);
  if (state.rebuild || (await isLacking(world, state)) || (await lacksMarkets(world)))
    return !(await turnRebuild(world)).isDone;
  if (state.wanted || isElsewhere(world, state)) {
    if (!state.wanted && !(await spreadShards(world))) return false;
    return turnMove(world);
  }
  return false;
}

/**
 * An index without a row, of a catalogue with products: a fresh database. And one that was never looked at: whoever was here
 * before it has products that it lacks.
 */
async function isLacking(world: World, state: SearchState): Promise<boolean> {
  const databases = [...world.searchShards.databases.values()];
  const filled = await Promise.all(databases.map((db) => hasRows(db, state.serving)));
  if (state.epoch > 0 && filled.includes(true)) return false;
  if ((await listProductIds(world.catalog, "", 1)).length > 0) return true;
  const readBy = marketMarks(await listMarkets(world.catalog));
  if (state.epoch === 0) await moveSearchState(world.search, state, { ...state, readBy });
  return false;
}

/** A database was added that has no shard yet. */
function isElsewhere(world: World, { placement }: SearchState): boolean {
  const placed = new Set(databasesOf(placement));
  return [...world.searchShards.databases.keys()].some((name) => !placed.has(name));
}

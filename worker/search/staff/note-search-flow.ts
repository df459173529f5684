/**
 * Notes what is searched, without making anybody wait: searches are counted in memory, and what has gathered is written
 * once, a moment after. What a stopped isolate had not written yet is lost, as a count may be.
 */
import { newMemory } from "../../base/memory-store.ts";
import { whyOf } from "../../base/why.ts";
import type { MarketId } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { addTallies, listFullMarkets } from "./search-log-store.ts";
import { dayOf, type Noted, newTallies, tally } from "./search-tally.ts";

/** How long searches gather before they are written. */
export const GATHER_MS = 2_000;
/** Which markets are full is asked this often. */
const FULL_KEPT_MS = 60_000;

let waiting = newTallies();
/** When the writer that was set off last will write; one that never did is not waited for twice as long. */
let writesAtMs = 0;
const full = newMemory<string, ReadonlySet<MarketId>>(FULL_KEPT_MS);

type Said = Noted extends infer Each ? (Each extends Noted ? Omit<Each, "atMs"> : never) : never;

export function noteSearch(world: World, noted: Said): void {
  const atMs = world.nowMs();
  tally(waiting, { ...noted, atMs } as Noted);
  if (writesAtMs > atMs - GATHER_MS && writesAtMs !== 0) return;
  writesAtMs = atMs + GATHER_MS;
  world.defer(world.sleep(GATHER_MS).then(() => writeTallies(world)));
}

async function writeTallies(world: World): Promise<void> {
  writesAtMs = 0;
  const gathered = waiting;
  waiting = newTallies();
  if (gathered.searches.size === 0) return;
  try {
    await addTallies(world.insights, gathered, await fullMarkets(world));
  } catch (error) {
    world.log.error("searches.not_noted", { queries: gathered.searches.size, why: whyOf(error) });
  }
}

function fullMarkets(world: World): Promise<ReadonlySet<MarketId>> {
  const atMs = world.nowMs();
  const day = dayOf(atMs);
  return full.recall(day, atMs, () => listFullMarkets(world.insights, day));
}

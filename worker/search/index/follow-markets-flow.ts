/** Keeps the index in step with the markets: by their rows, since what an isolate remembers of them may be a minute old. */
import { listMarkets } from "../../markets/market-store.ts";
import type { World } from "../../world.ts";
import { lacksMarks, marketMarks, withoutOtherMarks } from "./market-marks.ts";
import { turnRebuild } from "./rebuild-search-flow.ts";
import type { SearchState } from "./search-state.ts";
import { moveSearchState, readSearchState } from "./search-state-store.ts";

/** Whether a market has no rows yet. A rebuild that began before the market did does not give it any: another follows. */
export async function lacksMarkets(world: World): Promise<boolean> {
  const state = await readSearchState(world.searchShards, world.search);
  return lacksMarks(state, marketMarks(await listMarkets(world.catalog)));
}

/** The state as it is now, once it no longer names markets that are closed or changed. Where another change came first, the next minute does it. */
export async function forgetOldMarkets(world: World): Promise<SearchState> {
  const state = await readSearchState(world.searchShards, world.search);
  const next = withoutOtherMarks(state, marketMarks(await listMarkets(world.catalog)));
  return next ? ((await moveSearchState(world.search, state, next, { quiet: true })) ?? state) : state;
}

/** After a market was saved: begins at once what the timer would begin. */
export async function followMarkets(world: World): Promise<void> {
  await forgetOldMarkets(world);
  if (await lacksMarkets(world)) await turnRebuild(world);
}

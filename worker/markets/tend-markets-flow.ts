/** What the timer does for markets: a change that a crash left half told is told, and pages made just before it came through go. */
import { MARKETS_TAG } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { MARKETS_SETTLED_MS, projectMarkets, readMarketsChangedAtMs } from "./market-store.ts";

/** The timer comes each minute: one of its turns falls in here. */
const PURGED_AGAIN_MS = 120_000;

/**
 * Isolates may go by what they remember for `MARKETS_SETTLED_MS` after a change, and make pages of it that are kept: all
 * kept pages go once more after that.
 */
export async function tendMarkets(world: World): Promise<void> {
  await projectMarkets(world);
  const agoMs = world.nowMs() - (await readMarketsChangedAtMs(world.catalog));
  if (agoMs >= MARKETS_SETTLED_MS && agoMs < MARKETS_SETTLED_MS + PURGED_AGAIN_MS)
    await purgePages(world, [MARKETS_TAG]);
}

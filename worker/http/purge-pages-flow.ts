/**
 * Purges kept pages within what the cache in front takes: five asks a minute, of a hundred tags each, for the whole account
 * (developers.cloudflare.com/workers/cache/purge). A change purges at once while there are asks left; the rest is noted and
 * goes with the timer, many changes in one ask, the newest first. Where changes come faster than that, those that waited as
 * long as any page is kept are done: their pages have ended by themselves. So a mass change empties no cache, and fails nothing.
 */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { KEPT_SECONDS_MAX } from "./cache-policy.ts";
import { dropTags, dropTagsUntil, listTags, noteTags } from "./page-purge-store.ts";

const PURGE_TAGS_MAX = 100;
const ASKS = { limit: 5, windowMs: 60_000 };
/** Until then this isolate knows that no ask is left, and counts none. */
let spentUntilMs = Number.NEGATIVE_INFINITY;

/** Pages with these tags are served no longer, at once or within minutes. Throws where that cannot even be noted. */
export async function purgePages(world: World, tags: readonly string[]): Promise<void> {
  if (world.pageCache === null || tags.length === 0) return;
  if (!world.pageCache.isLimited) {
    for (let start = 0; start < tags.length; start += PURGE_TAGS_MAX)
      await world.pageCache.purge(tags.slice(start, start + PURGE_TAGS_MAX));
    return;
  }
  await noteTags(world.catalog, tags, world.nowMs());
  await purgeWaiting(world);
}

/** For the timer too. What is refused stays noted. */
export async function purgeWaiting(world: World): Promise<void> {
  const { pageCache } = world;
  if (!pageCache?.isLimited || world.nowMs() < spentUntilMs) return;
  await dropTagsUntil(world.catalog, world.nowMs() - KEPT_SECONDS_MAX * 1_000);
  for (let asks = 0; asks < ASKS.limit; asks += 1) {
    const waiting = await listTags(world.catalog, PURGE_TAGS_MAX);
    if (waiting.length === 0) return;
    const { allowed, retryAfterMs } = await world.counters.take("pages.purge", ASKS);
    if (!allowed) spentUntilMs = world.nowMs() + retryAfterMs;
    if (!allowed) return;
    try {
      await pageCache.purge(waiting.map(({ tag }) => tag));
      await dropTags(world.catalog, waiting);
    } catch (error) {
      return world.log.error("pages.purge_refused", { waiting: waiting.length, why: whyOf(error) });
    }
  }
}

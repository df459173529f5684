/**
 * Purges kept pages within what the cache in front takes: five asks a minute, of a hundred tags each, for the whole account
 * (developers.cloudflare.com/workers/cache/purge). A change purges at once while there are asks left; the rest is noted and
 * goes with the timer, many changes in one ask. So a mass change makes pages late by a minute or two, and fails nothing.
 */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { dropTags, dropTagsUntil, listTags, noteTags } from "./page-purge-store.ts";

const PURGE_TAGS_MAX = 100;
const ASKS = { limit: 5, windowMs: 60_000 };
/** What a minute's asks can carry; where more wait, everything goes in one ask. */
const WAITING_MAX = ASKS.limit * PURGE_TAGS_MAX;
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
  for (let asks = 0; asks < ASKS.limit; asks += 1) {
    const waiting = await listTags(world.catalog, WAITING_MAX + 1);
    if (waiting.length === 0) return;
    const { allowed, retryAfterMs } = await world.counters.take("pages.purge", ASKS);
    if (!allowed) spentUntilMs = world.nowMs() + retryAfterMs;
    if (!allowed) return;
    try {
      await purgeOnce(world, waiting, pageCache);
    } catch (error) {
      return world.log.error("pages.purge_refused", { waiting: waiting.length, why: whyOf(error) });
    }
  }
}

async function purgeOnce(
  world: World,
  waiting: Awaited<ReturnType<typeof listTags>>,
  pageCache: NonNullable<World["pageCache"]>,
): Promise<void> {
  if (waiting.length > WAITING_MAX) {
    const atMs = world.nowMs();
    await pageCache.purge("everything");
    return dropTagsUntil(world.catalog, atMs);
  }
  const now = waiting.slice(0, PURGE_TAGS_MAX);
  await pageCache.purge(now.map(({ tag }) => tag));
  await dropTags(world.catalog, now);
}

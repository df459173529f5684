/** What many search and find, for suggestions: gathered from the counts by the timer, kept near the shopper in KV. */
import { newMemory } from "../../base/memory-store.ts";
import type { Market, MarketId } from "../../markets/markets.ts";
import type { World } from "../../world.ts";
import { gatherPopularity } from "../popularity/gather-popularity-flow.ts";
import { listQueries, pruneAskers, pruneSearchLog } from "./search-log-store.ts";
import { dayOf } from "./search-tally.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const GATHERED_DAYS = 28;
/** The timer gathers when the minute of the clock is a multiple of this. */
const GATHERED_EACH_MINUTES = 10;
/** Of a market. */
const POPULAR_MAX = 300;
/**
 * Networks, each once a day, and days that make a query popular. It found products with every word of it, so it is made of
 * the shop's own words, and it is shown as the products spell it.
 */
export const POPULAR_MIN = 5;
export const POPULAR_DAYS_MIN = 2;
/** The least that KV takes is 30. */
const NEAR_SECONDS = 300;
const REMEMBERED_MS = 60_000;

const keyOf = (market: MarketId) => `popular-queries/${market}`;
const remembered = newMemory<MarketId, readonly string[]>(REMEMBERED_MS);

/** The most searched first; up to a quarter of an hour old. */
export const readPopularQueries = (world: World, market: Market): Promise<readonly string[]> =>
  remembered.recall(market.id, world.nowMs(), async () => {
    const key = keyOf(market.id);
    return (await world.documents.get<string[]>(key, { type: "json", cacheTtl: NEAR_SECONDS })) ?? [];
  });

/** The timer's: forgets old counts, counts what is sold, and every ten minutes gathers what is searched. */
export async function sweepSearchLog(world: World): Promise<void> {
  const nowMs = world.nowMs();
  await pruneSearchLog(world.insights, (await world.markets()).all, nowMs);
  await pruneAskers(world.insights, nowMs);
  await gatherPopularity(world);
  if (Math.floor(nowMs / MINUTE_MS) % GATHERED_EACH_MINUTES === 0) await gatherPopular(world);
}

/** What somebody typed, as far as it is words: signs and pictures between them are nobody's suggestion. */
const wordsIn = (shown: string): string =>
  (shown.match(/[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}.+-]*[\p{L}\p{M}\p{N}])?/gu) ?? []).join(" ");

/** Bears running twice. Writes only what has changed. */
export async function gatherPopular(world: World): Promise<void> {
  const fromDay = dayOf(world.nowMs() - GATHERED_DAYS * DAY_MS);
  for (const { id } of (await world.markets()).list) {
    const rows = await listQueries(world.insights, { markets: [id], fromDay, which: "whole", limit: POPULAR_MAX });
    const queries = JSON.stringify(
      rows
        .filter(({ searches, days }) => searches >= POPULAR_MIN && days >= POPULAR_DAYS_MIN)
        .map(({ shown }) => wordsIn(shown)),
    );
    if (queries !== ((await world.documents.get(keyOf(id))) ?? "[]")) await world.documents.put(keyOf(id), queries);
  }
  remembered.forget();
}

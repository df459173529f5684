/**
 * How long what an answer says of products stays true by the clock: their sales begin and end, they come and go. Whoever lets
 * an answer be kept asks for that, so that no copy shows a sale that is over.
 */
import { whyOf } from "../base/why.ts";
import { readFirstDue, readNextTurn } from "../catalog/publication-store.ts";
import type { World } from "../world.ts";
import { KEPT_SECONDS_MAX } from "./cache-policy.ts";

const SECOND_MS = 1_000;
/** Seconds; of none of the products where that is longer than anything is kept. */
type SecondsLeft = (ids: () => Promise<readonly string[]> | readonly string[]) => Promise<number>;

/**
 * Begins with one read, beside those of the answer itself: when the first of all products is due. Only where that is
 * soon are those asked that the answer shows. Where it cannot be read, there is no time left: nothing is kept.
 */
export function readSecondsLeft(world: World): SecondsLeft {
  const unread = (error: unknown) => {
    world.log.error("cache.clock_unread", { why: whyOf(error) });
    return 0;
  };
  const first = readFirstDue(world.catalog).catch(unread);
  return async (ids) => {
    const dueMs = await first;
    if (dueMs === null || dueMs > world.nowMs() + KEPT_SECONDS_MAX * SECOND_MS) return Number.POSITIVE_INFINITY;
    const turnMs = await Promise.resolve(ids())
      .then((shown) => readNextTurn(world.catalog, shown, world.nowMs()))
      .catch(unread);
    return turnMs === null ? Number.POSITIVE_INFINITY : (turnMs - world.nowMs()) / SECOND_MS;
  };
}

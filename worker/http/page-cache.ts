/**
 * The cache in front of the Worker (Workers Cache) keeps what names a policy of cache-policy.ts; this takes out of it what is
 * not true any more. A local store has a stand-in for that cache, which is purged the same way (tools/workers-cache/).
 */
import { cache as workersCache } from "cloudflare:workers";
import { assert } from "../base/assert.ts";

export type PageCache = {
  /** No answer that carries one of these tags is served from now on. Throws when the purge is refused. */
  purge(tags: readonly string[]): Promise<void>;
};

type Purger = { purge?: (ask: { tags: string[] }) => Promise<Pick<CachePurgeResult, "success" | "errors">> };

/** A purge ask takes 100 tags at most (Workers Cache's limit). */
const PURGE_TAGS_MAX = 100;

/** Where there is no such cache nothing is kept, so nothing is purged. */
export function pageCacheOf({ LOCAL_CACHE }: Pick<Env, "LOCAL_CACHE">): PageCache {
  const real = workersCache as unknown as Purger | undefined;
  const purger = real?.purge ? real : (LOCAL_CACHE as Purger | undefined);
  return { purge: async (tags) => purger && purge(purger, tags) };
}

/** The message behind a purge that is refused is delivered again. */
async function purge(purger: Purger, tags: readonly string[]): Promise<void> {
  for (let start = 0; start < tags.length; start += PURGE_TAGS_MAX) {
    const answer = await purger.purge?.({ tags: tags.slice(start, start + PURGE_TAGS_MAX) });
    assert(answer?.success === true, `kept pages are purged: ${answer?.errors.map(({ code }) => code).join(" ")}`);
  }
}

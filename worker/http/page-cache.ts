/**
 * The cache in front of the Worker (Workers Cache) keeps what names a policy of cache-policy.ts; this takes out of it what is
 * not true any more. A local store has a stand-in for that cache, which is purged the same way (tools/workers-cache/).
 */
import { cache as workersCache } from "cloudflare:workers";
import { assert } from "../base/assert.ts";

export type PageCache = {
  /** No answer that carries one of these tags (100 at most) is served from now on. Throws when the ask is refused. */
  purge(tags: readonly string[]): Promise<void>;
  /** It takes few asks a minute. */
  isLimited: boolean;
};

type Purger = { purge?: (ask: { tags: string[] }) => Promise<Pick<CachePurgeResult, "success" | "errors">> };

/** Null where there is no such cache: nothing is kept, so nothing is purged. */
export function pageCacheOf({ LOCAL_CACHE }: Pick<Env, "LOCAL_CACHE">): PageCache | null {
  const real = workersCache as unknown as Purger | undefined;
  const purger = real?.purge ? real : (LOCAL_CACHE as Purger | undefined);
  return purger
    ? {
        purge: (tags) => ask(purger, [...tags]),
        isLimited: purger === real,
      }
    : null;
}

async function ask(purger: Purger, tags: string[]): Promise<void> {
  const answer = await purger.purge?.({ tags });
  assert(answer?.success === true, `kept pages are purged: ${answer?.errors.map(({ code }) => code).join(" ")}`);
}

/**
 * Keeps whole pages near the shopper. Where Workers Cache stands in front of the Worker (in production) it does the
 * keeping, by the same headers, and this only purges it; elsewhere the Cache API keeps pages and the times of purges.
 */
import { cache as workersCache } from "cloudflare:workers";
import { assert } from "../base/assert.ts";

/** Where the Cache API keeps pages, a page is found by its address alone, whatever the request's headers say. */
export type PageCache = {
  /** The kept copy, or what `render` makes. Renders behind the shopper's back when the copy is stale. */
  serve(request: Request, render: () => Promise<Response>): Promise<Response>;
  /** No page that carries one of these tags is served from now on. */
  purge(tags: readonly string[]): Promise<void>;
};

type Lifetime = { waitUntil(work: Promise<unknown>): void };
type Purger = { purge?: (ask: { tags: string[] }) => Promise<CachePurgeResult> };

/** Set by astro.config.mjs, anew at each build. A page of another build asks for styles and scripts that are gone. */
declare const MERIDIAN_BUILD: string | undefined;
const build = typeof MERIDIAN_BUILD === "string" ? MERIDIAN_BUILD : "";

const STORED_AT = "x-meridian-stored-at";
const STORED_BY = "x-meridian-stored-by";
const STATE = "x-page-cache";
/** A purge ask takes 100 tags at most (Workers Cache's limit). */
const PURGE_TAGS_MAX = 100;
/** How long an isolate trusts what it read of a tag's last purge. */
const PURGE_MEMO_MS = 1_000;
/** Purge times need to outlive every copy they may void. */
const PURGE_KEPT_SECONDS = 86_400;

// The runtime types of Workers and of browsers both name `caches`; only the former has `default`.
const pageStore = (caches as unknown as { default: Cache }).default;
const purgedAt = new Map<string, { atMs: number; readAtMs: number }>();
const PURGE_MEMO_MAX = 5_000;

/** Keeps none where `PAGES_KEPT` is `off`. */
export function pageCacheOf({ PAGES_KEPT }: Pick<Env, "PAGES_KEPT">, lifetime: Lifetime): PageCache {
  if (PAGES_KEPT === "off") return { serve: (_, render) => render(), purge: async () => undefined };
  const purger = workersCache as unknown as Purger | undefined;
  if (purger?.purge) return { serve: (_, render) => render(), purge: (tags) => purgeEdge(purger, tags) };
  return { serve: (request, render) => serveKept(lifetime, request, render), purge: purgeKept };
}

/** Throws when it is refused: the message behind it is delivered again, and what was deferred is logged. */
async function purgeEdge(purger: Purger, tags: readonly string[]): Promise<void> {
  for (let start = 0; start < tags.length; start += PURGE_TAGS_MAX) {
    const answer = await purger.purge?.({ tags: tags.slice(start, start + PURGE_TAGS_MAX) });
    assert(answer?.success === true, `kept pages are purged: ${answer?.errors.map(({ code }) => code).join(" ")}`);
  }
}

async function serveKept(lifetime: Lifetime, request: Request, render: () => Promise<Response>): Promise<Response> {
  const key = new Request(request.url, { method: "GET" });
  const kept = await pageStore.match(key);
  const age = kept ? await ageOf(kept) : null;
  if (!kept || !age) return keep(lifetime, key, await render(), "miss");
  if (age.state === "stale") lifetime.waitUntil(render().then((fresh) => keep(lifetime, key, fresh, "revalidated")));
  return answer(kept, age.state === "stale" ? "stale" : "hit");
}

/** Null when the copy may not be served any more. */
async function ageOf(kept: Response): Promise<{ state: "fresh" | "stale" } | null> {
  if (kept.headers.get(STORED_BY) !== build) return null;
  const storedAtMs = Number(kept.headers.get(STORED_AT));
  const { freshSeconds, staleSeconds } = boundsOf(kept);
  const ageMs = Date.now() - storedAtMs;
  if (ageMs > (freshSeconds + staleSeconds) * 1_000) return null;
  const purges = await Promise.all(tagsOf(kept).map(readPurge));
  if (purges.some((atMs) => atMs >= storedAtMs)) return null;
  return { state: ageMs > freshSeconds * 1_000 ? "stale" : "fresh" };
}

function keep(lifetime: Lifetime, key: Request, fresh: Response, state: string): Response {
  const { freshSeconds, staleSeconds } = boundsOf(fresh);
  if (fresh.status !== 200 || freshSeconds === 0 || fresh.headers.has("set-cookie")) return fresh;
  const copy = new Response(fresh.clone().body, fresh);
  copy.headers.set(STORED_AT, String(Date.now()));
  copy.headers.set(STORED_BY, build);
  copy.headers.set("cache-control", `public, max-age=${freshSeconds + staleSeconds}`);
  lifetime.waitUntil(pageStore.put(key, copy));
  return answer(fresh, state);
}

/** What goes out says "ask again" to browsers, whatever the kept copy's own header says. */
function answer(response: Response, state: string): Response {
  const out = new Response(response.body, response);
  out.headers.delete(STORED_AT);
  out.headers.delete(STORED_BY);
  out.headers.delete("cf-cache-status");
  out.headers.set("cache-control", "public, no-cache");
  out.headers.set(STATE, state);
  return out;
}

function boundsOf(response: Response): { freshSeconds: number; staleSeconds: number } {
  const header = response.headers.get("cloudflare-cdn-cache-control") ?? "";
  const seconds = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(header)?.[1] ?? 0);
  return { freshSeconds: seconds("max-age"), staleSeconds: seconds("stale-while-revalidate") };
}

const tagsOf = (response: Response) => (response.headers.get("cache-tag") ?? "").split(",").filter(Boolean);
const tagKey = (tag: string) => `https://page-cache.internal/tags/${encodeURIComponent(tag)}`;

async function readPurge(tag: string): Promise<number> {
  const known = purgedAt.get(tag);
  if (known && Date.now() - known.readAtMs < PURGE_MEMO_MS) return known.atMs;
  const atMs = Number((await (await pageStore.match(tagKey(tag)))?.text()) ?? 0);
  rememberPurge(tag, atMs);
  return atMs;
}

async function purgeKept(tags: readonly string[]): Promise<void> {
  const atMs = Date.now();
  for (const tag of tags) {
    rememberPurge(tag, atMs);
    const headers = { "cache-control": `public, max-age=${PURGE_KEPT_SECONDS}` };
    await pageStore.put(tagKey(tag), new Response(String(atMs), { headers }));
  }
}

function rememberPurge(tag: string, atMs: number): void {
  if (purgedAt.size >= PURGE_MEMO_MAX) purgedAt.clear();
  purgedAt.set(tag, { atMs, readAtMs: Date.now() });
}

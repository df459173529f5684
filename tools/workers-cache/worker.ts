/**
 * Stands in for Cloudflare's Workers Cache in a local runtime, which has none: in front of the store's Worker, keeps what its
 * headers allow, and says in `cf-cache-status` what it did. The store purges it as it purges the real one.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import { keepingOf, keysOf, mayBeKept, tagsOf, variesByHost } from "./keeping.ts";
import { KEPT_BYTES_MAX, type Kept, KeptResponses } from "./kept-responses.ts";

type CacheEnv = { STORE: Fetcher };
type Lifetime = { waitUntil(work: Promise<unknown>): void };

/** Limits of an ask to purge, as the real one has them. */
const PURGE_TAGS_MAX = 100;
/** What is smaller is not packed. */
const PACKED_FROM_BYTES = 1_024;
const TEXT = /^(text\/|application\/(json|xml|manifest\+json|problem\+json)|image\/svg)/i;

const responses = new KeptResponses();
/** What a new copy is being made of: each address at each host. */
const renewing = new Set<string>();

export default {
  async fetch(request: Request, { STORE }: CacheEnv, lifetime: Lifetime): Promise<Response> {
    if (!mayBeKept(request)) return STORE.fetch(request);
    const { shared, ofHost } = keysOf(request.url);
    const found = responses.find(ofHost, Date.now()) ?? responses.find(shared, Date.now());
    if (found?.age === "fresh") return answerOf(request, found.kept, "HIT");
    if (found?.age === "stale") {
      if (!renewing.has(request.url)) lifetime.waitUntil(renew(request, STORE, lifetime));
      return answerOf(request, found.kept, "UPDATING");
    }
    const fresh = await ask(request, STORE, lifetime).catch((error: unknown) => {
      if (!found) throw error;
    });
    if (found && (!fresh || fresh.status >= 500)) return answerOf(request, found.kept, "STALE");
    return fresh as Response;
  },
};

/** What the store calls in place of the cache of `cloudflare:workers`. */
export class Purger extends WorkerEntrypoint<CacheEnv> {
  purge({ tags = [], purgeEverything = false }: { tags?: string[]; purgeEverything?: boolean }) {
    if (purgeEverything) responses.purgeAll(Date.now());
    if (tags.length > PURGE_TAGS_MAX) return { success: false, errors: [{ code: 0, message: "Too many tags" }] };
    responses.purge(tags, Date.now());
    return { success: true, errors: [] };
  }
}

async function renew(request: Request, store: Fetcher, lifetime: Lifetime): Promise<void> {
  renewing.add(request.url);
  await ask(request, store, lifetime)
    .then((fresh) => fresh.arrayBuffer())
    .finally(() => renewing.delete(request.url));
}

/** The store's answer as it comes in; a copy of it is kept where it may be. */
async function ask(request: Request, store: Fetcher, lifetime: Lifetime): Promise<Response> {
  const begunAtMs = Date.now();
  const fresh = await store.fetch(request);
  // Its age counts from here, however long its end is on its way.
  const storedAtMs = Date.now();
  // Static files have an edge of their own, which this cache never sees.
  const keeping = fresh.headers.has("cf-cache-status") ? null : keepingOf(request, fresh);
  if (!keeping || !fresh.body || Number(fresh.headers.get("content-length") ?? 0) > KEPT_BYTES_MAX) return fresh;
  const [out, copy] = fresh.body.tee();
  const { status } = fresh;
  const headers = [...fresh.headers] as [string, string][];
  const keep = async () => {
    const body = await new Response(copy).arrayBuffer();
    const packed = await pack(fresh.headers, body);
    const kept = { status, headers, body, packed, tags: tagsOf(fresh.headers), keeping, storedAtMs };
    const { shared, ofHost } = keysOf(request.url);
    responses.keep(variesByHost(fresh.headers) ? ofHost : shared, kept, begunAtMs);
  };
  lifetime.waitUntil(keep());
  return new Response(out, { status, headers: [...headers, ["cf-cache-status", "MISS"]] });
}

/** As Cloudflare does it to what is text. */
async function pack(headers: Headers, body: ArrayBuffer): Promise<ArrayBuffer | null> {
  if (body.byteLength < PACKED_FROM_BYTES || headers.has("content-encoding")) return null;
  if (!TEXT.test(headers.get("content-type") ?? "")) return null;
  const packing = new Response(body).body?.pipeThrough(new CompressionStream("gzip"));
  return packing ? new Response(packing).arrayBuffer() : null;
}

function answerOf({ headers: asked }: Request, { status, headers, body, packed }: Kept, state: string): Response {
  const said: [string, string][] = [...headers.map(([name, value]): [string, string] => [name, value])];
  said.push(["cf-cache-status", state]);
  if (!packed || !/\bgzip\b/i.test(asked.get("accept-encoding") ?? ""))
    return new Response(body, { status, headers: said });
  said.push(["content-encoding", "gzip"], ["vary", "accept-encoding"]);
  return new Response(packed, { status, headers: said, encodeBody: "manual" });
}

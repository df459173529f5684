/**
 * How long Cloudflare's Workers Cache keeps a response, by its published rules (developers.cloudflare.com/workers/cache):
 * the first of three headers that is there decides; without any, a 200 is kept two hours and a 404 three minutes. Rules only.
 */

/** In milliseconds, one after the other; `error` is how long a copy still stands in for a Worker that fails. */
export type Keeping = { freshMs: number; staleMs: number; errorMs: number };

/** The edge's own header goes before what browsers are told. */
const DECIDING = ["cloudflare-cdn-cache-control", "cdn-cache-control", "cache-control"];
const NEVER = /\b(private|no-store|no-cache)\b/i;
/** With these no copy is served while a new one is made. */
const NO_STALE = /\b(s-maxage|must-revalidate|proxy-revalidate)\b/i;
const HEURISTIC_MS: Readonly<Record<number, number>> = { 200: 2 * 3_600_000, 404: 3 * 60_000 };
/** Without a word about it the cache would keep on; this is long enough for a store that is started anew. */
const ERROR_MS_DEFAULT = 86_400_000;
const SECOND_MS = 1_000;

/** Only these are looked for among what is kept. */
export const mayBeKept = ({ method, headers }: Pick<Request, "method" | "headers">): boolean =>
  method === "GET" && !headers.has("range") && !headers.has("upgrade");

/** What it may vary by here: how it is packed, which this cache does itself, and the host. */
const VARIES = /^((accept-encoding|host)(\s*,\s*|$))*$/i;

/** Null for what is not kept. What varies by anything else is not kept here, though Cloudflare would. */
export function keepingOf(request: Pick<Request, "headers">, { status, headers }: Response): Keeping | null {
  if (headers.has("set-cookie") || !VARIES.test(headers.get("vary") ?? "")) return null;
  const said = DECIDING.map((name) => headers.get(name)).find((value) => value !== null);
  if (said === undefined || said === null) return heuristicOf(request, status);
  if (NEVER.test(said)) return null;
  if (request.headers.has("authorization") && !/\bpublic\b/i.test(said)) return null;
  const freshMs = (secondsOf(said, "s-maxage") ?? secondsOf(said, "max-age") ?? 0) * SECOND_MS;
  if (status !== 200 || freshMs === 0) return null;
  const staleMs = NO_STALE.test(said) ? 0 : (secondsOf(said, "stale-while-revalidate") ?? 0) * SECOND_MS;
  const onError = secondsOf(said, "stale-if-error");
  return { freshMs, staleMs, errorMs: onError === null ? ERROR_MS_DEFAULT : onError * SECOND_MS };
}

function heuristicOf({ headers }: Pick<Request, "headers">, status: number): Keeping | null {
  const freshMs = HEURISTIC_MS[status];
  if (freshMs === undefined || headers.has("authorization")) return null;
  return { freshMs, staleMs: 0, errorMs: ERROR_MS_DEFAULT };
}

function secondsOf(header: string, name: string): number | null {
  const found = new RegExp(`(?:^|[\\s,])${name}=(\\d{1,9})`, "i").exec(header);
  return found ? Number(found[1]) : null;
}

export type Age = "fresh" | "stale" | "spent" | "gone";
/** `spent` is good for nothing but to stand in for an error. */
export function ageOf({ freshMs, staleMs, errorMs }: Keeping, ageMs: number): Age {
  if (ageMs <= freshMs) return "fresh";
  if (ageMs <= freshMs + staleMs) return "stale";
  return ageMs <= freshMs + errorMs ? "spent" : "gone";
}

/** Tags of a response: case counts for nothing. */
export const tagsOf = (headers: Headers): string[] =>
  (headers.get("cache-tag") ?? "")
    .toLowerCase()
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);

/** Whether another host's copy is another one. */
export const variesByHost = (headers: Headers): boolean => /\bhost\b/i.test(headers.get("vary") ?? "");

/** What a copy is kept under: path and query, as Cloudflare's cache is of a Worker and not of a host, unless it varies by that. */
export function keysOf(url: string): { shared: string; ofHost: string } {
  const { host, pathname, search } = new URL(url);
  return { shared: pathname + search, ofHost: `${host} ${pathname}${search}` };
}

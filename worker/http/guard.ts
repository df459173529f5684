/** What every API request passes before its route: an id, headers that say "do not keep", and the checks that cost nothing. */
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { WHOLE_BYTES_MAX } from "../catalog/digital/digital.ts";
import { PART_BYTES } from "../catalog/digital/file-parts.ts";
import { PICTURE_BYTES_MAX } from "../catalog/pictures/picture-inspect.ts";
import { worldOf } from "../world.ts";
import { NO_STORE } from "./cache-policy.ts";
import type { App } from "./context.ts";
import { problem } from "./problem.ts";

/** Of every body but a picture's, a sold file's or an import's chunk. */
export const BODY_BYTES_MAX = 1_048_576;
const REQUEST_ID = /^[\w-]{8,64}$/;

/** Takes the caller's `X-Request-Id` when it is one, else makes one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id") ?? "";
  return REQUEST_ID.test(given) ? given : crypto.randomUUID();
}

/** What a cache keeps is answered to others too: it says no id of the request that made it. */
export const isKept = (answer: Response): boolean => answer.headers.has("cache-tag");

/** Goes first: what follows finds the world and the request's id, and no viewer yet. The answer has the id too, unless it is kept. */
export const withWorld: MiddlewareHandler<App> = async (c, next) => {
  const requestId = requestIdOf(c.req.raw);
  c.set("requestId", requestId);
  c.set("viewer", null);
  c.set("world", worldOf(c.env, c.executionCtx, requestId, new URL(c.req.url).origin));
  await next();
  if (!isKept(c.res)) c.header("x-request-id", requestId);
};

/** A response says itself if it may be kept; all others are not. */
export const withSafeHeaders: MiddlewareHandler<App> = async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.header("cache-control", NO_STORE);
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "strict-origin-when-cross-origin");
};

/** Of a chunk of an import: one product of as many variants as may be kept, in a script of three bytes a letter. */
export const CHUNK_BODY_BYTES_MAX = 16_000_000;

type Large = { method: string; path: RegExp; bytesMax: number };
/** Pictures, and files that are sold, are sent as they are; every other body is JSON. */
const RAW: readonly Large[] = [
  { method: "POST", path: /^\/api\/admin\/media$/, bytesMax: PICTURE_BYTES_MAX },
  { method: "PUT", path: /^\/api\/admin\/media\//, bytesMax: PICTURE_BYTES_MAX },
  { method: "PUT", path: /^\/api\/admin\/files\/[^/]+$/, bytesMax: WHOLE_BYTES_MAX },
  { method: "PUT", path: /^\/api\/admin\/files\/[^/]+\/parts\/[^/]+$/, bytesMax: PART_BYTES },
];
/** JSON that staff's programs send. */
const LARGE_JSON: readonly Large[] = [
  { method: "POST", path: /^\/api\/admin\/import-runs\/[^/]+\/chunks\/\d+$/, bytesMax: CHUNK_BODY_BYTES_MAX },
];
const largeOf = ({ req: { method, path } }: Context<App>, list: readonly Large[]) =>
  list.find((large) => large.method === method && large.path.test(path));
const rawOf = (c: Context<App>) => largeOf(c, RAW);

/** Mail programs post a form there, as RFC 8058 has it. Nothing of its body is read. */
const ONE_CLICK_PATH = "/api/waits/stop";

const limitedTo = (maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => problem(c, { code: "request.too_large" }) });
const withSmallBody = limitedTo(BODY_BYTES_MAX);
const withLargeBody = new Map([...RAW, ...LARGE_JSON].map((large) => [large, limitedTo(large.bytesMax)]));
/**
 * A larger body is `request.too_large`. One that says its length is not read here; one that does not is read to be measured,
 * before anybody asked who sends it, so it is never more than a small one.
 */
export const withLimitedBody: MiddlewareHandler<App> = (c, next) => {
  const large = rawOf(c) ?? largeOf(c, LARGE_JSON);
  const saysLength = c.req.header("content-length") !== undefined && !c.req.header("transfer-encoding");
  const limit = large && saysLength ? withLargeBody.get(large) : undefined;
  return (limit ?? withSmallBody)(c, next);
};

const CHANGES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Refuses a change that a browser was made to send by another site. Browsers say where a request comes from in
 * `Sec-Fetch-Site` and `Origin`, and pages cannot forge either; programs send neither and carry no cookies unasked.
 */
export const withSameSite: MiddlewareHandler<App> = async (c, next) => {
  if (!CHANGES.has(c.req.method)) return next();
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (site && site !== "same-origin" && site !== "none") return problem(c, { code: "request.cross_site" });
  if (origin && origin !== new URL(c.req.url).origin) return problem(c, { code: "request.cross_site" });
  return next();
};

/** A change's body is JSON or there is none: Hono's validator would hand `{}` on for any other content type. */
export const withJsonOnly: MiddlewareHandler<App> = async (c, next) => {
  // A client that sends a length of 0 sends nothing, though the runtime hands over a body.
  const isSent = c.req.raw.body !== null && c.req.header("content-length") !== "0";
  const isRaw = rawOf(c) !== undefined || c.req.path === ONE_CLICK_PATH;
  const hasBody = CHANGES.has(c.req.method) && isSent && !isRaw;
  if (hasBody && !/^application\/([\w.+-]+\+)?json\b/i.test(c.req.header("content-type") ?? ""))
    return problem(c, { code: "request.not_json" });
  return next();
};

/**
 * Refuses what comes too often, with the time to wait. Counted exactly, however many tries come at once. A try that
 * cannot be counted passes: no sale is lost because a counter is down.
 */
import type { Context, MiddlewareHandler } from "hono";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import type { App } from "./context.ts";
import { LIMITS, type LimitName, networkOf } from "./limits.ts";
import { problem } from "./problem.ts";
import type { RequestProblem } from "./request-problem.ts";

export type RateLimited = Extract<RequestProblem, { code: "request.rate_limited" }>;
type KeyOf = (c: Context<App>) => string | null | Promise<string | null>;
const DAMPER_PERIOD_SECONDS = 60;

/** The visitor's network, by the header that Cloudflare sets; null on this machine itself. */
export const networkOfRequest = (c: Context<App>): string | null => networkOf(c.req.header("cf-connecting-ip"));

/** Middleware: `app.on("POST", "/api/carts", limitTries("cart.create"))`. A key of null is not limited. */
export const limitTries =
  (name: LimitName, keyOf: KeyOf = networkOfRequest): MiddlewareHandler<App> =>
  async (c, next) => {
    const key = await keyOf(c);
    const passed = key === null ? done(null) : await takeTry(c.var.world, name, key);
    return passed.ok ? next() : problem(c, passed.problem);
  };

/** The same for a page or a flow. */
export async function takeTry(world: World, name: LimitName, key: string): Promise<Outcome<null, RateLimited>> {
  try {
    const { allowed, retryAfterMs } = await world.counters.take(`${name}:${key}`, LIMITS[name]);
    if (allowed) return done(null);
    return refused({ code: "request.rate_limited", retryAfterSeconds: Math.ceil(retryAfterMs / 1_000) });
  } catch (error) {
    world.log.error("limit.not_counted", { limit: name, why: whyOf(error) });
    return done(null);
  }
}

/** The same for a page's form, counted by the network it came from. */
export async function takeTryOfNetwork(
  world: World,
  name: LimitName,
  headers: Headers,
): Promise<Outcome<null, RateLimited>> {
  const network = networkOf(headers.get("cf-connecting-ip"));
  return network === null ? done(null) : takeTry(world, name, network);
}

/** Damps floods from one network. Counted by each Cloudflare location for itself, and costs nothing. */
const dampBy =
  (name: "API_DAMPER" | "PAGE_DAMPER" | "SEARCH_DAMPER" | "MEDIA_DAMPER" | "VITALS_DAMPER"): MiddlewareHandler<App> =>
  async (c, next) => {
    const key = networkOfRequest(c);
    if (key === null || (await c.env[name].limit({ key })).success) return next();
    return problem(c, { code: "request.rate_limited", retryAfterSeconds: DAMPER_PERIOD_SECONDS });
  };
/** Over all of the API, and over forms. */
export const withDamper = dampBy("API_DAMPER");
/** Over pages that are looked at. Like the rest it sees only what the cache in front did not have. */
export const withPageDamper = dampBy("PAGE_DAMPER");
/** Over what is searched: whoever makes every address another one misses the cache, and asks every part of the index. */
export const withSearchDamper = dampBy("SEARCH_DAMPER");
/** Over pictures that no cache had: a page shows dozens. */
export const withMediaDamper = dampBy("MEDIA_DAMPER");
/** Over what pages tell of their speed: one network must not be what the shop looks like. */
export const withVitalsDamper = dampBy("VITALS_DAMPER");

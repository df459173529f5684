/** What every page starts from: the world, the market its address names, that market's words; and the headers it ends with. */

import { defineMiddleware } from "astro:middleware";
import { env } from "cloudflare:workers";
import { whyOf } from "../worker/base/why.ts";
import { requestIdOf } from "../worker/http/guard.ts";
import { purgePages } from "../worker/http/purge-pages-flow.ts";
import { worldOf } from "../worker/world.ts";
import { formatFor } from "./format.ts";
import { messagesOf } from "./messages.ts";
import { securePage, sentAsMade } from "./page-headers.ts";
import { marketOfPage, pathsOf, standInFor, withMarketAsWritten } from "./paths.ts";
import { lacksPart } from "./shell-data.ts";

/** A copy that is taken back before it was kept would be kept. */
const KEPT_BY_THEN_MS = 1_000;

/**
 * Where the address names no market, the page has the default one's. A page that throws is logged under its request's
 * id.
 */
export const onRequest = defineMiddleware(async ({ locals, redirect, request, url, routePattern }, next) => {
  // An error page is rendered in the same request: it keeps the id that the first try logged.
  const requestId = locals.requestId ?? requestIdOf(request);
  locals.requestId = requestId;
  locals.world = worldOf(env as Env, locals.cfContext, requestId, url.origin);
  const markets = await locals.world.markets();
  const market = marketOfPage(markets, url.pathname) ?? standInFor(markets, url.pathname) ?? markets.default;
  locals.markets = markets;
  locals.market = market;
  locals.paths = pathsOf(market.id);
  locals.t = messagesOf(market.locale);
  locals.format = formatFor(market);
  const asWritten = request.method === "GET" ? withMarketAsWritten(markets, url) : null;
  if (asWritten) return securePage(redirect(asWritten, 301), requestId, url.protocol === "https:");
  try {
    const { world } = locals;
    const page = sentAsMade(await next(), {
      id: world.newId(),
      isPartial: () => lacksPart(world),
      takeBack: (tag) => world.defer(world.sleep(KEPT_BY_THEN_MS).then(() => purgePages(world, [tag]))),
    });
    return securePage(page, requestId, url.protocol === "https:");
  } catch (error) {
    locals.world.log.error("page.failed", { page: routePattern, why: whyOf(error) });
    throw loggedFailure(requestId);
  }
});

/** Astro prints what a page throws, stack and all, and would so print the values that a failed query was given. */
function loggedFailure(requestId: string): Error {
  const failure = new Error(`The page failed; why is logged under ${requestId}`);
  failure.stack = "";
  return failure;
}

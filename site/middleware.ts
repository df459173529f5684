/** What every page starts from: the world, the market its address names, that market's words; and the headers it ends with. */

import { defineMiddleware } from "astro:middleware";
import { env } from "cloudflare:workers";
import { whyOf } from "../worker/base/why.ts";
import { NO_STORE } from "../worker/http/cache-policy.ts";
import { requestIdOf } from "../worker/http/guard.ts";
import { purgePages } from "../worker/http/purge-pages-flow.ts";
import { leadFrom, otherPlaces } from "../worker/markets/market-origin.ts";
import { worldOf } from "../worker/world.ts";
import { leadWithCart } from "./cart-hop.ts";
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
export const onRequest = defineMiddleware(async (context, next) => {
  const { locals, redirect, request, url, routePattern } = context;
  // An error page is rendered in the same request: it keeps the id that the first try logged.
  const requestId = locals.requestId ?? requestIdOf(request);
  locals.requestId = requestId;
  locals.world = worldOf(env as Env, locals.cfContext, requestId, url.origin);
  const markets = await locals.world.markets();
  const named = marketOfPage(markets, url.pathname);
  const market = named ?? standInFor(markets, url.pathname) ?? markets.default;
  const store = locals.world.config.storeOrigin;
  const lead = named && leadFrom(markets, named, { url, method: request.method, store });
  locals.markets = markets;
  locals.market = market;
  locals.paths = pathsOf(market.id);
  locals.t = messagesOf(market.locale);
  locals.format = formatFor(market);
  const isHttps = url.protocol === "https:";
  const formsTo = otherPlaces(markets, { asked: url.origin, store });
  // Who looks at a page can be led by several steps, and what a script asks for cannot.
  const withCart = lead && request.headers.get("sec-fetch-dest") === "document" ? leadWithCart(context) : null;
  if (lead) return securePage(withCart ? ledTo(withCart, 302) : ledTo(lead, 301), { requestId, isHttps, formsTo });
  const asWritten = request.method === "GET" ? withMarketAsWritten(markets, url) : null;
  if (asWritten) return securePage(redirect(asWritten, 301), { requestId, isHttps, formsTo });
  // A page of a market need not ask again whether there is one.
  if (!named && routePattern.startsWith("/[market]"))
    return securePage(new Response(null, { status: 404 }), { requestId, isHttps, formsTo });
  try {
    const { world } = locals;
    const page = sentAsMade(await next(), {
      id: world.newId(),
      isPartial: () => lacksPart(world),
      takeBack: (tag) => world.defer(world.sleep(KEPT_BY_THEN_MS).then(() => purgePages(world, [tag]))),
    });
    return securePage(page, { requestId, isHttps, formsTo });
  } catch (error) {
    locals.world.log.error("page.failed", { page: routePattern, why: whyOf(error) });
    throw loggedFailure(requestId);
  }
});

/** 301 is for good, as search engines read it; yet nobody keeps it, since a domain may be given up and the page be led back. */
const ledTo = (location: string, status: 301 | 302) =>
  new Response(null, { status, headers: { location, "cache-control": NO_STORE, vary: "host" } });

/** Astro prints what a page throws, stack and all, and would so print the values that a failed query was given. */
function loggedFailure(requestId: string): Error {
  const failure = new Error(`The page failed; why is logged under ${requestId}`);
  failure.stack = "";
  return failure;
}

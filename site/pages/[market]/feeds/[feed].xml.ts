/** A market's product feed, written as it is read. Each costs seconds of the processor, so one network gets few an hour past the cache. */

import type { APIRoute } from "astro";
import { STORE_NAME } from "../../../../worker/base/store-name.ts";
import { feedNumberOf } from "../../../../worker/catalog/found/merchant-feed.ts";
import { countFeeds, writeFeed } from "../../../../worker/catalog/found/merchant-flow.ts";
import { takeTryOfNetwork } from "../../../../worker/http/rate-limit.ts";
import { originOf } from "../../../../worker/markets/market-origin.ts";
import { answerAs, instead } from "../../../machine-answers.ts";

export const GET: APIRoute = async (context) => {
  const other = instead(context);
  if (other) return other;
  const { world, market, paths, t } = context.locals;
  const number = feedNumberOf(context.params.feed ?? "");
  if (number === null || number > (await countFeeds(world))) return new Response(null, { status: 404 });
  const passed = await takeTryOfNetwork(world, "feed.read", context.request.headers);
  if (!passed.ok)
    return new Response(null, { status: 429, headers: { "retry-after": String(passed.problem.retryAfterSeconds) } });
  const origin = originOf(market, world.config.origin);
  const head = { title: STORE_NAME, description: t("home.description"), url: origin + paths.home };
  const productUrl = (slug: string, sku: string) => origin + paths.product(slug, { sku });
  return answerAs("xml", "feed", writeFeed(world, { market, origin, head, productUrl }, number));
};

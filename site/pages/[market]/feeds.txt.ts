/** The addresses of a market's product feeds, for whoever enters them at Google Merchant Center and the like. */
import type { APIRoute } from "astro";
import { feedList } from "../../../worker/catalog/found/merchant-feed.ts";
import { countFeeds } from "../../../worker/catalog/found/merchant-flow.ts";
import { originOf } from "../../../worker/markets/market-origin.ts";
import { answerAs, instead } from "../../machine-answers.ts";

export const GET: APIRoute = async (context) => {
  const other = instead(context);
  if (other) return other;
  const { world, market, paths } = context.locals;
  const count = await countFeeds(world);
  const names = Array.from({ length: count }, (_, at) => `google-${at + 1}`);
  return answerAs(
    "text",
    "sitemap",
    feedList(names.map((name) => originOf(market, world.config.origin) + paths.feed(name))),
  );
};

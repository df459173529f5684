/** One of a market's sitemaps, written as it is read. */
import type { APIRoute } from "astro";
import { mapFileOf } from "../../../../worker/catalog/found/sitemap.ts";
import { listMapFiles, writeSitemap } from "../../../../worker/catalog/found/sitemap-flow.ts";
import { originOf } from "../../../../worker/markets/market-origin.ts";
import type { Market } from "../../../../worker/markets/markets.ts";
import { answerAs, instead, MAP_PATHS } from "../../../machine-answers.ts";

export const GET: APIRoute = async (context) => {
  const other = instead(context);
  if (other) return other;
  const { world, market, markets } = context.locals;
  const name = context.params.file ?? "";
  const file = mapFileOf(name);
  if (!file || !(await listMapFiles(world)).includes(name)) return new Response(null, { status: 404 });
  const ask = { market, markets, originOf: (each: Market) => originOf(each, world.config.origin), paths: MAP_PATHS };
  return answerAs("xml", "sitemap", writeSitemap(world, ask, file));
};

/** Names a market's sitemaps. Nothing of the catalogue is read for it but how large its tables are. */
import type { APIRoute } from "astro";
import { sitemapIndex } from "../../../worker/catalog/found/sitemap.ts";
import { listMapFiles } from "../../../worker/catalog/found/sitemap-flow.ts";
import { originOf } from "../../../worker/markets/market-origin.ts";
import { answerAs, instead } from "../../machine-answers.ts";

export const GET: APIRoute = async (context) => {
  const other = instead(context);
  if (other) return other;
  const { world, market, paths } = context.locals;
  const names = await listMapFiles(world);
  return answerAs(
    "xml",
    "sitemap",
    sitemapIndex(names.map((name) => originOf(market, world.config.origin) + paths.sitemapFile(name))),
  );
};

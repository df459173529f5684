/** The same at the place where programs look for it: the default market's, and the way to every other one. */
import type { APIRoute } from "astro";
import { llmsText } from "../llms-text.ts";
import { answerAs } from "../machine-answers.ts";
import { readCollections, readMenu } from "../shell-data.ts";

export const GET: APIRoute = async ({ locals, url }) => {
  if (url.search !== "") return new Response(null, { status: 308, headers: { location: url.pathname } });
  const { world, market } = locals;
  const [categories, collections] = await Promise.all([readMenu(world, market), readCollections(world, market)]);
  return answerAs("markdown", "sitemap", await llmsText(locals, categories, collections));
};

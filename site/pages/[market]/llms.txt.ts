/** What programs that read for people are told of the store, in the market's language (llmstxt.org). */
import type { APIRoute } from "astro";
import { llmsText } from "../../llms-text.ts";
import { answerAs, instead } from "../../machine-answers.ts";
import { readCollections, readMenu } from "../../shell-data.ts";

export const GET: APIRoute = async (context) => {
  const other = instead(context);
  if (other) return other;
  const { world, market } = context.locals;
  const [categories, collections] = await Promise.all([readMenu(world, market), readCollections(world, market)]);
  return answerAs("markdown", "sitemap", await llmsText(context.locals, categories, collections));
};

/** Suggestions over HTTP, for programs; the pages' own list is a page. */
import { createRoute, z } from "@hono/zod-openapi";
import { cardAnswer } from "../catalog/product-answer.ts";
import { CATALOG_TAG, cacheHeadersOf, productTags, SEARCH_TAG } from "../http/cache-policy.ts";
import { problem } from "../http/problem.ts";
import { marketQuery } from "../http/query.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { readSecondsLeft } from "../http/true-until.ts";
import { queryOf, RAW_LENGTH_MAX } from "./query-text.ts";
import { suggest } from "./suggest-flow.ts";

const suggested = createRoute({
  method: "get",
  path: "/api/suggest",
  tags: ["Catalogue"],
  summary: "What a search that is still being typed may mean",
  request: { query: z.strictObject({ market: marketQuery, q: z.string().min(1).max(RAW_LENGTH_MAX) }) },
  responses: {
    200: answers(
      "A few of each, best first",
      z.object({
        corrected: z.string().nullable().openapi({ description: "What they are for, where the spelling was mended" }),
        queries: z.array(z.string()),
        categories: z.array(z.object({ slug: z.string(), name: z.string(), image: z.string().nullable() })),
        brands: z.array(z.string()),
        products: z.array(cardAnswer),
        partial: z.boolean().openapi({ description: "Parts of the index did not answer in time" }),
      }),
    ),
    ...problems({ 404: "market.unknown", 422: "request.invalid, search.query_too_long" }),
  },
});

export const suggestRoutes = newRouter().openapi(suggested, async (c) => {
  const { market: marketId, q: raw } = c.req.valid("query");
  const market = (await c.var.world.markets()).find(marketId);
  if (!market) return problem(c, { code: "market.unknown" });
  const q = queryOf(raw);
  if (!q.ok) return problem(c, q.problem);
  const secondsLeft = readSecondsLeft(c.var.world);
  const { corrected, partial, ...lists } = await suggest(c.var.world, market, q.value);
  const { queries, categories, brands, products } = lists;
  const answer = {
    corrected,
    queries: [...queries],
    categories: [...categories],
    brands: [...brands],
    products: [...products],
    partial,
  };
  const tags = [CATALOG_TAG, SEARCH_TAG, ...productTags(products)];
  // What lacks a part of the index is not kept for the next.
  const left = await secondsLeft(() => products.map(({ id }) => id));
  return c.json(answer, 200, partial ? {} : cacheHeadersOf("suggest", tags, left));
});

/** Search over HTTP. */
import { createRoute, z } from "@hono/zod-openapi";
import { cardsAnswer } from "../catalog/product-answer.ts";
import { CATALOG_TAG, cacheHeadersOf } from "../http/cache-policy.ts";
import { problem } from "../http/problem.ts";
import { cursorQuery, limitQuery, marketQuery } from "../http/query.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { marketOf } from "../markets/markets.ts";
import { searchProducts } from "./search-flow.ts";
import { HITS_MAX } from "./search-store.ts";
import { QUERY_LENGTH_MAX } from "./search-words.ts";

const found = createRoute({
  method: "get",
  path: "/api/search",
  tags: ["Catalogue"],
  summary: "Products found by words, best first",
  request: {
    query: z.object({
      market: marketQuery,
      q: z.string().trim().min(1).max(QUERY_LENGTH_MAX),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
  },
  responses: {
    200: answers(
      "A page",
      cardsAnswer.extend({ total: z.int().openapi({ description: `How many there are; ${HITS_MAX} may be more` }) }),
    ),
    ...problems({ 404: "market.unknown", 422: "request.invalid, cursor.invalid" }),
  },
});

export const searchRoutes = newRouter().openapi(found, async (c) => {
  const { market: marketId, ...ask } = c.req.valid("query");
  const market = marketOf(marketId);
  if (!market) return problem(c, { code: "market.unknown" });
  const page = await searchProducts(c.var.world, market, ask);
  return page.ok ? c.json(page.value, 200, cacheHeadersOf("list", [CATALOG_TAG])) : problem(c, page.problem);
});

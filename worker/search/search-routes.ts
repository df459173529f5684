/** Search and a category's products over HTTP: the same lists as the pages show, narrowed by the same parts of an address. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { PRODUCT_SORTS } from "../catalog/product.ts";
import { cardsAnswer } from "../catalog/product-answer.ts";
import { CATALOG_TAG, cacheHeadersOf, productTags, SEARCH_TAG } from "../http/cache-policy.ts";
import { problem } from "../http/problem.ts";
import { cursorQuery, limitQuery, marketQuery } from "../http/query.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { readSecondsLeft } from "../http/true-until.ts";
import type { Market } from "../markets/markets.ts";
import { filtersOfAddress } from "./facets/filter-address.ts";
import { FOUND_MAX } from "./index/find-candidates-flow.ts";
import { queryOf, RAW_LENGTH_MAX } from "./query-text.ts";
import { type SearchPage, searchProducts } from "./search-flow.ts";

const SORTS = ["relevance", ...PRODUCT_SORTS] as const;

const facet = z.discriminatedUnion("kind", [
  z.object({
    key: z.string(),
    kind: z.literal("values"),
    values: z.array(z.object({ value: z.string(), label: z.string(), count: z.int(), chosen: z.boolean() })),
  }),
  z.object({
    key: z.string(),
    kind: z.literal("range"),
    min: z.number(),
    max: z.number(),
    from: z.number().nullable(),
    to: z.number().nullable(),
    unit: z.string().nullable(),
  }),
]);

const ownQuery = {
  market: marketQuery,
  q: z.string().trim().min(1).max(RAW_LENGTH_MAX),
  sort: z.enum(SORTS).default("relevance"),
  limit: limitQuery,
  cursor: cursorQuery,
};
/** What is asked besides filters. Anything else is refused: the same answer would be made, and kept, for each address. */
const OWN_NAMES = new Set(Object.keys(ownQuery));

const found = createRoute({
  method: "get",
  path: "/api/search",
  tags: ["Catalogue"],
  summary: "Products found by words, best first",
  description:
    "Narrowed by any of `category`, `brand`, `available=yes`, `price.min`, `price.max`, and `a.{attribute}` with `.min` and `.max` for numbers; several values of one widen it. The answer's `facets` name what there is to choose.",
  request: {
    query: z.looseObject(ownQuery),
  },
  responses: {
    200: answers(
      "A page",
      cardsAnswer.extend({
        total: z.int().openapi({ description: `How many can be paged through: all, or the best ${FOUND_MAX} at most` }),
        isAbout: z.boolean().openapi({ description: "There are more than `total`, and counts are of these" }),
        sortedOf: z.int().nullable().openapi({
          description: "In an order other than `relevance`: so many of the best at most are in it; null for all",
        }),
        facets: z.array(facet),
        corrected: z
          .object({ text: z.string(), changes: z.array(z.object({ from: z.string(), to: z.string() })) })
          .nullable()
          .openapi({ description: "What was searched where the query was misspelt" }),
        relaxed: z.boolean().openapi({ description: "Nothing has every word; these have some" }),
        partial: z.boolean().openapi({ description: "Parts of the index did not answer in time" }),
      }),
    ),
    ...problems({ 404: "market.unknown", 422: "request.invalid, search.query_too_long, cursor.invalid" }),
  },
});

export const searchRoutes = newRouter().openapi(found, async (c) => {
  const { market: marketId, q: raw, sort, limit, cursor } = c.req.valid("query");
  const market = (await c.var.world.markets()).find(marketId);
  if (!market) return problem(c, { code: "market.unknown" });
  const q = queryOf(raw);
  if (!q.ok) return problem(c, q.problem);
  const filters = readFilters(c, market);
  if (!filters.ok) return problem(c, { code: "request.invalid", at: filters.problem });
  const secondsLeft = readSecondsLeft(c.var.world);
  const page = await searchProducts(c.var.world, market, { q: q.value, sort, limit, cursor, filters: filters.value });
  if (!page.ok) return problem(c, page.problem);
  // What lacks a part of the index is not kept for the next.
  const tags = [CATALOG_TAG, SEARCH_TAG, ...productTags(page.value.items)];
  const { items, partial } = page.value;
  const left = await secondsLeft(() => items.map(({ id }) => id));
  const headers = partial ? {} : cacheHeadersOf(items.length > 0 ? "list" : "nothing", tags, left);
  return c.json(answerOf(page.value), 200, headers);
});

function answerOf({ facets, corrected, ...page }: SearchPage) {
  return {
    ...page,
    facets: facets.map((each) => (each.kind === "values" ? { ...each, values: [...each.values] } : each)),
    corrected: corrected && { ...corrected, changes: [...corrected.changes] },
  };
}

const readFilters = (c: Context, market: Market) =>
  filtersOfAddress(new URL(c.req.url).searchParams, market.currency, OWN_NAMES);

/** The catalogue over HTTP, the same for everyone in a market. */
import { createRoute, z } from "@hono/zod-openapi";
import { CATALOG_TAG, cacheHeadersOf, productTag, productTags } from "../http/cache-policy.ts";
import { etagOf, isFresh } from "../http/etag.ts";
import { problem } from "../http/problem.ts";
import { cursorQuery, limitQuery, marketQuery } from "../http/query.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { readSecondsLeft } from "../http/true-until.ts";
import { listOffers } from "../inventory/offer-store.ts";
import type { CategoryNode } from "./category.ts";
import { readCategoryTree } from "./category-store.ts";
import { findProduct } from "./find-product-store.ts";
import { findGroup } from "./groups/find-group-flow.ts";
import { PRODUCT_SORTS, SLUG_LENGTH_MAX, VARIANTS_MAX } from "./product.ts";
import { cardsAnswer, productAnswer, productAnswerOf, VARIANTS_ANSWERED_MAX } from "./product-answer.ts";
import { listProductCards } from "./product-store.ts";

// Queries are strict: a parameter that means nothing would be another address to the cache in front, and miss it.
const groupQuery = z.string().min(1).max(100).exactOptional();

const list = createRoute({
  method: "get",
  path: "/api/products",
  tags: ["Catalogue"],
  summary: "Products sold in a market, in pages",
  request: {
    query: z.strictObject({
      market: marketQuery,
      category: z
        .string()
        .min(1)
        .max(100)
        .exactOptional()
        .openapi({ description: "Slug or id; products of categories below it are in it" }),
      collection: groupQuery.openapi({ description: "Slug of a collection" }),
      brand: groupQuery.openapi({ description: "Slug of a brand" }),
      sort: z.enum(PRODUCT_SORTS).default("featured"),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
  },
  responses: {
    200: answers("A page", cardsAnswer),
    ...problems({
      404: "market.unknown, category.unknown, collection.unknown, brand.unknown",
      410: "category.gone, collection.gone, brand.gone: it was shown here once",
      422: "request.invalid, cursor.invalid",
    }),
  },
});

const one = createRoute({
  method: "get",
  path: "/api/products/{slug}",
  tags: ["Catalogue"],
  summary: "A product in a market. Answers 304 where `If-None-Match` has its `ETag`",
  request: {
    params: z.object({ slug: z.string().min(1).max(SLUG_LENGTH_MAX) }),
    query: z.strictObject({
      market: marketQuery,
      variantsFrom: z.coerce
        .number()
        .int()
        .min(0)
        .max(VARIANTS_MAX)
        .default(0)
        .openapi({ description: `Where to begin: ${VARIANTS_ANSWERED_MAX} variants come at a time, of variantCount` }),
    }),
  },
  responses: {
    200: answers("The product", productAnswer),
    304: { description: "It is as it was" },
    ...problems({
      404: "market.unknown, product.unknown",
      410: "product.gone: it was sold here once",
      422: "request.invalid",
    }),
  },
});

type CategoryAnswer = Omit<CategoryNode, "children"> & { children: CategoryAnswer[] };
const categoryAnswer: z.ZodType<CategoryAnswer> = z
  .object({
    id: z.string(),
    slug: z.string(),
    slugs: z.record(z.string(), z.string()),
    name: z.string(),
    description: z.string(),
    seoTitle: z.string(),
    seoDescription: z.string(),
    image: z.string().nullable(),
    get children() {
      return z.array(categoryAnswer);
    },
  })
  .openapi("Category");

const tree = createRoute({
  method: "get",
  path: "/api/categories",
  tags: ["Catalogue"],
  summary: "The tree of categories, in a market's language",
  request: { query: z.strictObject({ market: marketQuery }) },
  responses: {
    200: answers("The tree", z.object({ items: z.array(categoryAnswer) })),
    ...problems({ 404: "market.unknown", 422: "request.invalid" }),
  },
});

const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id);
const ONE_GROUP = "a list is of one category, collection or brand";

export const catalogRoutes = newRouter()
  .openapi(list, async (c) => {
    const { market: marketId, category, collection, brand, ...ask } = c.req.valid("query");
    const { world } = c.var;
    const market = (await world.markets()).find(marketId);
    if (!market) return problem(c, { code: "market.unknown" });
    const asked = Object.entries({ category, collection, brand }).filter(([, slug]) => slug !== undefined);
    if (asked.length > 1)
      return problem(c, { code: "request.invalid", at: [{ path: asked[1]?.[0] ?? "", why: ONE_GROUP }] });
    const found = await findGroup(world, market, { category, collection, brand });
    if (!found.ok) return problem(c, found.problem);
    const secondsLeft = readSecondsLeft(world);
    const page = await listProductCards(world, market, { ...ask, ...found.value.within });
    if (!page.ok) return problem(c, page.problem);
    const tags = [...found.value.tags, ...productTags(page.value.items)];
    return c.json(page.value, 200, cacheHeadersOf("list", tags, await secondsLeft(() => idsOf(page.value))));
  })
  .openapi(one, async (c) => {
    const { world } = c.var;
    const market = (await world.markets()).find(c.req.valid("query").market);
    if (!market) return problem(c, { code: "market.unknown" });
    const secondsLeft = readSecondsLeft(world);
    const found = await findProduct(world, market, c.req.valid("param").slug);
    if (found.kind === "gone") return problem(c, { code: "product.gone" });
    const document = found.kind === "here" ? found.document : null;
    const skus = document?.variants.map(({ sku }) => sku) ?? [];
    const offers = await listOffers(world.catalog, skus, market.id);
    const product =
      document && productAnswerOf(document, market, offers, c.var.world.nowMs(), c.req.valid("query").variantsFrom);
    if (!product) return problem(c, { code: "product.unknown" });
    const etag = await etagOf(JSON.stringify(product));
    const left = await secondsLeft(() => [product.id]);
    const headers = { ...cacheHeadersOf("list", [productTag(product.id)], left), etag };
    return isFresh(c.req.header("if-none-match"), etag) ? c.body(null, 304, headers) : c.json(product, 200, headers);
  })
  .openapi(tree, async (c) => {
    const market = (await c.var.world.markets()).find(c.req.valid("query").market);
    if (!market) return problem(c, { code: "market.unknown" });
    const items = (await readCategoryTree(c.var.world, market.language)) as CategoryAnswer[];
    return c.json({ items }, 200, cacheHeadersOf("list", [CATALOG_TAG]));
  });

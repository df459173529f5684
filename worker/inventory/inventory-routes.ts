/** Stock over HTTP: what is left, for everyone; levels and the ledger, for staff. */
import { createRoute, z } from "@hono/zod-openapi";
import { promiseAnswer } from "../catalog/product-answer.ts";
import { withStaff } from "../http/access.ts";
import { CATALOG_TAG, cacheHeadersOf } from "../http/cache-policy.ts";
import { problem } from "../http/problem.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { marketIdShape } from "../markets/market-id-shape.ts";
import { listKnownOffers } from "./offer-store.ts";
import { readBucket, readStock } from "./read-stock-flow.ts";
import { BUCKETS_MAX } from "./stock-bucket.ts";
import { readLevels, readLevelsAt } from "./stock-flow.ts";
import { skuShape, wholeStockShape } from "./stock-shapes.ts";

export const AVAILABILITY_LIMIT_MAX = 20;

const skuList = z
  .string()
  .transform((text) => [...new Set(text.split(","))])
  .pipe(z.array(skuShape).min(1).max(AVAILABILITY_LIMIT_MAX))
  .openapi({ type: "string", description: `SKUs, comma between, ${AVAILABILITY_LIMIT_MAX} at most` });

const offerAnswer = z.object({
  sku: z.string(),
  available: z.int().nullable().openapi({ description: "Units that may be bought; null where they are not counted" }),
  here: z.int().nullable().openapi({ description: "Those of them that are there" }),
  promise: promiseAnswer,
});
const availability = createRoute({
  method: "get",
  path: "/api/availability",
  tags: ["Catalogue"],
  summary: "Units left, a moment ago at most, of up to 20 SKUs; those the store does not know are left out",
  description: "From the projected levels: however many look, no SKU's object is asked. A checkout asks the objects.",
  request: { query: z.object({ skus: skuList, market: marketIdShape.optional() }) },
  responses: {
    200: answers("Of a market or in general", z.object({ items: z.array(offerAnswer) })),
    ...problems({ 422: "request.invalid" }),
  },
});

const read = createRoute({
  method: "get",
  path: "/api/admin/stock/{sku}",
  tags: ["Staff"],
  summary: "A SKU's levels, by location too, and its ledger",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ sku: skuShape }),
    query: z.object({
      before: z.coerce.number().int().min(1).optional(),
      bucket: z.coerce
        .number()
        .int()
        .min(0)
        .max(BUCKETS_MAX - 1)
        .optional()
        .openapi({ description: "Of this bucket alone, where the SKU is or was split" }),
    }),
  },
  responses: {
    200: answers("The stock", wholeStockShape),
    ...problems({
      401: "access.sign_in_needed",
      403: "access.staff_only",
      404: "stock.sku_unknown",
      422: "request.invalid",
    }),
  },
});

const readAt = createRoute({
  method: "get",
  path: "/api/admin/stock/{sku}/levels",
  tags: ["Staff"],
  summary: "A SKU's levels as they were after an entry of its ledger, or at a time; without either, as they are",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ sku: skuShape }),
    query: z
      .object({
        number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
        at: z.iso.datetime({ offset: true }).optional(),
      })
      .refine(({ number, at }) => number === undefined || at === undefined, "either a number or a time"),
  },
  responses: {
    200: answers(
      "The levels; `number` is that of the last entry by then, 0 before the first: then they are the units it came with",
      z
        .object({ sku: z.string(), onHand: z.int(), held: z.int(), available: z.int(), number: z.int() })
        .openapi("StockLevels"),
    ),
    ...problems({
      401: "access.sign_in_needed",
      403: "access.staff_only",
      404: "stock.sku_unknown",
      422: "request.invalid",
    }),
  },
});

export const inventoryRoutes = newRouter()
  .openapi(availability, async (c) => {
    const { skus, market = null } = c.req.valid("query");
    const offers = await listKnownOffers(c.var.world.catalog, skus, market);
    const items = [...offers].map(([sku, { units, here, promise }]) => ({
      sku,
      available: Number.isFinite(units) ? units : null,
      here: Number.isFinite(here) ? here : null,
      promise,
    }));
    return c.json({ items }, 200, cacheHeadersOf("stock", [CATALOG_TAG]));
  })
  .openapi(read, async (c) => {
    const levels = await readLevels(c.var.world, c.req.valid("param").sku);
    if (!levels.ok) return problem(c, levels.problem);
    const { before = null, bucket } = c.req.valid("query");
    return bucket === undefined
      ? c.json(await readStock(c.var.world, levels.value, before), 200)
      : c.json(await readBucket(c.var.world, levels.value.sku, bucket, before), 200);
  })
  .openapi(readAt, async (c) => {
    const { number, at } = c.req.valid("query");
    const moment = at === undefined ? { number: number ?? Number.MAX_SAFE_INTEGER } : { atMs: Date.parse(at) };
    const levels = await readLevelsAt(c.var.world, c.req.valid("param").sku, moment);
    return levels.ok ? c.json(levels.value, 200) : problem(c, levels.problem);
  });

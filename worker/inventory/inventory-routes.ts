/** Stock over HTTP: what is left, for everyone; the ledger and its corrections, for staff. */
import { createRoute, z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { CHANGE_MAX, ID_LENGTH_MAX, REASON_LENGTH_MAX } from "../ledger/ask-limits.ts";
import { MARKETS } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { correctStock } from "./correct-stock-flow.ts";
import type { StockLevels } from "./stock.ts";
import { listStockEntries, readLevels, readLevelsAt } from "./stock-flow.ts";
import { readAvailability } from "./supply-flow.ts";

export const AVAILABILITY_LIMIT_MAX = 20;

const sku = z.string().trim().min(1).max(SKU_LENGTH_MAX).openapi({ example: "ORBIT-14-512" });
const marketShape = z.enum(MARKETS.map(({ id }) => id));
const skuList = z
  .string()
  .transform((text) => [...new Set(text.split(","))])
  .pipe(z.array(sku).min(1).max(AVAILABILITY_LIMIT_MAX))
  .openapi({ type: "string", description: `SKUs, comma between, ${AVAILABILITY_LIMIT_MAX} at most` });

const availability = createRoute({
  method: "get",
  path: "/api/availability",
  tags: ["Catalogue"],
  summary: "Units left right now, of up to 20 SKUs; those the store does not know are left out",
  request: { query: z.object({ skus: skuList, market: marketShape.optional() }) },
  responses: {
    200: answers(
      "Units that may be bought, in a market or in general; null where they are not counted",
      z.object({ items: z.array(z.object({ sku: z.string(), available: z.int().nullable() })) }),
    ),
    ...problems({ 422: "request.invalid" }),
  },
});

const entry = z.object({
  number: z.int(),
  atMs: z.int(),
  kind: z.string(),
  byId: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
const stockShape = z
  .object({
    sku: z.string(),
    onHand: z.int(),
    held: z.int(),
    available: z.int(),
    lowStockAt: z.int(),
    entries: z.array(entry).openapi({ description: "The ledger, newest first" }),
    nextBefore: z.int().nullable().openapi({ description: "Ask again with `before` set to it for older entries" }),
  })
  .openapi("Stock");

const read = createRoute({
  method: "get",
  path: "/api/admin/stock/{sku}",
  tags: ["Staff"],
  summary: "A SKU's levels and its ledger",
  middleware: [withStaff] as const,
  request: { params: z.object({ sku }), query: z.object({ before: z.coerce.number().int().min(1).optional() }) },
  responses: {
    200: answers("The stock", stockShape),
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
    params: z.object({ sku }),
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

/** Half a surrogate pair would be stored as another character than was hashed. */
const wellFormed = (text: z.ZodString) => text.refine((value) => value.isWellFormed(), "no half characters");

const adjustBody = z.strictObject({
  operationId: wellFormed(z.string().min(1).max(ID_LENGTH_MAX)),
  delta: z
    .int()
    .min(-CHANGE_MAX)
    .max(CHANGE_MAX)
    .refine((delta) => delta !== 0, "a change of nothing"),
  reason: wellFormed(z.string().trim().min(1).max(REASON_LENGTH_MAX)),
});
const adjust = createRoute({
  method: "post",
  path: "/api/admin/stock/{sku}/adjust",
  tags: ["Staff"],
  summary: "Correct what is on hand; the same operation id does its work once",
  middleware: [withStaff] as const,
  request: { params: z.object({ sku }), body: jsonBody(adjustBody) },
  responses: {
    200: answers("The stock after it", stockShape),
    ...problems({
      401: "access.sign_in_needed",
      403: "access.staff_only",
      404: "stock.sku_unknown",
      409: "stock.below_held",
      422: "request.invalid, stock.operation_differs",
    }),
  },
});

export const inventoryRoutes = newRouter()
  .openapi(availability, async (c) => {
    const { skus, market = null } = c.req.valid("query");
    const available = await readAvailability(c.var.world, skus, market);
    const items = [...available].map(([sku, units]) => ({ sku, available: Number.isFinite(units) ? units : null }));
    return c.json({ items }, 200);
  })
  .openapi(read, async (c) => {
    const levels = await readLevels(c.var.world, c.req.valid("param").sku);
    if (!levels.ok) return problem(c, levels.problem);
    return c.json(await viewOf(c.var.world, levels.value, c.req.valid("query").before ?? null), 200);
  })
  .openapi(readAt, async (c) => {
    const { number, at } = c.req.valid("query");
    const moment = at === undefined ? { number: number ?? Number.MAX_SAFE_INTEGER } : { atMs: Date.parse(at) };
    const levels = await readLevelsAt(c.var.world, c.req.valid("param").sku, moment);
    return levels.ok ? c.json(levels.value, 200) : problem(c, levels.problem);
  })
  .openapi(adjust, async (c) => {
    const { world } = c.var;
    const ask = { ...c.req.valid("json"), sku: c.req.valid("param").sku, by: staffOf(c) };
    const adjusted = await correctStock(world, ask);
    if (!adjusted.ok) return problem(c, adjusted.problem);
    const { repeated, ...levels } = adjusted.value;
    if (repeated) c.header("idempotent-replayed", "true");
    return c.json(await viewOf(world, levels, null), 200);
  });

async function viewOf(world: World, levels: StockLevels, before: number | null) {
  const { number, ...units } = levels;
  const [facts] = await readVariantStockFacts(world.catalog, [levels.sku]);
  return { ...units, lowStockAt: facts?.lowStockAt ?? 0, ...(await listStockEntries(world, levels, before)) };
}

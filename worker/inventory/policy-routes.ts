/** How a SKU is sold, for staff: read and set whole. */
import { createRoute, z } from "@hono/zod-openapi";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { marketIdShape } from "../markets/market-id-shape.ts";
import { unknownMarkets } from "../markets/unknown-markets.ts";
import { BUYER_MAX_MAX, ORDER_MAX_MAX, POLICY_UNITS_MAX } from "./policy-change.ts";
import { savePolicy } from "./save-policy-flow.ts";
import { BUCKETS_MAX } from "./stock-bucket.ts";
import { WHEN_OUT } from "./stock-policy.ts";
import { skuShape } from "./stock-shapes.ts";
import { readPolicy } from "./supply-store.ts";

const units = z.int().min(0).max(POLICY_UNITS_MAX);
const atMs = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** The body of `PUT …/policy`; the dashboard's form is held to it too. */
const policyBody = z
  .strictObject({
    version: z.int().min(0).openapi({ description: "The version that was read; 0 where none was ever saved" }),
    tracked: z.boolean().openapi({ description: "False is never counted, never out" }),
    whenOut: z.enum(WHEN_OUT),
    promiseMax: units.openapi({ description: "Units that may be sold before they are here, at a time" }),
    promisedAtMs: atMs.nullable().openapi({ description: "When those ship, in milliseconds since 1970" }),
    safetyStock: z
      .strictObject({ everywhere: units, markets: z.record(marketIdShape, units) })
      .openapi({ description: "Units kept back: everywhere, and in markets with a number of their own" }),
    orderMax: z.int().min(1).max(ORDER_MAX_MAX).nullable().openapi({ description: "Units of one order" }),
    buyerMax: z.int().min(1).max(BUYER_MAX_MAX).nullable().openapi({ description: "Units of one buyer, ever" }),
    buckets: z.int().min(0).max(BUCKETS_MAX).openapi({ description: "Objects its units are lent to; 0 is not split" }),
  })
  .openapi("StockPolicyChange");
const policyShape = policyBody.extend({ splitBy: z.enum(["staff", "pressure"]).nullable() }).openapi("StockPolicy");

const params = z.object({ sku: skuShape });
const access = { 401: "access.sign_in_needed", 403: "access.staff_only", 404: "stock.sku_unknown" } as const;

const read = createRoute({
  method: "get",
  path: "/api/admin/stock/{sku}/policy",
  tags: ["Staff"],
  summary: "How a SKU is sold when it is out, what is kept back of it, and how many one may buy",
  middleware: [withStaff] as const,
  request: { params },
  responses: { 200: answers("The policy", policyShape), ...problems({ ...access, 422: "request.invalid" }) },
});

const save = createRoute({
  method: "put",
  path: "/api/admin/stock/{sku}/policy",
  tags: ["Staff"],
  summary: "Set how a SKU is sold; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params, body: jsonBody(policyBody) },
  responses: {
    200: answers("The policy as it is now", policyShape),
    ...problems({
      ...access,
      409: "stock.policy_changed_meanwhile (with the `version` it has by now)",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const policyRoutes = newRouter()
  .openapi(read, async (c) => {
    const { world } = c.var;
    const { sku } = c.req.valid("param");
    const [[facts], policy] = await Promise.all([
      readVariantStockFacts(world.catalog, [sku]),
      readPolicy(world.catalog, sku),
    ]);
    return facts ? c.json(policy, 200) : problem(c, { code: "stock.sku_unknown" });
  })
  .openapi(save, async (c) => {
    const policy = c.req.valid("json");
    const named = Object.keys(policy.safetyStock.markets).map((id) => [`safetyStock.markets.${id}`, id]);
    const at = unknownMarkets(await c.var.world.markets(), Object.fromEntries(named));
    if (at.length > 0) return problem(c, { code: "request.invalid", at });
    const ask = { sku: c.req.valid("param").sku, policy, by: staffOf(c) };
    const saved = await savePolicy(c.var.world, ask);
    return saved.ok ? c.json(saved.value, 200) : problem(c, saved.problem);
  });

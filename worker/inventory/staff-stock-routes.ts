/** What staff does with a SKU's units over HTTP: each ask does its work once, and answers its repeats the same. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { staffOf, withStaff } from "../http/access.ts";
import type { App } from "../http/context.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { moveStock, type StockMove } from "./move-stock-flow.ts";
import { readChangedStock } from "./read-stock-flow.ts";
import { listTransfers, readLevels } from "./stock-flow.ts";
import * as shapes from "./stock-shapes.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const bySku = z.object({ sku: shapes.skuShape });
const byTransfer = bySku.extend({ id: shapes.transferIdShape });
const ofLocation = "stock.sku_unknown, stock.location_unknown";
const ofTransfer = "stock.sku_unknown, stock.transfer_unknown";

type About<Path, Params, Body> = {
  path: Path;
  params: Params;
  body: Body;
  summary: string;
  description?: string;
  unknown: string;
  conflicts: string;
};
const moveRoute = <const Path extends string, Params extends z.ZodObject, Body extends z.ZodType>({
  path,
  params,
  body,
  unknown,
  conflicts,
  ...said
}: About<Path, Params, Body>) =>
  createRoute({
    method: "post",
    path,
    tags: ["Staff"],
    ...said,
    middleware: [withStaff] as const,
    request: { params, body: jsonBody(body) },
    responses: {
      200: answers("The stock after it; a repeat is answered with what it was then", shapes.stockShape),
      ...problems({
        ...access,
        404: unknown,
        409: conflicts,
        422: "request.invalid, stock.operation_differs",
      }),
    },
  });

const receive = moveRoute({
  path: "/api/admin/stock/{sku}/receive",
  params: bySku,
  body: shapes.receiveBody,
  summary: "Units came in at a location",
  description: "Units that were sold before they were here are set aside at once.",
  unknown: ofLocation,
  conflicts: "stock.location_closed",
});
const takeBack = moveRoute({
  path: "/api/admin/stock/{sku}/return",
  params: bySku,
  body: shapes.receiveBody,
  summary: "Sold units came back on a location's shelf, without a refund",
  unknown: ofLocation,
  conflicts: "stock.location_closed",
});
const count = moveRoute({
  path: "/api/admin/stock/{sku}/count",
  params: bySku,
  body: shapes.countBody,
  summary: "Set what lies at a location to what was counted there",
  description: "Held units count too, so fewer than are held are refused. A closed location may be counted.",
  unknown: ofLocation,
  conflicts: "stock.below_held, stock.is_split",
});
const adjust = moveRoute({
  path: "/api/admin/stock/{sku}/adjust",
  params: bySku,
  body: shapes.adjustBody,
  summary: "Correct what is on hand at a location, and say why",
  description: "Held units cannot be taken away. At a closed location, units may only be taken away.",
  unknown: ofLocation,
  conflicts: "stock.below_held, stock.location_closed",
});
const send = moveRoute({
  path: "/api/admin/stock/{sku}/transfers",
  params: bySku,
  body: shapes.sendBody,
  summary: "Free units leave for another location; the operation id is the transfer's id",
  description: "They are in neither until they arrive. Units may leave a closed location, and go to none.",
  unknown: ofLocation,
  conflicts: "stock.insufficient, stock.location_closed, stock.too_many_transfers",
});
const arrive = moveRoute({
  path: "/api/admin/stock/{sku}/transfers/{id}/arrive",
  params: byTransfer,
  body: shapes.arriveBody,
  summary: "All or part of a transfer is there",
  unknown: ofTransfer,
  conflicts: "stock.transfer_closed, stock.transfer_over",
});
const lose = moveRoute({
  path: "/api/admin/stock/{sku}/transfers/{id}/lose",
  params: byTransfer,
  body: shapes.loseBody,
  summary: "Write off what a transfer has not brought, and close it",
  unknown: ofTransfer,
  conflicts: "stock.transfer_closed",
});

const transfers = createRoute({
  method: "get",
  path: "/api/admin/stock/{sku}/transfers",
  tags: ["Staff"],
  summary: "A SKU's transfers that are on their way",
  middleware: [withStaff] as const,
  request: { params: bySku },
  responses: {
    200: answers("The transfers", shapes.transfersShape),
    ...problems({ ...access, 404: "stock.sku_unknown", 422: "request.invalid" }),
  },
});

export const staffStockRoutes = newRouter()
  .openapi(receive, async (c) => {
    const { location, ...ask } = c.req.valid("json");
    return moved(c, c.req.valid("param").sku, { kind: "receive", ...at(location), ...ask });
  })
  .openapi(takeBack, async (c) => {
    const { location, ...ask } = c.req.valid("json");
    return moved(c, c.req.valid("param").sku, { kind: "return", ...at(location), ...ask });
  })
  .openapi(count, async (c) => {
    const { location, ...ask } = c.req.valid("json");
    return moved(c, c.req.valid("param").sku, { kind: "count", ...at(location), ...ask });
  })
  .openapi(adjust, async (c) => {
    const { location, ...ask } = c.req.valid("json");
    return moved(c, c.req.valid("param").sku, { kind: "adjust", ...at(location), ...ask });
  })
  .openapi(send, async (c) => moved(c, c.req.valid("param").sku, { kind: "send", ...c.req.valid("json") }))
  .openapi(arrive, async (c) => {
    const { sku, id: transferId } = c.req.valid("param");
    return moved(c, sku, { kind: "arrive", transferId, ...c.req.valid("json") });
  })
  .openapi(lose, async (c) => {
    const { sku, id: transferId } = c.req.valid("param");
    return moved(c, sku, { kind: "lose", transferId, ...c.req.valid("json") });
  })
  .openapi(transfers, async (c) => {
    const levels = await readLevels(c.var.world, c.req.valid("param").sku);
    if (!levels.ok) return problem(c, levels.problem);
    return c.json({ items: await listTransfers(c.var.world, levels.value.sku) }, 200);
  });

const at = (location: string | undefined) => (location === undefined ? {} : { account: location });

async function moved(c: Context<App>, sku: string, move: StockMove) {
  const { world } = c.var;
  const done = await moveStock(world, { sku, by: staffOf(c), move });
  if (!done.ok) return problem(c, done.problem);
  if (done.value.repeated) c.header("idempotent-replayed", "true");
  return c.json(await readChangedStock(world, done.value), 200);
}

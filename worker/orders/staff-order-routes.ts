/** What staff do with orders: find them, ship them, give money back. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { cursorQuery, limitQuery } from "../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { locationNameShape } from "../inventory/location-shapes.ts";
import { isLine, NOT_A_LINE } from "../markets/plain-text.ts";
import { AMOUNT_MINOR_MAX } from "../pricing/money.ts";
import { fulfilOrder } from "./fulfil-order-flow.ts";
import { listOrders } from "./order-list-store.ts";
import { ID, ORDER_STATES, orderRowShape, orderShape } from "./order-shapes.ts";
import { refundOrder } from "./refund-order-flow.ts";
import { ACTION_LINES_MAX, actionId, actionLine, units } from "./staff-order-shapes.ts";

const TEXT_LENGTH_MAX = 100;
const REASON_LENGTH_MAX = 500;

const tags = ["Staff"];
const id = actionId;
const params = z.object({ id: z.string().regex(ID) });
const headers = z.object({ "idempotency-key": id.optional().openapi({ description: "Stands for `id`" }) });
const restockLine = actionLine.extend({
  location: locationNameShape.exactOptional().openapi({ description: "Where it is left out: where they came from" }),
});
const refusals = { 401: "access.sign_in_needed", 403: "access.staff_only", 404: "order.unknown" } as const;

const list = createRoute({
  method: "get",
  path: "/api/admin/orders",
  tags,
  summary: "Orders, newest first",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      state: z.enum(ORDER_STATES).optional(),
      q: z
        .string()
        .max(TEXT_LENGTH_MAX)
        .optional()
        .openapi({ description: "An order's number, or how an e-mail address begins" }),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
  },
  responses: {
    200: answers("A page", z.object({ items: z.array(orderRowShape), nextCursor: z.string().nullable() })),
    ...problems({ 401: refusals[401], 403: refusals[403], 422: "request.invalid, cursor.invalid" }),
  },
});

/** It stands in mails and on the order's page. */
const printed = z.string().trim().min(1).max(TEXT_LENGTH_MAX).refine(isLine, NOT_A_LINE);

const fulfil = createRoute({
  method: "post",
  path: "/api/admin/orders/{id}/fulfilments",
  tags,
  summary: "Mark goods as shipped; without lines, all that are left",
  middleware: [withStaff] as const,
  request: {
    params,
    headers,
    body: jsonBody(
      z.strictObject({
        id: id.optional(),
        carrier: printed,
        trackingNumber: printed,
        lines: units.optional(),
      }),
    ),
  },
  responses: {
    201: answers("The order after it", orderShape),
    ...problems({
      ...refusals,
      409: "order.nothing_to_fulfil, order.line_over_fulfilled, order.for_pickup, order.moved_on",
      422: "request.invalid, request.repeat_differs",
    }),
  },
});

const refund = createRoute({
  method: "post",
  path: "/api/admin/orders/{id}/refunds",
  tags,
  summary: "Give money back; without an amount, all that is left",
  description:
    "The refund is `pending` until the payment provider has made it. Units in `restock` go back on the shelf.",
  middleware: [withStaff] as const,
  request: {
    params,
    headers,
    body: jsonBody(
      z.strictObject({
        id: id.optional(),
        amountMinor: z.int().min(1).max(AMOUNT_MINOR_MAX).optional(),
        reason: z.string().trim().min(1).max(REASON_LENGTH_MAX),
        restock: z.array(restockLine).min(1).max(ACTION_LINES_MAX).optional(),
      }),
    ),
  },
  responses: {
    201: answers("The order after it", orderShape),
    ...problems({
      ...refusals,
      404: "order.unknown, stock.location_unknown",
      409: "order.refund_too_large, order.restock_too_large, order.moved_on, stock.location_closed",
      422: "order.refund_unpayable, request.invalid, request.repeat_differs",
    }),
  },
});

export const staffOrderRoutes = newRouter()
  .openapi(list, async (c) => {
    const page = await listOrders(c.var.world, c.req.valid("query"));
    return page.ok ? c.json(page.value, 200) : problem(c, page.problem);
  })
  .openapi(fulfil, async (c) => {
    const { world } = c.var;
    const by = staffOf(c);
    const { id: given, carrier, trackingNumber, lines = null } = c.req.valid("json");
    const fulfilmentId = given ?? c.req.valid("header")["idempotency-key"] ?? world.newId();
    const orderId = c.req.valid("param").id;
    const done = await fulfilOrder(world, { orderId, fulfilmentId, carrier, trackingNumber, lines, by });
    if (!done.ok) return problem(c, done.problem);
    const { order, replayed } = done.value;
    if (replayed) c.header("idempotent-replayed", "true");
    return c.json(order, 201);
  })
  .openapi(refund, async (c) => {
    const { world } = c.var;
    const by = staffOf(c);
    const { id: given, amountMinor = null, reason, restock = [] } = c.req.valid("json");
    const refundId = given ?? c.req.valid("header")["idempotency-key"] ?? world.newId();
    const orderId = c.req.valid("param").id;
    const done = await refundOrder(world, { orderId, refundId, amountMinor, reason, restock, by });
    if (!done.ok) return problem(c, done.problem);
    const { order, replayed } = done.value;
    if (replayed) c.header("idempotent-replayed", "true");
    return c.json(order, 201);
  });

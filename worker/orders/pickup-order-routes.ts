/** What staff do with orders that are collected: call them ready, and hand them over. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { collectOrder } from "./fulfil-order-flow.ts";
import { ID, orderShape } from "./order-shapes.ts";
import { readyOrder } from "./ready-order-flow.ts";
import { actionId, units } from "./staff-order-shapes.ts";

const tags = ["Staff"];
const params = z.object({ id: z.string().regex(ID) });
const refusals = { 401: "access.sign_in_needed", 403: "access.staff_only", 404: "order.unknown" } as const;

const ready = createRoute({
  method: "put",
  path: "/api/admin/orders/{id}/ready",
  tags,
  summary: "Call an order ready to be collected",
  description: "Its buyer is told by mail, once: where, when and the order's number.",
  middleware: [withStaff] as const,
  request: { params },
  responses: {
    200: answers("The order after it", orderShape),
    ...problems({ ...refusals, 409: "order.not_for_pickup, order.nothing_to_fulfil, order.moved_on" }),
  },
});

const collect = createRoute({
  method: "post",
  path: "/api/admin/orders/{id}/collections",
  tags,
  summary: "Mark goods as collected; without lines, all that are left",
  middleware: [withStaff] as const,
  request: {
    params,
    headers: z.object({ "idempotency-key": actionId.optional().openapi({ description: "Stands for `id`" }) }),
    body: jsonBody(z.strictObject({ id: actionId.optional(), lines: units.optional() })),
  },
  responses: {
    201: answers("The order after it", orderShape),
    ...problems({
      ...refusals,
      409: "order.not_for_pickup, order.nothing_to_fulfil, order.line_over_fulfilled, order.moved_on",
      422: "request.invalid, request.repeat_differs",
    }),
  },
});

export const pickupOrderRoutes = newRouter()
  .openapi(ready, async (c) => {
    const done = await readyOrder(c.var.world, { orderId: c.req.valid("param").id, by: staffOf(c) });
    if (!done.ok) return problem(c, done.problem);
    if (done.value.replayed) c.header("idempotent-replayed", "true");
    return c.json(done.value.order, 200);
  })
  .openapi(collect, async (c) => {
    const { world } = c.var;
    const { id: given, lines = null } = c.req.valid("json");
    const fulfilmentId = given ?? c.req.valid("header")["idempotency-key"] ?? world.newId();
    const orderId = c.req.valid("param").id;
    const done = await collectOrder(world, { orderId, fulfilmentId, lines, by: staffOf(c) });
    if (!done.ok) return problem(c, done.problem);
    if (done.value.replayed) c.header("idempotent-replayed", "true");
    return c.json(done.value.order, 201);
  });

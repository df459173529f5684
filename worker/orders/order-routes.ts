/** An order over HTTP, for its owner and for staff. */
import { createRoute, z } from "@hono/zod-openapi";
import { isStaff } from "../customers/viewer.ts";
import { withViewer } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { readOrderForViewer } from "./order-access-flow.ts";
import { shopperOrderOf } from "./order-body.ts";
import { ID, orderShape } from "./order-shapes.ts";

const KEY_LENGTH_MAX = 100;

const read = createRoute({
  method: "get",
  path: "/api/orders/{id}",
  tags: ["Orders"],
  summary: "An order: for its owner, for whoever has its key, and for staff",
  description: "To all others it answers as if the order did not exist.",
  middleware: [withViewer] as const,
  request: {
    params: z.object({ id: z.string().regex(ID) }),
    query: z.object({
      key: z.string().max(KEY_LENGTH_MAX).optional().openapi({ description: "From the link in the order's mails" }),
    }),
  },
  responses: {
    200: answers("The order", orderShape),
    ...problems({ 404: "order.unknown", 422: "request.invalid" }),
  },
});

export const orderRoutes = newRouter().openapi(read, async (c) => {
  const { world, viewer } = c.var;
  const asker = { viewer, secret: c.req.valid("query").key ?? null };
  const order = await readOrderForViewer(world, c.req.valid("param").id, asker);
  if (!order.ok) return problem(c, order.problem);
  return c.json(isStaff(viewer) ? order.value : shopperOrderOf(order.value), 200);
});

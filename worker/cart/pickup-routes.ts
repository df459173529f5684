/** Where a cart can be collected, over HTTP. */
import { createRoute, z } from "@hono/zod-openapi";
import { problem } from "../http/problem.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { pickupPlaceShape } from "../orders/order-shapes.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import { quotePickups } from "./pickup-flow.ts";

const TEXT_LENGTH_MAX = 128;

const offerShape = z
  .object({
    id: z.string().openapi({ description: "What a checkout names as its shipping method" }),
    name: z.string(),
    price: z.object({ amountMinor: z.int(), currency: currencyShape }),
    pickup: pickupPlaceShape,
    short: z
      .array(z.object({ sku: z.string(), available: z.int() }))
      .readonly()
      .openapi({ description: "Lines of which too few are there: it cannot be chosen then" }),
  })
  .openapi("PickupOffer");

const list = createRoute({
  method: "get",
  path: "/api/pickup-points",
  tags: ["Checkout"],
  summary: "Where a cart can be collected, and from when",
  description:
    "None where all is downloaded. What is short somewhere may be there a moment later, and the other way round.",
  request: {
    query: z.object({ market: z.string().max(TEXT_LENGTH_MAX), cartId: z.string().max(TEXT_LENGTH_MAX) }),
  },
  responses: {
    200: answers("Where all of it is in stock first", z.object({ items: z.array(offerShape) })),
    ...problems({ 404: "market.unknown, cart.unknown", 422: "request.invalid" }),
  },
});

export const pickupRoutes = newRouter().openapi(list, async (c) => {
  const { market: asked, cartId } = c.req.valid("query");
  const market = (await c.var.world.markets()).find(asked);
  if (!market) return problem(c, { code: "market.unknown" });
  const offers = await quotePickups(c.var.world, { market: market.id, cartId });
  if (!offers.ok) return problem(c, offers.problem);
  const items = offers.value.map(({ id, name, amountMinor, pickup, short }) => ({
    ...{ id, name, pickup, short },
    price: { amountMinor, currency: market.currency },
  }));
  return c.json({ items }, 200);
});

/** What is a shopper's own on a page that is the same for everyone: asked for after the page, and kept by nobody. */
import { createRoute, z } from "@hono/zod-openapi";
import { getCookie } from "hono/cookie";
import { CART_COOKIE } from "../cart/cart-cookie.ts";
import { withViewer } from "./access.ts";
import { answers, newRouter } from "./router.ts";

const me = createRoute({
  method: "get",
  path: "/api/me",
  tags: ["Customers"],
  summary: "Who is signed in here, and how much is in this browser's cart",
  middleware: [withViewer] as const,
  responses: {
    200: answers(
      "The shopper; all empty for one who is new",
      z.object({
        name: z.string().nullable(),
        role: z.enum(["customer", "staff"]).nullable(),
        cartCount: z.int().openapi({ description: "Units over all lines" }),
      }),
    ),
  },
});

export const meRoutes = newRouter().openapi(me, async (c) => {
  const { viewer, world } = c.var;
  const cart = await world.cartOf(getCookie(c, CART_COOKIE) ?? "")?.read();
  const cartCount = (cart?.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
  return c.json({ name: viewer?.name ?? null, role: viewer?.role ?? null, cartCount }, 200);
});

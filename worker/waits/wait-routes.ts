/** Waits over HTTP: ask to be told, and take it back by one click in a mail program (RFC 8058). */
import { createRoute, z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX } from "../catalog/product.ts";
import { emailForm } from "../customers/account-form.ts";
import { problem } from "../http/problem.ts";
import { networkOfRequest } from "../http/rate-limit.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { takeWaitTry } from "../http/wait-tries.ts";
import { marketIdShape } from "../markets/market-id-shape.ts";
import { askWait } from "./ask-wait-flow.ts";
import { stopPathOf } from "./wait-link.ts";
import { deleteWaitsOf } from "./wait-store.ts";

const asked = createRoute({
  method: "post",
  path: "/api/waits",
  tags: ["Catalogue"],
  summary: "Tell an address, once, when a sold-out SKU is back; asking again changes nothing",
  request: {
    body: jsonBody(
      z.strictObject({
        sku: z.string().trim().min(1).max(SKU_LENGTH_MAX),
        market: marketIdShape,
        email: emailForm.shape.email,
      }),
    ),
  },
  responses: {
    200: answers(
      "The same whether the address waited already or not",
      z.object({
        state: z.enum(["waiting", "available"]).openapi({ description: "`available`: it is there; nobody waits" }),
      }),
    ),
    ...problems({ 404: "wait.sku_unknown", 422: "request.invalid", 429: "request.rate_limited" }),
  },
});

const way = z.object({ market: marketIdShape, key: z.string().regex(/^[0-9a-f]{64}$/) });

const stopped = createRoute({
  method: "post",
  path: "/api/waits/stop",
  tags: ["Catalogue"],
  summary: "Take back all that an address waits for, by the key in a mail to it; what mail programs post to",
  request: { query: way },
  responses: {
    200: answers(
      "Nobody waits any more, whether the key is somebody's or not",
      z.object({ state: z.literal("stopped") }),
    ),
    ...problems({ 422: "request.invalid" }),
  },
});

const opened = createRoute({
  method: "get",
  path: "/api/waits/stop",
  tags: ["Catalogue"],
  summary: "The same address, opened by a person: leads to the page with the button",
  request: { query: way },
  responses: {
    303: { description: "To the page; nothing has changed" },
    ...problems({ 422: "request.invalid" }),
  },
});

export const waitRoutes = newRouter()
  .openapi(asked, async (c) => {
    const { world } = c.var;
    const ask = c.req.valid("json");
    if (!(await world.markets()).find(ask.market))
      return problem(c, { code: "request.invalid", at: [{ path: "market", why: "is no open market" }] });
    const passed = await takeWaitTry(world, { ...ask, network: networkOfRequest(c) });
    if (!passed.ok) return problem(c, passed.problem);
    const end = await askWait(world, ask);
    return end.ok ? c.json(end.value, 200) : problem(c, end.problem);
  })
  .openapi(stopped, async (c) => {
    await deleteWaitsOf(c.var.world.accounts, c.req.valid("query").key);
    return c.json({ state: "stopped" as const }, 200);
  })
  .openapi(opened, (c) => {
    const { market, key } = c.req.valid("query");
    return c.redirect(stopPathOf(market, key), 303);
  });

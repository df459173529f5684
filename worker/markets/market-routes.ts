/** The store's markets: those that are open for everyone, all of them for staff, who make and change them. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { PROOF_PATH, proofOf } from "./domain-proof.ts";
import { marketIdShape } from "./market-id-shape.ts";
import { marketAnswer, marketBody } from "./market-shapes.ts";
import { listMarkets } from "./market-store.ts";
import type { MarketFacts } from "./markets.ts";
import { saveMarket } from "./save-market-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;

const list = createRoute({
  method: "get",
  path: "/api/admin/markets",
  tags: ["Staff"],
  summary: "Every market, in whatever state, by position",
  middleware: [withStaff] as const,
  responses: {
    200: answers("The markets", z.object({ items: z.array(marketAnswer) })),
    ...problems(access),
  },
});

const save = createRoute({
  method: "put",
  path: "/api/admin/markets/{id}",
  tags: ["Staff"],
  summary: "Make or change a market",
  description:
    "Seen everywhere within a minute, in kept pages within three. None is taken away: it is closed, and what was begun in it is ended in it.",
  middleware: [withStaff] as const,
  request: { params: z.object({ id: marketIdShape }), body: jsonBody(marketBody) },
  responses: {
    200: answers("The market as it is now", marketAnswer),
    ...problems({
      ...access,
      404: "market.unknown",
      409: "market.changed_meanwhile, market.too_many",
      422: "request.invalid, market.invalid (with `at`: path, rule and why of each fault)",
    }),
  },
});

const prove = createRoute({
  method: "get",
  path: `${PROOF_PATH}/{nonce}`,
  tags: ["Operations"],
  summary: "What shows that the host that was asked leads to this store",
  description: "The store asks it of a domain before a market may have it.",
  request: { params: z.object({ nonce: z.uuid() }) },
  responses: {
    200: answers("Made with the store's secret, of the host and the number", z.object({ proof: z.string() })),
    ...problems({ 422: "request.invalid" }),
  },
});

export const marketRoutes = newRouter()
  .openapi(prove, (c) => {
    const { hostname } = new URL(c.req.url);
    return c.json({ proof: proofOf(c.var.world.config.authSecret, hostname, c.req.valid("param").nonce) }, 200);
  })
  .openapi(list, async (c) => c.json({ items: (await listMarkets(c.var.world.catalog)).map(answerOf) }, 200))
  .openapi(save, async (c) => {
    const ask = { id: c.req.valid("param").id, ...c.req.valid("json") };
    const saved = await saveMarket(c.var.world, ask, staffOf(c));
    if (!saved.ok) return problem(c, saved.problem);
    if (saved.value.repeated) c.header("idempotent-replayed", "true");
    return c.json(answerOf(saved.value.market), 200);
  });

const answerOf = ({ countries, paymentMethods, ...facts }: MarketFacts) => ({
  ...facts,
  countries: [...countries],
  paymentMethods: paymentMethods && [...paymentMethods],
});

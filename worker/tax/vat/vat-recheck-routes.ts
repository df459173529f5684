/** VAT numbers that orders went by unconfirmed, for staff: what the register said later, and denials seen to. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { limitQuery } from "../../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { TREATMENTS } from "../place-of-supply.ts";
import { settleDenial } from "./recheck-vat-flow.ts";
import { RECHECK_STATES } from "./vat-recheck.ts";
import { listRechecks } from "./vat-recheck-store.ts";

const tags = ["Staff"];
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const ORDER_NUMBER_MAX = 64;

const recheckAnswer = z
  .object({
    orderId: z.string(),
    vatNumber: z.string(),
    treatment: z.enum(TREATMENTS).openapi({ description: "How the order was taxed meanwhile" }),
    state: z.enum(RECHECK_STATES),
    tries: z.int(),
    nextAtMs: z.int().nullable().openapi({ description: "When it is asked again; null once that is over" }),
    answeredAtMs: z.int().nullable(),
    consultation: z.string().openapi({ description: "The register's number of having been asked; empty without one" }),
    settledByName: z.string().nullable(),
    settledAtMs: z.int().nullable().openapi({ description: "Of a denial: when staff saw to it" }),
    version: z.int(),
  })
  .openapi("VatRecheck");

const list = createRoute({
  method: "get",
  path: "/api/admin/tax/vat-rechecks",
  tags,
  summary: "VAT numbers that the register was asked about again after the order, the newest answers first",
  middleware: [withStaff] as const,
  request: { query: z.object({ state: z.enum(RECHECK_STATES).default("denied"), limit: limitQuery }) },
  responses: {
    200: answers("As many as were asked for", z.object({ items: z.array(recheckAnswer) })),
    ...problems({ ...access, 422: "request.invalid" }),
  },
});

const settle = createRoute({
  method: "post",
  path: "/api/admin/tax/vat-rechecks/{orderId}/settle",
  tags,
  summary: "Say that a denied number was seen to; a second time changes nothing",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ orderId: z.string().min(1).max(ORDER_NUMBER_MAX) }),
    body: jsonBody(z.strictObject({ version: z.int().min(1) })),
  },
  responses: {
    200: answers("As it is now", recheckAnswer),
    ...problems({
      ...access,
      404: "tax.denial_unknown",
      409: "tax.denial_changed (with `version`: the one it has now)",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const vatRecheckRoutes = newRouter()
  .openapi(list, async (c) => {
    const { state, limit } = c.req.valid("query");
    return c.json({ items: await listRechecks(c.var.world.accounts, state, limit) }, 200);
  })
  .openapi(settle, async (c) => {
    const ask = { ...c.req.valid("param"), ...c.req.valid("json") };
    const settled = await settleDenial(c.var.world, ask, staffOf(c));
    return settled.ok ? c.json(settled.value, 200) : problem(c, settled.problem);
  });

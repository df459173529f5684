/** Certificates of customers who pay no tax, for staff: found, recorded, ended. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { cursorQuery, limitQuery } from "../../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { exemptionAnswer, exemptionEndShape, newExemptionShape } from "./exemption-shapes.ts";
import { EXEMPTION_STATES, listExemptions } from "./exemption-store.ts";
import { addExemption, endExemption } from "./save-exemption-flow.ts";

const tags = ["Staff"];
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const SEARCH_MAX = 100;

const list = createRoute({
  method: "get",
  path: "/api/admin/tax/exemptions",
  tags,
  summary: "Certificates of customers who pay no tax, newest first",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      q: z
        .string()
        .max(SEARCH_MAX)
        .exactOptional()
        .openapi({ description: "An id, or a part of an e-mail address or a certificate's number" }),
      state: z.enum(EXEMPTION_STATES).exactOptional().openapi({ description: "Those that staff ended, or did not" }),
      limit: limitQuery,
      cursor: cursorQuery,
    }),
  },
  responses: {
    200: answers("A page of them", z.object({ items: z.array(exemptionAnswer), nextCursor: z.string().nullable() })),
    ...problems({ ...access, 422: "request.invalid, cursor.invalid" }),
  },
});

const add = createRoute({
  method: "post",
  path: "/api/admin/tax/exemptions",
  tags,
  summary: "Record that a customer is exempt",
  description:
    "It counts for what the account buys while signed in; orders that were placed stay as they are. Bears repeating.",
  middleware: [withStaff] as const,
  request: { body: jsonBody(newExemptionShape) },
  responses: {
    201: answers("The exemption", exemptionAnswer),
    ...problems({
      ...access,
      404: "tax.exemption_no_account",
      409: "tax.too_many_exemptions",
      415: "request.not_json",
      422: "request.invalid, tax.exemption_id_taken",
    }),
  },
});

const end = createRoute({
  method: "post",
  path: "/api/admin/tax/exemptions/{id}/end",
  tags,
  summary: "End an exemption at once; a second time changes nothing",
  description: "Orders that went by it stay as they are.",
  middleware: [withStaff] as const,
  request: { params: z.object({ id: z.string().min(1).max(64) }), body: jsonBody(exemptionEndShape) },
  responses: {
    200: answers("The exemption as it is now", exemptionAnswer),
    ...problems({
      ...access,
      404: "tax.exemption_unknown",
      409: "tax.exemption_changed (with `version`: the one it has now)",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const exemptionRoutes = newRouter()
  .openapi(list, async (c) => {
    const page = await listExemptions(c.var.world.accounts, c.req.valid("query"));
    return page.ok ? c.json(page.value, 200) : problem(c, page.problem);
  })
  .openapi(add, async (c) => {
    const added = await addExemption(c.var.world, c.req.valid("json"), staffOf(c));
    return added.ok ? c.json(added.value.exemption, 201) : problem(c, added.problem);
  })
  .openapi(end, async (c) => {
    const ask = { id: c.req.valid("param").id, ...c.req.valid("json") };
    const ended = await endExemption(c.var.world, ask, staffOf(c));
    return ended.ok ? c.json(ended.value.exemption, 200) : problem(c, ended.problem);
  });

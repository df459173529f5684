/** For `npm run doctor`: what does not add up, and making it right again, a stretch a call. */
import { createRoute, z } from "@hono/zod-openapi";
import { BOOKS } from "../doctor/books.ts";
import { examineBook, repairBook } from "../doctor/books-flow.ts";
import { DISAGREEMENTS, type DisagreementCode, explain } from "../doctor/disagreements.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import {
  CHECKS,
  EXAMINED,
  examineProjection,
  examineStore,
  FINDINGS_MAX,
  PROJECTIONS,
  repairProjection,
} from "./doctor-flow.ts";

const AFTER_LENGTH_MAX = 200;
const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const after = z
  .string()
  .max(AFTER_LENGTH_MAX)
  .default("")
  .openapi({ description: "`next` of the turn before; empty to begin" });
const next = z.string().nullable();

const examine = createRoute({
  method: "get",
  path: "/api/admin/doctor",
  tags: ["Operations"],
  summary: "What the timer should have finished, and what was given up on",
  middleware: [withStaff] as const,
  responses: {
    200: answers(
      "Every check",
      z.object({
        items: z.array(
          z.object({
            check: z.enum(CHECKS),
            count: z.int().openapi({ description: `0 where all is well; ${FINDINGS_MAX} is that many or more` }),
            examples: z.array(z.string()).readonly(),
          }),
        ),
      }),
    ),
    ...problems(access),
  },
});

const compare = createRoute({
  method: "get",
  path: "/api/admin/doctor/{projection}",
  tags: ["Operations"],
  summary: "Compares the next stretch of a projection with its source, or of the ledgers with their hashes",
  middleware: [withStaff] as const,
  request: { params: z.object({ projection: z.enum(EXAMINED) }), query: z.object({ after }) },
  responses: {
    200: answers("What differs", z.object({ checked: z.int(), differs: z.array(z.string()).readonly(), next })),
    ...problems({ ...access, 422: "request.invalid" }),
  },
});

const repair = createRoute({
  method: "post",
  path: "/api/admin/doctor/repair",
  tags: ["Operations"],
  summary: "Makes the next stretch of a projection again; safe to repeat, and while the store sells",
  middleware: [withStaff] as const,
  request: { body: jsonBody(z.strictObject({ projection: z.enum(PROJECTIONS), after })) },
  responses: {
    200: answers("How far it came", z.object({ done: z.int(), next })),
    ...problems({ ...access, 415: "request.not_json", 422: "request.invalid" }),
  },
});

const CODES = Object.keys(DISAGREEMENTS) as [DisagreementCode, ...DisagreementCode[]];
const book = z.object({ book: z.enum(BOOKS) });
const found = z
  .object({
    code: z.enum(CODES),
    at: z.record(z.string(), z.string()).openapi({ description: "Where, by id" }),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).openapi({ description: "What disagrees" }),
    what: z.string(),
    cause: z.string(),
    repair: z.string(),
    canRepair: z.boolean(),
  })
  .openapi("Disagreement");

const examineOneBook = createRoute({
  method: "get",
  path: "/api/admin/doctor/books/{book}",
  tags: ["Operations"],
  summary: "Lays the next stretch of one of the store's books beside the others, or beside the payment provider's",
  description: "Looking changes nothing.",
  middleware: [withStaff] as const,
  request: { params: book, query: z.object({ after }) },
  responses: {
    200: answers("What disagrees, why, and what mends it", z.object({ checked: z.int(), items: z.array(found), next })),
    ...problems({ ...access, 422: "request.invalid", 503: "payment.unavailable" }),
  },
});

const repairOneBook = createRoute({
  method: "post",
  path: "/api/admin/doctor/books/{book}/repair",
  tags: ["Operations"],
  summary: "Repairs what it finds in the next stretch of a book; safe to repeat, and while the store sells",
  middleware: [withStaff] as const,
  request: { params: book, body: jsonBody(z.strictObject({ after })) },
  responses: {
    200: answers(
      "How many were found, and repaired; look again to see what is left",
      z.object({ found: z.int(), tried: z.int(), next }),
    ),
    ...problems({ ...access, 415: "request.not_json", 422: "request.invalid", 503: "payment.unavailable" }),
  },
});

export const doctorRoutes = newRouter()
  .openapi(examine, async (c) => c.json({ items: await examineStore(c.var.world) }, 200))
  .openapi(compare, async (c) => {
    const { projection } = c.req.valid("param");
    return c.json(await examineProjection(c.var.world, projection, c.req.valid("query").after), 200);
  })
  .openapi(repair, async (c) => {
    const ask = { ...c.req.valid("json"), by: staffOf(c) };
    return c.json(await repairProjection(c.var.world, ask), 200);
  })
  .openapi(examineOneBook, async (c) => {
    const turn = await examineBook(c.var.world, c.req.valid("param").book, c.req.valid("query").after);
    if (!turn.ok) return problem(c, turn.problem);
    const { checked, found: items, next: following } = turn.value;
    return c.json({ checked, items: items.map(explain), next: following }, 200);
  })
  .openapi(repairOneBook, async (c) => {
    const ask = { ...c.req.valid("param"), ...c.req.valid("json"), by: staffOf(c) };
    const repaired = await repairBook(c.var.world, ask);
    return repaired.ok ? c.json(repaired.value, 200) : problem(c, repaired.problem);
  });

/** Messages the consumers gave up on, for staff: look, and have them sent again. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { limitUpTo } from "../http/query.ts";
import { answers, newRouter, problems } from "../http/router.ts";
import { DEAD_LETTERS_LIMIT_MAX, type DeadLetter, listDeadLetters, replayDeadLetter } from "./dead-letter-store.ts";

const LIMIT_DEFAULT = 50;

const shown = z
  .object({
    id: z.string(),
    message: z.unknown(),
    receivedAt: z.iso.datetime(),
    replayedAt: z.iso.datetime().nullable(),
    replayedBy: z.string().nullable(),
  })
  .openapi("DeadLetter");

const refusals = problems({ 401: "access.sign_in_needed", 403: "access.staff_only", 422: "request.invalid" });
const list = createRoute({
  method: "get",
  path: "/api/admin/dead-letters",
  tags: ["Staff"],
  summary: "Messages that were given up on, newest first",
  middleware: [withStaff] as const,
  request: {
    query: z.object({
      state: z.enum(["open", "replayed"]).optional(),
      limit: limitUpTo(DEAD_LETTERS_LIMIT_MAX, LIMIT_DEFAULT),
    }),
  },
  responses: { 200: answers("The messages", z.object({ items: z.array(shown) })), ...refusals },
});

const replay = createRoute({
  method: "post",
  path: "/api/admin/dead-letters/{id}/replay",
  tags: ["Staff"],
  summary: "Send a message again; a second time changes nothing",
  middleware: [withStaff] as const,
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: {
    200: answers("It is sent again, or was", z.object({ replayed: z.boolean() })),
    ...refusals,
    ...problems({ 404: "dead_letter.unknown", 409: "dead_letter.not_an_event" }),
  },
});

export const deadLetterRoutes = newRouter()
  .openapi(list, async (c) => {
    const { state, limit } = c.req.valid("query");
    const letters = await listDeadLetters(c.var.world, { limit, ...(state ? { state } : {}) });
    return c.json({ items: letters.map(showLetter) }, 200);
  })
  .openapi(replay, async (c) => {
    const replayed = await replayDeadLetter(c.var.world, c.req.valid("param").id, staffOf(c));
    return replayed.ok ? c.json(replayed.value, 200) : (problem(c, replayed.problem) as never);
  });

const showLetter = ({ id, message, receivedAtMs, replayedAtMs, replayedBy }: DeadLetter) => ({
  id,
  message,
  receivedAt: new Date(receivedAtMs).toISOString(),
  replayedAt: replayedAtMs === null ? null : new Date(replayedAtMs).toISOString(),
  replayedBy,
});

/** Drops in the back office: list, read with live figures, make and change. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import type { Drop } from "./drop.ts";
import { dropAskShape, dropIdShape, staffDropShape } from "./drop-ask.ts";
import { listDrops, readStoredDrop } from "./drop-store.ts";
import { saveDrop } from "./save-drop-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const tags = ["Staff"];
const params = z.object({ id: dropIdShape });
const figuresShape = z.object({
  phase: z.enum(["closed", "before", "open", "over"]),
  seed: z
    .string()
    .nullable()
    .openapi({ description: "What the order at the opening was drawn with, once it has opened" }),
  present: z.int().openapi({ description: "Tickets" }),
  waiting: z.int(),
  admitted: z.int(),
  used: z.int().openapi({ description: "Passes that held a checkout" }),
  lapsed: z.int().openapi({ description: "Passes that were not claimed, or not used, in time" }),
  open: z.int().openapi({ description: "Passes that are out" }),
  perMinute: z.int(),
  unitsLeft: z.int().nullable(),
});

const list = createRoute({
  method: "get",
  path: "/api/admin/drops",
  tags,
  summary: "Drops, the newest opening first",
  middleware: [withStaff] as const,
  responses: { 200: answers("The newest hundred", z.object({ items: z.array(staffDropShape) })), ...problems(access) },
});

const read = createRoute({
  method: "get",
  path: "/api/admin/drops/{id}",
  tags,
  summary: "A drop and how its waiting room stands",
  middleware: [withStaff] as const,
  request: { params },
  responses: {
    200: answers("The drop", z.object({ drop: staffDropShape, figures: figuresShape })),
    ...problems({ ...access, 404: "drop.unknown", 422: "request.invalid" }),
  },
});

const save = createRoute({
  method: "put",
  path: "/api/admin/drops/{id}",
  tags,
  summary: "Make or change a drop; the same again changes nothing",
  description: "Once it has opened, its SKUs and its opening stay. Cancelling lets everybody buy what it kept.",
  middleware: [withStaff] as const,
  request: { params, body: jsonBody(dropAskShape) },
  responses: {
    200: answers("The drop as it is now", staffDropShape),
    ...problems({
      ...access,
      409: "drop.changed_meanwhile, drop.has_opened, drop.sku_taken, drop.too_many",
      415: "request.not_json",
      422: "request.invalid, drop.sku_unknown",
    }),
  },
});

const shown = (drop: Drop) => ({ ...drop, skus: [...drop.skus] });

export const staffDropRoutes = newRouter()
  .openapi(list, async (c) => c.json({ items: (await listDrops(c.var.world.catalog)).map(shown) }, 200))
  .openapi(read, async (c) => {
    const { id } = c.req.valid("param");
    const drop = await readStoredDrop(c.var.world.catalog, id);
    if (!drop) return problem(c, { code: "drop.unknown" });
    return c.json({ drop: shown(drop), figures: await c.var.world.waitingRoomOf(id).figures() }, 200);
  })
  .openapi(save, async (c) => {
    const saved = await saveDrop(c.var.world, { ...c.req.valid("json"), id: c.req.valid("param").id }, staffOf(c));
    return saved.ok ? c.json(shown(saved.value), 200) : problem(c, saved.problem);
  });

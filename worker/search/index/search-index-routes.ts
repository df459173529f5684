/** What the index is doing, and how it is spread over its databases: for staff's tools. */
import { createRoute, z } from "@hono/zod-openapi";
import { recordAudit } from "../../admin/audit-store.ts";
import { staffOf, withStaff } from "../../http/access.ts";
import { answers, newRouter, problems } from "../../http/router.ts";
import { spreadShards } from "./move-shards-flow.ts";
import { reportIndex } from "./search-index-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;

const report = createRoute({
  method: "get",
  path: "/api/admin/search-index",
  tags: ["Staff"],
  summary: "Where the search index lies, and how far a rebuild or a move of shards came",
  middleware: [withStaff] as const,
  responses: {
    200: answers(
      "The index",
      z.object({
        databases: z.array(z.object({ name: z.string(), shards: z.int(), products: z.int() })),
        rebuild: z
          .object({
            step: z.enum(["emptying", "filling"]),
            products: z.int(),
            total: z.int(),
            startedAtMs: z.int(),
          })
          .nullable()
          .openapi({ description: "Null when none is under way" }),
        moving: z.object({ step: z.string(), source: z.string(), target: z.string(), shardsLeft: z.int() }).nullable(),
      }),
    ),
    ...problems(access),
  },
});

const spread = createRoute({
  method: "post",
  path: "/api/admin/search-index/spread",
  tags: ["Staff"],
  summary: "Spreads products evenly over the index's databases; the timer moves them, and search goes on",
  middleware: [withStaff] as const,
  responses: {
    200: answers("Whether anything is to move; a repeat begins nothing more", z.object({ isMoving: z.boolean() })),
    ...problems(access),
  },
});

export const searchIndexRoutes = newRouter()
  .openapi(report, async (c) => c.json(await reportIndex(c.var.world), 200))
  .openapi(spread, async (c) => {
    const isMoving = await spreadShards(c.var.world);
    const entry = { action: "search_index.spread", subject: "projection:search", before: null, after: null };
    if (isMoving) await recordAudit(c.var.world, { by: staffOf(c), ...entry });
    return c.json({ isMoving }, 200);
  });

/** Lets staff's tools see whether documents and search index are what the catalogue says, and make them again. */
import { createRoute, z } from "@hono/zod-openapi";
import { recordAudit } from "../admin/audit-store.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { rebuildSearch } from "./index/rebuild-search-flow.ts";
import { PROJECT_CHUNK } from "./project-products-flow.ts";
import { checkProducts, checkProjections, rebuildDocuments } from "./rebuild-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only", 422: "request.invalid" } as const;
const after = z.string().max(100).default("").openapi({ description: "`nextId` of the turn before; empty to begin" });

const ids = z
  .string()
  .transform((text) => [...new Set(text.split(","))])
  .pipe(z.array(z.string().min(1).max(100)).max(PROJECT_CHUNK))
  .optional()
  .openapi({ type: "string", description: `Products, comma between, ${PROJECT_CHUNK} at most, in place of a stretch` });

const check = createRoute({
  method: "get",
  path: "/api/admin/projections",
  tags: ["Staff"],
  summary: "Compares the next stretch of products, or these, with what was made of them",
  middleware: [withStaff] as const,
  request: { query: z.object({ after, ids }) },
  responses: {
    200: answers(
      "What differs",
      z.object({
        sold: z
          .int()
          .nullable()
          .openapi({ description: "Published products with a price; counted at the first stretch" }),
        searchable: z
          .int()
          .nullable()
          .openapi({ description: "Products that search finds; counted at the first stretch" }),
        checked: z.int(),
        searchDiffers: z.array(z.string()),
        documentDiffers: z.array(z.string()),
        nextId: z.string().nullable(),
      }),
    ),
    ...problems(access),
  },
});

const rebuild = createRoute({
  method: "post",
  path: "/api/admin/projections/rebuild",
  tags: ["Staff"],
  summary: "Makes the search index or the documents of the next stretch of products again",
  middleware: [withStaff] as const,
  request: { body: jsonBody(z.strictObject({ what: z.enum(["search", "documents"]), after })) },
  responses: {
    200: answers(
      "How far it came",
      z.object({
        products: z.int().openapi({ description: "Of this turn" }),
        nextId: z.string().nullable(),
        rebuilt: z.int().optional().openapi({ description: "Of the index, so far" }),
        total: z.int().optional(),
      }),
    ),
    ...problems({ ...access, 415: "request.not_json" }),
  },
});

export const projectionRoutes = newRouter()
  .openapi(check, async (c) => {
    const { after: afterId, ids: asked } = c.req.valid("query");
    const found = asked ? checkProducts(c.var.world, asked) : checkProjections(c.var.world, afterId);
    return c.json(await found, 200);
  })
  .openapi(rebuild, async (c) => {
    const { what, after: afterId } = c.req.valid("json");
    const entry = { action: "projection.rebuilt", subject: `projection:${what}`, before: null, after: null };
    if (afterId === "") await recordAudit(c.var.world, { by: staffOf(c), ...entry });
    const turn = what === "search" ? rebuildSearch(c.var.world) : rebuildDocuments(c.var.world, afterId);
    return c.json(await turn, 200);
  });

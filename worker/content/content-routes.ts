/** What the store's own pages say, for staff. Their versions are in catalog/versions/version-routes.ts. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { CONTENT_PAGES, contentIdOf, contentNameOf } from "./content-page.ts";
import { contentIdShape, contentShape } from "./content-shape.ts";
import { listContent, readContent } from "./content-store.ts";
import { saveContent } from "./save-content-flow.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const row = z
  .object({
    id: contentIdShape,
    page: z.enum(CONTENT_PAGES),
    locale: z.string(),
    title: z.string(),
    description: z.string(),
    archived: z.boolean(),
    version: z.int(),
    updatedAtMs: z.int(),
  })
  .openapi("ContentPageRow");
const whole = row.extend({ body: z.string() }).openapi("ContentPageKept");
const params = z.object({ id: contentIdShape });

const list = createRoute({
  method: "get",
  path: "/api/admin/pages",
  tags: ["Staff"],
  summary:
    "What staff wrote for the store's own pages, without the bodies; where nothing is, the store's own text is shown",
  middleware: [withStaff] as const,
  responses: { 200: answers("All of them", z.object({ items: z.array(row) })), ...problems(access) },
});
const read = createRoute({
  method: "get",
  path: "/api/admin/pages/{id}",
  tags: ["Staff"],
  summary: "What staff wrote for a page in a locale",
  middleware: [withStaff] as const,
  request: { params },
  responses: { 200: answers("The text", whole), ...problems({ ...access, 404: "page.unknown" }) },
});
const save = createRoute({
  method: "put",
  path: "/api/admin/pages/{id}",
  tags: ["Staff"],
  summary: "Writes what a page says in a locale; the same again changes nothing",
  middleware: [withStaff] as const,
  request: { params, body: jsonBody(contentShape) },
  responses: {
    200: answers("The text", whole),
    ...problems({
      ...access,
      404: "page.unknown",
      409: "page.changed_meanwhile",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const contentRoutes = newRouter()
  .openapi(list, async (c) => {
    const items = await listContent(c.var.world.catalog);
    return c.json({ items: items.map((each) => ({ id: contentIdOf(each), ...each })) }, 200);
  })
  .openapi(read, async (c) => {
    const name = contentNameOf(c.req.valid("param").id);
    const content = name && (await readContent(c.var.world.catalog, name));
    return content ? c.json({ id: contentIdOf(content), ...content }, 200) : problem(c, { code: "page.unknown" });
  })
  .openapi(save, async (c) => {
    const name = contentNameOf(c.req.valid("param").id);
    if (!name) return problem(c, { code: "page.unknown" });
    const saved = await saveContent(c.var.world, name, c.req.valid("json"), staffOf(c));
    return saved.ok ? c.json({ id: contentIdOf(name), ...saved.value }, 200) : problem(c, saved.problem);
  });

/** A product's versions, for staff: who wrote which, what it was then, how two differ; and the way back to one. */
import { createRoute, z } from "@hono/zod-openapi";
import { staffOf, withStaff } from "../../http/access.ts";
import { problem } from "../../http/problem.ts";
import { limitUpTo } from "../../http/query.ts";
import { answers, jsonBody, newRouter, problems } from "../../http/router.ts";
import { revertProduct } from "./revert-product-flow.ts";
import { differencesOf, VERSIONS_MAX } from "./version.ts";
import { listVersions, readState } from "./version-store.ts";

const access = { 401: "access.sign_in_needed", 403: "access.staff_only" } as const;
const path = "/api/admin/products/{id}/versions";
const byId = z.object({ id: z.string().min(1).max(100) });
const versionNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const byVersion = byId.extend({ version: versionNumber });
const PAGE_LIMIT = 50;

const row = z
  .object({
    version: z.int(),
    atMs: z.int(),
    byId: z.string(),
    byName: z.string(),
    source: z.enum(["staff", "import", "schedule", "revert", "unrecorded"]),
    note: z.string().openapi({ description: "The run of an import, the version gone back to; often empty" }),
  })
  .openapi("ProductVersion");
/** As staff's product has it; parts that are lists are compared as wholes, variants by their SKU. */
const state = z.record(z.string(), z.unknown());

const list = createRoute({
  method: "get",
  path,
  tags: ["Staff"],
  summary: `Versions of a product, newest first; the last ${VERSIONS_MAX} are kept`,
  middleware: [withStaff] as const,
  request: {
    params: byId,
    query: z.object({
      before: versionNumber.optional().openapi({ description: "Older than this version: the last of the page before" }),
      limit: limitUpTo(VERSIONS_MAX, PAGE_LIMIT),
    }),
  },
  responses: {
    200: answers("A page", z.object({ items: z.array(row) })),
    ...problems({ ...access, 422: "request.invalid" }),
  },
});

const read = createRoute({
  method: "get",
  path: `${path}/{version}`,
  tags: ["Staff"],
  summary: "What a product was in a version",
  middleware: [withStaff] as const,
  request: { params: byVersion },
  responses: {
    200: answers("The product then", z.object({ version: z.int(), state })),
    ...problems({ ...access, 404: "product.version_unknown", 422: "request.invalid" }),
  },
});

const compare = createRoute({
  method: "get",
  path: `${path}/{version}/changes`,
  tags: ["Staff"],
  summary: "What differs between a version and another",
  middleware: [withStaff] as const,
  request: {
    params: byVersion,
    query: z.object({
      to: versionNumber.openapi({ description: "The later one; `before` is of the one in the path" }),
    }),
  },
  responses: {
    200: answers(
      "The differences",
      z.object({
        items: z.array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown() })),
        more: z.int().openapi({ description: "How many differ besides" }),
      }),
    ),
    ...problems({ ...access, 404: "product.version_unknown", 422: "request.invalid" }),
  },
});

const revert = createRoute({
  method: "post",
  path: "/api/admin/products/{id}/revert",
  tags: ["Staff"],
  summary: "Makes a product again what it was in a version, as a new version; a repeat changes nothing",
  middleware: [withStaff] as const,
  request: {
    params: byId,
    body: jsonBody(
      z
        .strictObject({
          version: z.int().min(1).openapi({ description: "The version that was read; another one by now is refused" }),
          to: z.int().min(1),
        })
        .openapi("ProductRevert"),
    ),
  },
  responses: {
    200: answers("The version it has by now", z.object({ version: z.int() })),
    ...problems({
      ...access,
      404: "product.unknown, product.version_unknown",
      409: "product.changed_meanwhile, product.slug_taken",
      415: "request.not_json",
      422: "request.invalid",
    }),
  },
});

export const versionRoutes = newRouter()
  .openapi(list, async (c) => {
    const { before = Number.MAX_SAFE_INTEGER, limit } = c.req.valid("query");
    return c.json({ items: await listVersions(c.var.world.catalog, c.req.valid("param").id, { before, limit }) }, 200);
  })
  .openapi(read, async (c) => {
    const { id, version } = c.req.valid("param");
    const then = await readState(c.var.world.catalog, id, version);
    return then
      ? c.json({ version, state: then as unknown as Record<string, unknown> }, 200)
      : problem(c, { code: "product.version_unknown", version });
  })
  .openapi(compare, async (c) => {
    const { id, version } = c.req.valid("param");
    const { to } = c.req.valid("query");
    const { catalog } = c.var.world;
    const [before, after] = await Promise.all([readState(catalog, id, version), readState(catalog, id, to)]);
    if (!before) return problem(c, { code: "product.version_unknown", version });
    return after
      ? c.json(differencesOf(before, after), 200)
      : problem(c, { code: "product.version_unknown", version: to });
  })
  .openapi(revert, async (c) => {
    const ask = { ...c.req.valid("json"), productId: c.req.valid("param").id, by: staffOf(c) };
    const reverted = await revertProduct(c.var.world, ask);
    return reverted.ok ? c.json(reverted.value, 200) : problem(c, reverted.problem);
  });

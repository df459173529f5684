/** The catalogue in parts, for programs that go on where they were cut off. What is too large for one request nobody gets in one. */
import { createRoute, z } from "@hono/zod-openapi";
import { recordAudit } from "../admin/audit-store.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { newRouter, problems } from "../http/router.ts";
import { currencyShape } from "../pricing/currency-shape.ts";
import { EXPORT_FILES, EXPORT_FORMATS, EXPORT_PART_MAX, exportCatalogue, nextPart } from "./export-flow.ts";

const PART_DEFAULT = 1_000;

const route = createRoute({
  method: "get",
  path: "/api/admin/exports/{format}",
  tags: ["Staff"],
  summary: "A part of all products: in this store's own format, or as Shopify's product CSV",
  middleware: [withStaff] as const,
  request: {
    params: z.object({ format: z.enum(EXPORT_FORMATS) }),
    query: z.object({
      after: z.string().max(100).default("").openapi({ description: "`X-Next-After` of the part before" }),
      limit: z
        .string()
        .regex(/^\d{1,4}$/, "is not a whole number")
        .transform(Number)
        .pipe(z.int().min(1).max(EXPORT_PART_MAX))
        .default(PART_DEFAULT)
        .openapi({ type: "integer", description: "Products of this part" }),
      currency: currencyShape.default("USD").openapi({ description: "Of Shopify's prices" }),
    }),
  },
  responses: {
    200: { description: "The file, or its part; `X-Next-After` says where the next one begins" },
    ...problems({ 401: "access.sign_in_needed", 403: "access.staff_only", 422: "request.invalid" }),
  },
});

export const exportRoutes = newRouter().openapi(route, async (c) => {
  const { world } = c.var;
  const { format } = c.req.valid("param");
  const { after: afterId, limit, currency } = c.req.valid("query");
  const next = await nextPart(world, { afterId, limit });
  if (afterId === "")
    await recordAudit(world, {
      by: staffOf(c),
      action: "products.exported",
      subject: "products",
      before: null,
      after: { format, currency },
    });
  const { ending, type } = EXPORT_FILES[format];
  const day = new Date(world.nowMs()).toISOString().slice(0, 10);
  return new Response(exportCatalogue(world, { format, currency, afterId, limit }), {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="catalogue-${day}.${ending}"`,
      ...(next === null ? {} : { "x-next-after": next }),
    },
  }) as never;
});

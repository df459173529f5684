/** Products come in over HTTP, from staff and their programs: a chunk at a time, each all or nothing. */
import { createRoute, z } from "@hono/zod-openapi";
import { OPENING_QUANTITY_MAX } from "../catalog/product-shapes.ts";
import { staffOf, withStaff } from "../http/access.ts";
import { problem } from "../http/problem.ts";
import { answers, jsonBody, newRouter, problems } from "../http/router.ts";
import { importProducts } from "./import-products-flow.ts";
import { importedProductShape, PRODUCTS_PER_IMPORT_MAX } from "./imported-product.ts";
import { hasLinks } from "./linked-product.ts";

const FILE_NAME_LENGTH_MAX = 200;

const chunk = z.strictObject({
  products: z
    .array(importedProductShape)
    .min(1)
    .max(PRODUCTS_PER_IMPORT_MAX)
    .refine((products) => !products.some(hasLinks), {
      message: "name related products or components: those are taken by an import of a whole file (import-runs)",
    }),
  openingQuantity: z
    .int()
    .min(0)
    .max(OPENING_QUANTITY_MAX)
    .default(0)
    .openapi({ description: "Units that new variants start with where the product says none" }),
  run: z
    .strictObject({
      id: z.uuid(),
      file: z.string().trim().min(1).max(FILE_NAME_LENGTH_MAX),
      products: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    })
    .optional()
    .openapi({ description: "The run over a whole file that this chunk is part of: all of it is one audit entry" }),
  dryRun: z.boolean().default(false).openapi({ description: "Answers what would be done, and does nothing" }),
});

const route = createRoute({
  method: "post",
  path: "/api/admin/imports",
  tags: ["Staff"],
  summary: "Makes or updates products, found again by SKU or barcode; the same chunk again changes nothing",
  middleware: [withStaff] as const,
  request: { body: jsonBody(chunk) },
  responses: {
    200: answers(
      "What was done",
      z.object({
        created: z.int(),
        updated: z.int(),
        unchanged: z.int(),
        changedIds: z.array(z.string()).readonly().openapi({ description: "Products that were made or updated" }),
        items: z
          .array(z.object({ kind: z.enum(["create", "update", "unchanged"]), productId: z.string() }))
          .readonly()
          .openapi({ description: "What becomes of each, in their order" }),
      }),
    ),
    ...problems({
      401: "access.sign_in_needed",
      403: "access.staff_only",
      413: "request.too_large",
      415: "request.not_json",
      422: "request.invalid, import.refused; nothing was changed",
    }),
  },
});

export const importRoutes = newRouter().openapi(route, async (c) => {
  const imported = await importProducts(c.var.world, { ...c.req.valid("json"), by: staffOf(c) });
  return imported.ok ? c.json(imported.value, 200) : problem(c, imported.problem);
});

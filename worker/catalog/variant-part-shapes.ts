/** What the routes of a variant's parts have in common: what it is made of, the files it is sold as. */
import { z } from "@hono/zod-openapi";
import { skuShape } from "./product-shapes.ts";

export const variantParams = z.object({ id: z.string().min(1).max(100), sku: skuShape });

export const productVersion = z.int().min(1).openapi({ description: "Of the product; another one by now is refused" });

export const VARIANT_ACCESS = {
  401: "access.sign_in_needed",
  403: "access.staff_only",
  404: "product.unknown, stock.sku_unknown",
} as const;

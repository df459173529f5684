/** What staff sends to change a product: each part may be left out, and each has a limit. */
import { z } from "@hono/zod-openapi";
import { CURRENCIES } from "../pricing/money.ts";
import { VARIANTS_MAX } from "./product.ts";
import {
  ATTRIBUTES_MAX,
  attributeShape,
  CATEGORIES_OF_PRODUCT_MAX,
  DESCRIPTION_LENGTH_MAX,
  idShape,
  MEDIA_MAX,
  mediaShape,
  perLanguage,
  priceShape,
  skuShape,
  slugShape,
  TITLE_LENGTH_MAX,
} from "./product-shapes.ts";

export const PRODUCT_STATUSES = ["draft", "published", "archived"] as const;
export const BRAND_LENGTH_MAX = 120;
const perCurrency = <Shape extends z.ZodType>(shape: Shape) => z.partialRecord(z.enum(CURRENCIES), shape);

/** The body of `PATCH /api/admin/products/{id}`; the dashboard's form is held to it too. */
export const productChangeShape = z
  .strictObject({
    version: z.int().min(1).openapi({ description: "The version that was read; another one by now is refused" }),
    status: z.enum(PRODUCT_STATUSES).exactOptional(),
    brand: z.string().trim().max(BRAND_LENGTH_MAX).exactOptional(),
    productType: z.string().trim().max(120).exactOptional(),
    rank: z.int().min(-1_000_000).max(1_000_000).exactOptional(),
    attributes: z.array(attributeShape).max(ATTRIBUTES_MAX).exactOptional(),
    media: z.array(mediaShape).max(MEDIA_MAX).exactOptional(),
    categoryIds: z.array(idShape).max(CATEGORIES_OF_PRODUCT_MAX).exactOptional(),
    translations: perLanguage(
      z.strictObject({
        slug: slugShape.exactOptional(),
        title: z.string().trim().min(1).max(TITLE_LENGTH_MAX).exactOptional(),
        description: z.string().max(DESCRIPTION_LENGTH_MAX).exactOptional(),
      }),
    ).exactOptional(),
    variants: z
      .array(
        z.strictObject({
          sku: skuShape,
          weightGrams: z.int().min(0).max(10_000_000).exactOptional(),
          lowStockAt: z.int().min(0).max(1_000_000).exactOptional(),
          prices: perCurrency(priceShape).exactOptional(),
        }),
      )
      .max(VARIANTS_MAX)
      .exactOptional(),
  })
  .openapi("ProductChange");

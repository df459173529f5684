/** What staff sends to change a product: each part may be left out, and each has a limit. */
import { z } from "@hono/zod-openapi";
import { marketIdShape } from "../markets/market-id-shape.ts";
import { MARKETS_MAX } from "../markets/markets.ts";
import { TAX_CLASSES } from "../tax/tax-class.ts";
import { RANK_MAX, RANK_MIN, VARIANTS_MAX } from "./product.ts";
import {
  ATTRIBUTES_MAX,
  attributeShape,
  CATEGORIES_OF_PRODUCT_MAX,
  changedPricesShape,
  DESCRIPTION_LENGTH_MAX,
  idShape,
  line,
  MEDIA_MAX,
  mediaShape,
  momentShape,
  OPENING_QUANTITY_MAX,
  OPTIONS_MAX,
  perLanguage,
  pricesShape,
  skuShape,
  slugShape,
  TITLE_LENGTH_MAX,
} from "./product-shapes.ts";

export const PRODUCT_STATUSES = ["draft", "published", "archived"] as const;
export const BRAND_LENGTH_MAX = 120;
export const TAGS_MAX = 50;
export const RELATED_MAX = 12;
export const TAG_LENGTH_MAX = 60;
/** Search engines cut titles near 60 letters and descriptions near 160; longer ones are a mistake. */
export const SEO_TITLE_LENGTH_MAX = 120;
export const SEO_DESCRIPTION_LENGTH_MAX = 320;

export const marketsShape = z.array(marketIdShape).max(MARKETS_MAX).nullable();
export const optionsOfVariant = z
  .record(line(60), line(120))
  .refine((options) => Object.keys(options).length <= OPTIONS_MAX, { message: `are more than ${OPTIONS_MAX}` });
/** Options to choose by, in order. */
export const optionListShape = z
  .array(z.strictObject({ name: line(60), values: z.array(line(120)).max(VARIANTS_MAX) }))
  .max(OPTIONS_MAX);
export const tagsShape = z.array(line(TAG_LENGTH_MAX)).max(TAGS_MAX);
const unique = (list: readonly unknown[]) => new Set(list).size === list.length;

const textChange = z.strictObject({
  slug: slugShape.exactOptional(),
  title: z.string().trim().min(1).max(TITLE_LENGTH_MAX).exactOptional(),
  description: z.string().max(DESCRIPTION_LENGTH_MAX).exactOptional(),
  descriptionHtml: z
    .string()
    .max(2 * DESCRIPTION_LENGTH_MAX)
    .nullable()
    .exactOptional()
    .openapi({ description: "In place of `description`: HTML, of which formatting is kept; null drops that" }),
  seoTitle: z.string().trim().max(SEO_TITLE_LENGTH_MAX).exactOptional(),
  seoDescription: z.string().trim().max(SEO_DESCRIPTION_LENGTH_MAX).exactOptional(),
});
const variantFacts = {
  weightGrams: z.int().min(0).max(10_000_000),
  lowStockAt: z.int().min(0).max(1_000_000),
};

/** A variant that a product did not have. Price lists that are left out, and follow none that is there, do not sell it. */
export const newVariantShape = z.strictObject({
  sku: skuShape,
  options: optionsOfVariant.default({}),
  barcode: line(64).nullable().default(null),
  weightGrams: variantFacts.weightGrams.default(0),
  lowStockAt: variantFacts.lowStockAt.default(3),
  openingQuantity: z.int().min(0).max(OPENING_QUANTITY_MAX).default(0),
  prices: pricesShape.default({}),
});

/** What staff may say of a product. */
export const productChangesShape = z.strictObject({
  status: z.enum(PRODUCT_STATUSES).exactOptional(),
  markets: marketsShape
    .refine((list) => list === null || unique(list), "names a market twice")
    .exactOptional()
    .openapi({ description: "Where it is sold; null: everywhere" }),
  publishFromMs: momentShape.nullable().exactOptional().openapi({ description: "Sold from then on; null: at once" }),
  publishUntilMs: momentShape
    .nullable()
    .exactOptional()
    .openapi({ description: "Sold until then; null: without an end" }),
  brand: z.string().trim().max(BRAND_LENGTH_MAX).exactOptional(),
  productType: z.string().trim().max(120).exactOptional(),
  taxClass: z.enum(TAX_CLASSES).exactOptional().openapi({ description: "What kind of goods it is to the tax office" }),
  rank: z.int().min(RANK_MIN).max(RANK_MAX).exactOptional(),
  tags: tagsShape.refine(unique, "names a tag twice").exactOptional(),
  options: optionListShape.exactOptional().openapi({ description: "The order of options and of their values" }),
  attributes: z.array(attributeShape).max(ATTRIBUTES_MAX).exactOptional(),
  media: z.array(mediaShape).max(MEDIA_MAX).exactOptional(),
  categoryIds: z.array(idShape).max(CATEGORIES_OF_PRODUCT_MAX).exactOptional(),
  relatedIds: z
    .array(z.string().min(1).max(100))
    .max(RELATED_MAX)
    .exactOptional()
    .openapi({ description: "Products to stand beside it, in their order; none: like ones are found" }),
  translations: perLanguage(textChange.nullable())
    .exactOptional()
    .openapi({ description: "Null: it is not written in that language any more" }),
  variants: z
    .array(
      z.strictObject({
        sku: skuShape,
        position: z.int().min(0).max(100_000).exactOptional(),
        options: optionsOfVariant.exactOptional(),
        barcode: line(64).nullable().exactOptional(),
        weightGrams: variantFacts.weightGrams.exactOptional(),
        lowStockAt: variantFacts.lowStockAt.exactOptional(),
        offered: z.boolean().exactOptional().openapi({ description: "False withdraws it; it is never deleted" }),
        prices: changedPricesShape.exactOptional().openapi({
          description: "Null: the list's own price is taken back; where the list follows another, it does so again",
        }),
      }),
    )
    .max(VARIANTS_MAX)
    .exactOptional(),
  newVariants: z.array(newVariantShape).max(VARIANTS_MAX).exactOptional(),
});

/** The body of `PATCH /api/admin/products/{id}`; the dashboard's form is held to it too. */
export const productChangeShape = productChangesShape
  .extend({
    version: z.int().min(1).openapi({ description: "The version that was read; another one by now is refused" }),
  })
  .openapi("ProductChange");

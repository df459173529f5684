/** The shapes that products come in over HTTP, shared by imports and staff: each text, list and number has a limit. */
import { z } from "@hono/zod-openapi";
import { QUANTITY_MAX } from "../cart/cart.ts";
import { LANGUAGES } from "../markets/markets.ts";
import { AMOUNT_MINOR_MAX } from "../pricing/money.ts";
import { type Price, TIERS_MAX, type WrongPrice, wrongPrice } from "../pricing/price.ts";
import { PRICE_LIST_ID, PRICE_LISTS_MAX } from "../pricing/price-list.ts";
import { CATEGORY_POSITION_MAX } from "./category.ts";
import { SKU_LENGTH_MAX, SLUG_LENGTH_MAX } from "./product.ts";

export const CATEGORIES_OF_PRODUCT_MAX = 10;
export const TITLE_LENGTH_MAX = 300;
export const DESCRIPTION_LENGTH_MAX = 20_000;
/** Of a description with its formatting. */
export const HTML_LENGTH_MAX = 60_000;
export const ATTRIBUTES_MAX = 250;
export const ATTRIBUTE_KEY_LENGTH_MAX = 100;
export const ATTRIBUTE_VALUE_LENGTH_MAX = 8_000;
export const MEDIA_MAX = 50;
/** Of one variant. */
export const OPTIONS_MAX = 5;
/** Of one variant. */
export const BARCODES_MAX = 200;
/** Units of one variant. */
export const OPENING_QUANTITY_MAX = 1_000_000;

/** One line of text, without control characters; spaces around it are dropped. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "holds a control character");

/** Letters, digits and single hyphens, in any script; never upper case. */
export const slugShape = z
  .string()
  .min(1)
  .max(SLUG_LENGTH_MAX)
  .regex(/^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+(-[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+)*$/u, "is not a slug");
/** No comma, because lists of SKUs are written with commas. */
export const skuShape = line(SKU_LENGTH_MAX).regex(/^[^,]*$/, "holds a comma");
/** Ids of categories, and the name of the source that an import comes from. */
export const idShape = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is lower-case letters, digits and hyphens");
/** A key whose name ends in `-` and eight or more hexadecimal digits of its content's hash is cached for good. */
export const mediaKeyShape = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*\.[a-z0-9]{2,5}$/, "is not a media key");

/** Any language may be left out. */
export const perLanguage = <Shape extends z.ZodType>(shape: Shape) => z.partialRecord(z.enum(LANGUAGES), shape);
const amount = z.int().min(1).max(AMOUNT_MINOR_MAX);
/** The end of the year 9999. */
const MOMENT_MS_MAX = 253_402_300_799_999;
export const momentShape = z.int().min(0).max(MOMENT_MS_MAX);
const saleShape = z.strictObject({ amountMinor: amount, fromMs: momentShape, untilMs: momentShape.nullable() });
const tierShape = z.strictObject({ from: z.int().min(2).max(QUANTITY_MAX), amountMinor: amount });
const PRICE_FAULTS: Readonly<Record<WrongPrice, readonly [path: string, message: string]>> = {
  compare_at_not_higher: ["compareAtMinor", "is not more than the price"],
  sale_not_lower: ["sale", "is not less than the price"],
  sale_ends_first: ["sale", "ends before it begins"],
  tiers_not_rising: ["tiers", "do not rise in units"],
  tiers_not_falling: ["tiers", "do not fall in price"],
};
const terms = {
  sale: saleShape.nullable().exactOptional(),
  tiers: z.array(tierShape).max(TIERS_MAX).readonly().exactOptional(),
};
type SaidPrice = Omit<Price, "compareAtMinor"> & { compareAtMinor?: number | null };
function checkPrice(price: SaidPrice, { addIssue }: z.RefinementCtx): void {
  const wrong = wrongPrice({ ...price, compareAtMinor: price.compareAtMinor ?? null });
  if (!wrong) return;
  const [path, message] = PRICE_FAULTS[wrong];
  addIssue({ code: "custom", path: [path], message });
}
/**
 * `compareAtMinor` is what it cost before: more than the price, or null. `sale`: a lower price for a time. `tiers`: what each
 * unit costs from so many on.
 */
export const priceShape = z
  .strictObject({ amountMinor: amount, compareAtMinor: amount.nullable().default(null), ...terms })
  .superRefine(checkPrice);
/** Of an import: what is left out of it is not spoken of. */
export const saidPriceShape = z
  .strictObject({ amountMinor: amount, compareAtMinor: amount.nullable().exactOptional(), ...terms })
  .superRefine(checkPrice);
const byList = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .record(z.string().regex(PRICE_LIST_ID, "is no price list"), shape)
    .refine((prices) => Object.keys(prices).length <= PRICE_LISTS_MAX, { message: `are more than ${PRICE_LISTS_MAX}` });
/** By price list. */
export const pricesShape = byList(priceShape);
/** Of a change: null takes a list's own price back, and a list that follows another has what follows. */
export const changedPricesShape = byList(priceShape.nullable());
/** Of an import: null says that there is none in a list. */
export const saidPricesShape = byList(saidPriceShape.nullable());

const attributeKey = line(ATTRIBUTE_KEY_LENGTH_MAX);
export const attributeShape = z.discriminatedUnion("kind", [
  z.strictObject({
    key: attributeKey,
    kind: z.literal("text"),
    value: z.string().min(1).max(ATTRIBUTE_VALUE_LENGTH_MAX),
  }),
  z.strictObject({ key: attributeKey, kind: z.literal("number"), value: z.number(), unit: line(20).exactOptional() }),
  z.strictObject({ key: attributeKey, kind: z.literal("boolean"), value: z.boolean() }),
]);

/** A picture uploaded before to `PUT /api/admin/media/{key}`, or one only known by its address. */
export const mediaShape = z
  .strictObject({
    key: mediaKeyShape.nullable().default(null),
    sourceUrl: z
      .url({ protocol: /^https?$/ })
      .max(1_000)
      .nullable()
      .default(null),
    alt: perLanguage(z.string().max(500)).default({}),
  })
  .refine((media) => media.key !== null || media.sourceUrl !== null, { message: "has neither key nor sourceUrl" });

/** Of a category, brand or collection. */
export const archivedShape = z
  .boolean()
  .exactOptional()
  .openapi({ description: "Shoppers do not see it any more; left out, it stays as it is" });

/** What `PUT /api/admin/categories/{id}` takes; at least the default language. */
export const categoryShape = z
  .strictObject({
    version: z
      .int()
      .min(0)
      .exactOptional()
      .openapi({ description: "The version that was read; another one by now is refused" }),
    parentId: idShape.nullable().default(null),
    position: z.int().min(0).max(CATEGORY_POSITION_MAX).default(0),
    imageKey: mediaKeyShape.nullable().default(null),
    archived: archivedShape,
    translations: perLanguage(
      z.strictObject({
        ...{ slug: slugShape, name: line(120), description: z.string().max(2_000).default("") },
        ...{ seoTitle: z.string().trim().max(120).default(""), seoDescription: z.string().trim().max(320).default("") },
      }),
    ).refine((translations) => translations.en !== undefined, { message: "lacks English" }),
  })
  .openapi("CategoryChange");
export type CategoryChange = z.output<typeof categoryShape>;

/**
 * What every import becomes before it is stored: the shape `POST /api/admin/imports` takes, from whatever file it came.
 * Each text, list and number has a limit; what is beyond it is refused with its place, never cut.
 */
import { z } from "@hono/zod-openapi";
import { SKU_LENGTH_MAX, SLUG_LENGTH_MAX, VARIANTS_MAX } from "../catalog/product.ts";
import { LANGUAGES } from "../markets/markets.ts";
import { BASE_MINOR_MAX } from "../pricing/derive-price.ts";
import { AMOUNT_MINOR_MAX, CURRENCIES, type Currency } from "../pricing/money.ts";

export const PRODUCTS_PER_IMPORT_MAX = 100;
export const TITLE_LENGTH_MAX = 300;
export const DESCRIPTION_LENGTH_MAX = 20_000;
export const ATTRIBUTES_MAX = 250;
export const ATTRIBUTE_KEY_LENGTH_MAX = 100;
export const ATTRIBUTE_VALUE_LENGTH_MAX = 8_000;
export const MEDIA_MAX = 50;
export const OPTIONS_MAX = 5;
export const BARCODES_MAX = 200;
export const OPENING_QUANTITY_MAX = 1_000_000;

const line = (max: number) =>
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

const perLanguage = <Shape extends z.ZodType>(shape: Shape) => z.partialRecord(z.enum(LANGUAGES), shape);
const amount = z.int().min(1).max(AMOUNT_MINOR_MAX);
/** `compareAtMinor` is what it cost before, and is shown struck through: more than the price, or null. */
export const priceShape = z
  .strictObject({ amountMinor: amount, compareAtMinor: amount.nullable().default(null) })
  .refine((price) => price.compareAtMinor === null || price.compareAtMinor > price.amountMinor, {
    message: "is not more than the price",
    path: ["compareAtMinor"],
  });

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

export const translationShape = z.strictObject({
  /** Made from the title where it is left out. A product keeps its slug when it is imported again without one. */
  slug: slugShape.exactOptional(),
  title: line(TITLE_LENGTH_MAX),
  /** Plain text; paragraphs are parted by an empty line. */
  description: z.string().max(DESCRIPTION_LENGTH_MAX).default(""),
});

type Prices = Partial<Record<Currency, z.output<typeof priceShape>>>;
const isPriced = (prices: Prices): boolean =>
  CURRENCIES.every((currency) => prices[currency] !== undefined) ||
  (prices.USD !== undefined && Math.max(prices.USD.amountMinor, prices.USD.compareAtMinor ?? 0) <= BASE_MINOR_MAX);

export const importedVariantShape = z.strictObject({
  sku: skuShape,
  options: z
    .record(line(60), line(120))
    .refine((options) => Object.keys(options).length <= OPTIONS_MAX, { message: `are more than ${OPTIONS_MAX}` })
    .default({}),
  /** EAN, UPC or other codes; the first is the one shown. */
  barcodes: z.array(line(64)).max(BARCODES_MAX).default([]),
  weightGrams: z.int().min(0).max(10_000_000).default(0),
  /** Units on sale. For a variant that is here already: what its stock is set to; null leaves stock alone. */
  quantity: z.int().min(0).max(OPENING_QUANTITY_MAX).nullable().default(null),
  lowStockAt: z.int().min(0).max(OPENING_QUANTITY_MAX).default(3),
  /** Currencies that are left out are derived from US dollars (worker/pricing/derive-price.ts). */
  prices: z.partialRecord(z.enum(CURRENCIES), priceShape).refine(isPriced, {
    message: `lack USD, up to ${BASE_MINOR_MAX}, from which the other currencies are derived`,
  }),
});

export const importedProductShape = z
  .strictObject({
    /** Where it comes from, such as `demo`, `icecat`, `shopify`; with `externalId` it names the product for good. */
    source: idShape,
    externalId: line(200),
    status: z.enum(["draft", "published"]),
    brand: z.string().trim().max(120),
    /** A store type such as `laptops` (worker/catalog/product-type.ts), or the source's own word. */
    productType: z.string().trim().max(120),
    languageDefault: z.enum(LANGUAGES),
    translations: perLanguage(translationShape),
    /** Ids of categories that are there already; breadcrumbs show the deepest. */
    categoryIds: z.array(idShape).max(10).default([]),
    attributes: z.array(attributeShape).max(ATTRIBUTES_MAX).default([]),
    media: z.array(mediaShape).max(MEDIA_MAX).default([]),
    /** Higher comes first where nothing else decides. */
    rank: z.int().min(-1_000_000).max(1_000_000).default(0),
    variants: z.array(importedVariantShape).min(1).max(VARIANTS_MAX),
  })
  .refine((product) => product.translations[product.languageDefault] !== undefined, {
    message: "lacks the default language",
    path: ["translations"],
  })
  .openapi("ImportedProduct");

export type ImportedProduct = z.output<typeof importedProductShape>;
export type ImportedProductInput = z.input<typeof importedProductShape>;
export type ImportedVariant = ImportedProduct["variants"][number];

/** What `PUT /api/admin/categories/{id}` takes; at least the default language. */
export const categoryShape = z
  .strictObject({
    parentId: idShape.nullable().default(null),
    position: z.int().min(0).max(10_000).default(0),
    imageKey: mediaKeyShape.nullable().default(null),
    translations: perLanguage(
      z.strictObject({ slug: slugShape, name: line(120), description: z.string().max(2_000).default("") }),
    ).refine((translations) => translations.en !== undefined, { message: "lacks English" }),
  })
  .openapi("CategoryChange");
export type CategoryChange = z.output<typeof categoryShape>;

export type ImportAnswer = { created: number; updated: number; unchanged: number };

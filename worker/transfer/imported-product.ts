/**
 * What every import becomes before it is stored: the shape `POST /api/admin/imports` takes, from whatever file it came.
 * Each text, list and number has a limit; what is beyond it is refused with its place, never cut.
 */
import { z } from "@hono/zod-openapi";
import { COMPONENT_QUANTITY_MAX, COMPONENTS_MAX } from "../catalog/bundles/bundle.ts";
import { digitalShape } from "../catalog/digital/digital-shape.ts";
import { RANK_MAX, RANK_MIN, VARIANTS_MAX } from "../catalog/product.ts";
import {
  marketsShape,
  optionListShape,
  optionsOfVariant,
  RELATED_MAX,
  SEO_DESCRIPTION_LENGTH_MAX,
  SEO_TITLE_LENGTH_MAX,
  tagsShape,
} from "../catalog/product-change-shape.ts";
import {
  ATTRIBUTES_MAX,
  attributeShape,
  BARCODES_MAX,
  CATEGORIES_OF_PRODUCT_MAX,
  DESCRIPTION_LENGTH_MAX,
  HTML_LENGTH_MAX,
  idShape,
  line,
  MEDIA_MAX,
  mediaShape,
  OPENING_QUANTITY_MAX,
  perLanguage,
  pricesShape,
  skuShape,
  slugShape,
  TITLE_LENGTH_MAX,
} from "../catalog/product-shapes.ts";
import { LANGUAGES } from "../markets/markets.ts";
import { BASE_MINOR_MAX, IMPORT_LISTS } from "../pricing/derive-price.ts";
import type { Price } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import { TAX_CLASSES } from "../tax/tax-class.ts";

export const PRODUCTS_PER_IMPORT_MAX = 100;
/** Units of a new variant at which staff are told that few are left. */
export const LOW_STOCK_DEFAULT = 3;
/** Ids of products are made by this store: letters of any kind, digits and signs, but no spaces and no slashes. */
const productIdShape = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.:-]+$/, "is not the id of a product");
/** Of one product; more are forgotten links. */
const FORMER_SLUGS_MAX = 200;
const momentShape = z.int().min(0).max(253_402_300_799_999).nullable();

export const translationShape = z.strictObject({
  /** Made from the title where it is left out. A product keeps its slug when it is imported again without one. */
  slug: slugShape.exactOptional(),
  title: line(TITLE_LENGTH_MAX),
  /** Plain text; paragraphs are parted by an empty line. */
  description: z.string().max(DESCRIPTION_LENGTH_MAX).default(""),
  /** The same with its formatting; what is not on the list of worker/transfer/formats/rich-text.ts is taken out. */
  descriptionHtml: z.string().max(HTML_LENGTH_MAX).nullable().exactOptional(),
  /** For search engines and shared links; empty where title and description do. */
  seoTitle: z.string().trim().max(SEO_TITLE_LENGTH_MAX).exactOptional(),
  seoDescription: z.string().trim().max(SEO_DESCRIPTION_LENGTH_MAX).exactOptional(),
});

type Prices = Partial<Record<PriceListId, Price>>;
/** Where every one that imports fill is given, none is derived. */
const isDerivable = (prices: Prices): boolean =>
  IMPORT_LISTS.every((list) => prices[list] !== undefined) ||
  prices.USD === undefined ||
  Math.max(prices.USD.amountMinor, prices.USD.compareAtMinor ?? 0) <= BASE_MINOR_MAX;

export const importedVariantShape = z.strictObject({
  sku: skuShape,
  options: optionsOfVariant.default({}),
  /** EAN, UPC or other codes; the first is the one shown. */
  barcodes: z.array(line(64)).max(BARCODES_MAX).default([]),
  weightGrams: z.int().min(0).max(10_000_000).default(0),
  /** Units on sale. For a variant that is here already: what its stock is set to; null leaves stock alone. */
  quantity: z.int().min(0).max(OPENING_QUANTITY_MAX).nullable().default(null),
  /** What a new variant starts with, where `quantity` says nothing; one that is here already keeps its stock. */
  openingQuantity: z.int().min(0).max(OPENING_QUANTITY_MAX).exactOptional(),
  /** Left out, a variant that is here keeps what it has; a new one has `LOW_STOCK_DEFAULT`. */
  lowStockAt: z.int().min(0).max(OPENING_QUANTITY_MAX).exactOptional(),
  /** Of a bundle, what it is made of; taken up by an import of a whole file, once all of its products are there. */
  components: z
    .array(z.strictObject({ sku: skuShape, quantity: z.int().min(1).max(COMPONENT_QUANTITY_MAX) }))
    .min(1)
    .max(COMPONENTS_MAX)
    .exactOptional(),
  /** False: withdrawn. It stays for the orders that name it, and is not sold. */
  offered: z.boolean().exactOptional(),
  /**
   * By price list. Those of the five currencies that imports fill are derived from US dollars where they are left out
   * (worker/pricing/derive-price.ts), unless `exact`. Where those are left out too, it is sold in the lists given, and
   * in those that follow them.
   */
  prices: pricesShape.refine(isDerivable, {
    message: `are too high to derive the others from: USD up to ${BASE_MINOR_MAX}`,
  }),
  exact: z.literal(true).exactOptional(),
  /** Sold as files, which lie in this store under these ids before it is imported. Left out, it stays what it is. */
  download: digitalShape.exactOptional(),
});

export const importedProductShape = z
  .strictObject({
    /** Where it comes from, such as `demo`, `icecat`, `shopify`; with `externalId` it names the product for good. */
    source: idShape,
    externalId: line(200),
    /** What it is called here for good, where it comes from this store's own export. */
    id: productIdShape.exactOptional(),
    status: z.enum(["draft", "published", "archived"]),
    brand: z.string().trim().max(120),
    /** A store type such as `laptops` (worker/catalog/product-type.ts), or the source's own word. */
    productType: z.string().trim().max(120),
    /** Left out, a product that is here keeps what it has; a new one is `standard`. */
    taxClass: z.enum(TAX_CLASSES).exactOptional(),
    languageDefault: z.enum(LANGUAGES),
    translations: perLanguage(translationShape),
    /** Ids of categories that are there already; breadcrumbs show the deepest. */
    categoryIds: z.array(idShape).max(CATEGORIES_OF_PRODUCT_MAX).default([]),
    attributes: z.array(attributeShape).max(ATTRIBUTES_MAX).default([]),
    media: z.array(mediaShape).max(MEDIA_MAX).default([]),
    /** Higher comes first where nothing else decides. Left out, a product that is here keeps what it has; a new one has 0. */
    rank: z.int().min(RANK_MIN).max(RANK_MAX).exactOptional(),
    /** Left out, a product that is here keeps what it has. */
    tags: tagsShape.exactOptional(),
    options: optionListShape.exactOptional(),
    markets: marketsShape.exactOptional(),
    publishFromMs: momentShape.exactOptional(),
    publishUntilMs: momentShape.exactOptional(),
    /** Products that stand beside it, by their ids here, in their order; taken up as `components` are. */
    relatedIds: z.array(productIdShape).max(RELATED_MAX).exactOptional(),
    /** Slugs it had: links to them find it. */
    formerSlugs: z
      .array(z.strictObject({ language: z.enum(LANGUAGES), slug: slugShape }))
      .max(FORMER_SLUGS_MAX)
      .exactOptional(),
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

/**
 * `changedIds` are the products made or updated: what search finds a moment later. Empty for a dry run. `items` says what
 * becomes of each product, in the order they were sent.
 */
export type ImportAnswer = {
  created: number;
  updated: number;
  unchanged: number;
  changedIds: readonly string[];
  items: readonly { kind: "create" | "update" | "unchanged"; productId: string }[];
};
/** One run of a program over a file. All of its chunks leave one audit entry. */
export type ImportRun = { id: string; file: string; products: number };

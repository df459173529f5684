/**
 * What every import becomes before it is stored: the shape `POST /api/admin/imports` takes, from whatever file it came.
 * Each text, list and number has a limit; what is beyond it is refused with its place, never cut. A part that is left out is
 * not spoken of: a product that is here keeps what it has, and a new one is made without it.
 */
import { z } from "@hono/zod-openapi";
import { COMPONENT_QUANTITY_MAX, COMPONENTS_MAX } from "../catalog/bundles/bundle.ts";
import { digitalShape } from "../catalog/digital/digital-shape.ts";
import { RANK_MAX, RANK_MIN, VARIANTS_KEPT_MAX, VARIANTS_MAX } from "../catalog/product.ts";
import {
  marketsShape,
  optionListShape,
  optionsOfVariant,
  PRODUCT_STATUSES,
  RELATED_MAX,
  SEO_DESCRIPTION_LENGTH_MAX,
  SEO_TITLE_LENGTH_MAX,
  tagsShape,
} from "../catalog/product-change-shape.ts";
import {
  ATTRIBUTE_KEY_LENGTH_MAX,
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
  saidPricesShape,
  skuShape,
  slugShape,
  TITLE_LENGTH_MAX,
} from "../catalog/product-shapes.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import { BASE_MINOR_MAX, IMPORT_LISTS } from "../pricing/derive-price.ts";
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
  /** Plain text; paragraphs are parted by an empty line. Without `descriptionHtml` beside it, formatting it had is gone. */
  description: z.string().max(DESCRIPTION_LENGTH_MAX).exactOptional(),
  /** The same with its formatting; what is not on the list of worker/transfer/formats/rich-text.ts is taken out. */
  descriptionHtml: z.string().max(HTML_LENGTH_MAX).nullable().exactOptional(),
  /** For search engines and shared links; empty where title and description do. */
  seoTitle: z.string().trim().max(SEO_TITLE_LENGTH_MAX).exactOptional(),
  seoDescription: z.string().trim().max(SEO_DESCRIPTION_LENGTH_MAX).exactOptional(),
});

type SaidPrices = z.output<typeof saidPricesShape>;
/** Where every one that imports fill is given, none is derived. */
const isDerivable = (prices: SaidPrices): boolean =>
  IMPORT_LISTS.every((list) => prices[list] !== undefined) ||
  !prices.USD ||
  Math.max(prices.USD.amountMinor, prices.USD.compareAtMinor ?? 0) <= BASE_MINOR_MAX;

export const importedVariantShape = z.strictObject({
  sku: skuShape,
  options: optionsOfVariant.exactOptional(),
  /** What a new variant is chosen by, where `options` says nothing. */
  openingOptions: optionsOfVariant.exactOptional(),
  /** EAN, UPC or other codes; the first is the one shown. */
  barcodes: z.array(line(64)).max(BARCODES_MAX).exactOptional(),
  weightGrams: z.int().min(0).max(10_000_000).exactOptional(),
  /** Units on sale. For a variant that is here already: what its stock is set to; null leaves stock alone. */
  quantity: z.int().min(0).max(OPENING_QUANTITY_MAX).nullable().default(null),
  /** What a new variant starts with, where `quantity` says nothing; one that is here already keeps its stock. */
  openingQuantity: z.int().min(0).max(OPENING_QUANTITY_MAX).exactOptional(),
  /** Left out of a new variant, it is `LOW_STOCK_DEFAULT`. */
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
   * By price list; null: none in that list. Those of the five currencies that imports fill are derived from US dollars where
   * they are left out and not set by hand (worker/transfer/import-prices.ts). `exact`: these, and no others.
   */
  prices: saidPricesShape
    .refine(isDerivable, { message: `are too high to derive the others from: USD up to ${BASE_MINOR_MAX}` })
    .exactOptional(),
  exact: z.literal(true).exactOptional(),
  /** Sold as files, which lie in this store under these ids before it is imported. */
  download: digitalShape.exactOptional(),
});

const statusShape = z.enum(PRODUCT_STATUSES);
const categoryIdsShape = z.array(idShape).max(CATEGORIES_OF_PRODUCT_MAX);

type Written<Text> = { languageDefault?: Language; translations: Partial<Record<Language, Text>> };
/** What a new product is shown in to whoever it is not translated for. */
export const ownLanguageOf = ({ languageDefault, translations }: Written<unknown>): Language =>
  languageDefault ?? LANGUAGES.find((language) => translations[language] !== undefined) ?? LANGUAGES[0];
export const ownTextOf = <Text>(product: Written<Text>): Text | undefined =>
  product.translations[ownLanguageOf(product)];

export const importedProductShape = z
  .strictObject({
    /** Where it comes from, such as `demo`, `icecat`, `shopify`; with `externalId` it names the product for good. */
    source: idShape,
    externalId: line(200),
    /** What it is called here for good, where it comes from this store's own export. */
    id: productIdShape.exactOptional(),
    status: statusShape.exactOptional(),
    /** What a new product is, where `status` says nothing; `published` where this does neither. */
    openingStatus: statusShape.exactOptional(),
    brand: z.string().trim().max(120).exactOptional(),
    /** A store type such as `laptops` (worker/catalog/product-type.ts), or the source's own word. */
    productType: z.string().trim().max(120).exactOptional(),
    /** Left out of a new product, it is `standard`. */
    taxClass: z.enum(TAX_CLASSES).exactOptional(),
    /** Left out of a new product, it is the first that it is written in. */
    languageDefault: z.enum(LANGUAGES).exactOptional(),
    translations: perLanguage(translationShape),
    /** Ids of categories that are there already; breadcrumbs show the deepest. */
    categoryIds: categoryIdsShape.exactOptional(),
    /** Where a new product stands, where `categoryIds` says nothing. */
    openingCategoryIds: categoryIdsShape.exactOptional(),
    attributes: z.array(attributeShape).max(ATTRIBUTES_MAX).exactOptional(),
    /** Those that `attributes` speaks of: others stay as they are. Left out, it speaks of all. */
    attributeKeys: z.array(line(ATTRIBUTE_KEY_LENGTH_MAX)).max(ATTRIBUTES_MAX).exactOptional(),
    media: z.array(mediaShape).max(MEDIA_MAX).exactOptional(),
    /** Higher comes first where nothing else decides. Left out of a new product, it is 0. */
    rank: z.int().min(RANK_MIN).max(RANK_MAX).exactOptional(),
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
    /** With those that are withdrawn. None: a product of this store's own that has none yet. */
    variants: z.array(importedVariantShape).max(VARIANTS_KEPT_MAX),
  })
  .refine(({ variants, id }) => variants.length > 0 || id !== undefined, { message: "are none", path: ["variants"] })
  .refine(({ variants }) => variants.filter(({ offered }) => offered !== false).length <= VARIANTS_MAX, {
    message: `are more than ${VARIANTS_MAX} that are sold`,
    path: ["variants"],
  })
  .refine((product) => ownTextOf(product) !== undefined, {
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

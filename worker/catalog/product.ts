/** The catalogue's shapes: what a product is, and the document a page is rendered from. */
import type { StockPromise } from "../inventory/stock-policy.ts";
import type { Language } from "../markets/markets.ts";
import type { Currency } from "../pricing/money.ts";
import type { ListedPrice, PriceNow } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { TaxClass } from "../tax/tax-class.ts";
import type { DownloadTerms } from "./digital/digital.ts";
import type { Publication } from "./publication.ts";

/** Shoppers find `published` ones only. */
export type ProductStatus = "draft" | "published" | "archived";
/** Name of the option to the value chosen: `{ Colour: "Graphite" }`. Empty for a product without options. */
export type VariantOptions = Readonly<Record<string, string>>;
/** What shoppers choose by, and its values, each in order. */
export type ProductOption = { name: string; values: readonly string[] };
export type Attribute =
  | { key: string; kind: "text"; value: string }
  | { key: string; kind: "number"; value: number; unit?: string }
  | { key: string; kind: "boolean"; value: boolean };
/** A picture in R2 under `key` (served at `/media/{key}`), or only known by its address at the source. */
export type Media = { key: string | null; sourceUrl: string | null; alt: Readonly<Partial<Record<Language, string>>> };

/** `barcode` is the one shown; more may find it. With `lowStockAt` units or fewer it is low. */
export type Variant = {
  sku: string;
  options: VariantOptions;
  barcode: string | null;
  weightGrams: number;
  lowStockAt: number;
  /** Units it came with: what is available until its stock first moves. */
  openingQuantity: number;
  prices: Readonly<Partial<Record<PriceListId, ListedPrice>>>;
};
export type CategoryRef = { id: string; slug: string; name: string };

/** Goes up when a document's shape changes: documents that an older release kept are then made again. */
export const DOCUMENT_SHAPE = 3;
/**
 * A product in one language, ready to render: what KV keeps. `available` is not in it: stock moves faster than pages.
 * `slugs` has the product's slug in every language it is translated to, for links between markets.
 */
export type ProductDocument = {
  shape: number;
  id: string;
  externalId: string | null;
  source: string;
  status: ProductStatus;
  markets: Publication["markets"];
  publishFromMs: number | null;
  publishUntilMs: number | null;
  tags: readonly string[];
  options: readonly ProductOption[];
  language: Language;
  slug: string;
  slugs: Readonly<Partial<Record<Language, string>>>;
  title: string;
  description: string;
  /** The same with its formatting, as sanitised HTML; null where it has none. */
  descriptionHtml: string | null;
  /** For search engines and shared links; empty where title and description do. */
  seoTitle: string;
  seoDescription: string;
  brand: string;
  brandId: string | null;
  brandSlug: string | null;
  /** Products that staff set beside it, in their order. */
  relatedIds: readonly string[];
  productType: string;
  attributes: readonly Attribute[];
  media: readonly Media[];
  /** From the root to the category the product was put in. */
  categories: readonly CategoryRef[];
  variants: readonly Variant[];
  version: number;
  updatedAtMs: number;
};

/**
 * A product in a list, in one market. `available` is units that may be bought over all variants, as last projected; null
 * where one is not counted. `promised`: none of them is here yet.
 */
export type ProductCard = {
  id: string;
  externalId: string | null;
  slug: string;
  title: string;
  brand: string;
  price: { amountMinor: number; currency: Currency };
  /** What its cheapest variant is reduced from, or null; whether that is the lowest of the 30 days before. */
  compareAtMinor: number | null;
  lowest30Days: boolean;
  /** Path of the picture on this store, such as `/media/demo/laptop-01.svg`. */
  image: string;
  available: number | null;
  promised: StockPromise["kind"] | null;
  variantCount: number;
};

/** A rank beyond would stand no further: the index has so many places (worker/search/index/index-place.ts). */
export const [RANK_MIN, RANK_MAX] = [-32_768, 32_767];
/** `featured` goes by rank, the highest first; `newest` by when a product was made; `name` by its shown title. */
export const PRODUCT_SORTS = ["featured", "newest", "price-asc", "price-desc", "name"] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];
export const PAGE_LIMIT_MAX = 100;
/** Of one product. */
export const VARIANTS_MAX = 2_000;
/** With those that were withdrawn. */
export const VARIANTS_KEPT_MAX = 2 * VARIANTS_MAX;
export const PAGE_LIMIT_DEFAULT = 24;
export const SKU_LENGTH_MAX = 64;
export const SLUG_LENGTH_MAX = 80;

/** A variant as a line of a cart, a checkout or an order shows it, in one market. */
export type SoldVariant = {
  sku: string;
  productId: string;
  title: string;
  slug: string;
  options: VariantOptions;
  /** Path of the picture on this store. */
  image: string;
  unitMinor: number;
};

/**
 * What the cart and the checkout need to know of a variant, in one market. `unitMinor` is what one costs, `terms` what that is
 * of several. `download` is null of what is shipped.
 */
export type Sellable = SoldVariant & {
  terms: PriceNow;
  weightGrams: number;
  taxClass: TaxClass;
  download: DownloadTerms | null;
};

/** What the keeper of a SKU's stock needs to know of its variant. */
export type VariantStockFacts = { sku: string; productId: string; openingQuantity: number; lowStockAt: number };

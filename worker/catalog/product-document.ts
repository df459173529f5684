/** Builds what a product's page is rendered from, in one language, out of the catalogue's rows. */
import type { Language } from "../markets/markets.ts";
import type { ListedPrice } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { TaxClass } from "../tax/tax-class.ts";
import { CATEGORY_DEPTH_MAX, type CategoryTranslationRow, shownIn } from "./category.ts";
import {
  type Attribute,
  type CategoryRef,
  DOCUMENT_SHAPE,
  type Media,
  type ProductDocument,
  type ProductOption,
  type ProductStatus,
  type Variant,
  type VariantOptions,
} from "./product.ts";
import type { Publication } from "./publication.ts";

/** A product's own row, without the hash of its import. */
export type ProductRow = Publication & {
  id: string;
  source: string;
  externalId: string | null;
  status: ProductStatus;
  brand: string;
  brandId: string | null;
  productType: string;
  taxClass: TaxClass;
  languageDefault: Language;
  attributes: readonly Attribute[];
  media: readonly Media[];
  rank: number;
  tags: readonly string[];
  options: readonly ProductOption[];
  version: number;
  createdAtMs: number;
  updatedAtMs: number;
};
export type TranslationRow = {
  productId: string;
  language: Language;
  slug: string;
  title: string;
  description: string;
  descriptionHtml: string | null;
  seoTitle: string;
  seoDescription: string;
};
export type VariantRow = {
  sku: string;
  productId: string;
  position: number;
  options: VariantOptions;
  barcode: string | null;
  weightGrams: number;
  openingQuantity: number;
  lowStockAt: number;
  offered: boolean;
};
export type PriceRow = ListedPrice & { sku: string; listId: PriceListId };
export type MembershipRow = { productId: string; categoryId: string; direct: boolean };
/** A category and the one above it; null for a root. Shoppers do not see one that is `archived`, nor what is below it. */
export type AncestryRow = { id: string; parentId: string | null; archived?: boolean };

/** One product with everything that belongs to it. */
export type ProductRecord = {
  product: ProductRow;
  translations: readonly TranslationRow[];
  variants: readonly VariantRow[];
  prices: readonly PriceRow[];
  memberships: readonly MembershipRow[];
  /** Of every category it is in, ancestors included. */
  categories: readonly AncestryRow[];
  categoryTranslations: readonly CategoryTranslationRow[];
  /** Shoppers saw it: it was on sale once. */
  wasShown?: boolean;
  /** Where its brand's page is; null where it has no brand, or one that is archived. */
  brandSlug: string | null;
  /** Products that staff set beside it, in their order. */
  relatedIds: readonly string[];
};

/** Null only for a product without any text, which no write leaves behind. */
export function documentOf(record: ProductRecord, language: Language): ProductDocument | null {
  const { product, translations } = record;
  const shown =
    translations.find((row) => row.language === language) ??
    translations.find((row) => row.language === product.languageDefault);
  if (!shown) return null;
  const { rank: _rank, createdAtMs: _created, languageDefault: _default, taxClass: _class, ...facts } = product;
  return {
    ...facts,
    shape: DOCUMENT_SHAPE,
    language,
    slug: shown.slug,
    slugs: Object.fromEntries(translations.map((row) => [row.language, row.slug])),
    title: shown.title,
    description: shown.description,
    descriptionHtml: shown.descriptionHtml,
    seoTitle: shown.seoTitle,
    seoDescription: shown.seoDescription,
    brandSlug: record.brandSlug,
    relatedIds: record.relatedIds,
    categories: categoryPathOf(record, language),
    variants: variantsOf({ ...record, variants: record.variants.filter(({ offered }) => offered) }),
  };
}

/** By position, then by SKU. */
export function variantsOf({ variants, prices }: Pick<ProductRecord, "variants" | "prices">): Variant[] {
  const bySku = Map.groupBy(prices, (price) => price.sku);
  return variants
    .toSorted((a, b) => a.position - b.position || (a.sku < b.sku ? -1 : 1))
    .map(({ sku, options, barcode, weightGrams, lowStockAt, openingQuantity }) => ({
      sku,
      options,
      barcode,
      weightGrams,
      lowStockAt,
      openingQuantity,
      prices: pricesOf(bySku.get(sku) ?? []),
    }));
}

const pricesOf = (rows: readonly PriceRow[]): Partial<Record<PriceListId, ListedPrice>> =>
  Object.fromEntries(rows.map(({ sku: _sku, listId, ...price }) => [listId, price]));

/** The categories it is in, of those that shoppers see. */
export const shownMemberships = ({ memberships, categories }: ProductRecord): MembershipRow[] =>
  memberships.filter(({ categoryId }) => {
    const path = ancestryOf(categories, categoryId);
    return !categories.some(({ id, archived }) => archived && path.includes(id));
  });

/**
 * From the root down to the category the product was put in: the deepest one, the first by id of several as deep; where that is
 * not shown, to the one above it that is.
 */
export function categoryPathOf(record: ProductRecord, language: Language): CategoryRef[] {
  const shown = shownMemberships(record);
  const own = shown.filter((row) => row.direct);
  const direct = (own.length > 0 ? own : shown).map((row) => row.categoryId);
  const paths = direct.toSorted().map((id) => ancestryOf(record.categories, id));
  const deepest = paths.reduce((best, path) => (path.length > best.length ? path : best), []);
  return deepest.flatMap((id) => {
    const text = shownIn(
      record.categoryTranslations.filter((row) => row.categoryId === id),
      language,
    );
    return text ? [{ id, slug: text.slug, name: text.name }] : [];
  });
}

/** A category and what stands above it, the root first. */
export function ancestryOf(categories: readonly AncestryRow[], id: string): string[] {
  const path: string[] = [];
  let here: string | null = id;
  while (here !== null && path.length < CATEGORY_DEPTH_MAX) {
    path.unshift(here);
    const at: string = here;
    here = categories.find((row) => row.id === at)?.parentId ?? null;
  }
  return path;
}

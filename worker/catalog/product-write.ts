/** A product as it is written, whole: what an import and a staff edit both come to. */
import type { Language } from "../markets/markets.ts";
import type { Price } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import type { DownloadTerms } from "./digital/digital.ts";
import {
  type AncestryRow,
  ancestryOf,
  type PriceRow,
  type ProductRecord,
  type ProductRow,
  type TranslationRow,
  type VariantRow,
} from "./product-document.ts";
import { PUBLISHED_EVERYWHERE } from "./publication.ts";

export type ProductWrite = {
  product: Omit<ProductRow, "brandId" | "version" | "createdAtMs" | "updatedAtMs">;
  /** Null leaves the hash of the last import as it is, so that importing the same again leaves an edit alone. */
  contentHash: string | null;
  translations: readonly Omit<TranslationRow, "productId">[];
  /** Slugs it has no longer; `elsewhere` one that it had in another store. */
  retired: readonly { language: Language; slug: string; elsewhere?: true }[];
  /** Languages it is not written in any more; their slugs are in `retired`. */
  dropped?: readonly Language[];
  /** Null leaves its categories as they are. */
  categoryIds: readonly string[] | null;
  /** Products that stand beside it, in their order. Left out: they stay as they are. */
  relatedIds?: readonly string[];
  variants: readonly VariantWrite[];
  /** Variants that are sold as files. One that is left out stays what it is. */
  downloads?: readonly DigitalGood[];
  /** Variants that are sold as files no more. */
  shipped?: readonly string[];
};
/** A variant, and what it is downloaded as. */
export type DigitalGood = DownloadTerms & { sku: string };
export type VariantWrite = Omit<VariantRow, "productId"> & {
  /** Every code it is found by. */
  barcodes: readonly string[];
  /** Those set by hand or by an import; what other lists make of them is made when they are written. */
  prices: Readonly<Partial<Record<PriceListId, Price>>>;
};

/** `recategorised` names the products whose memberships are replaced by those given. */
export type WriteRows = {
  products: readonly (ProductWrite["product"] & { contentHash: string | null })[];
  translations: readonly TranslationRow[];
  retired: readonly { productId: string; language: Language; slug: string; elsewhere?: true }[];
  dropped: readonly { productId: string; language: Language }[];
  recategorised: readonly string[];
  memberships: readonly { productId: string; categoryId: string; direct: boolean; rank: number }[];
  /** Products whose related ones are replaced by those given. */
  rerelated: readonly string[];
  related: readonly { productId: string; relatedId: string; position: number }[];
  variants: readonly VariantRow[];
  barcodes: readonly { barcode: string; sku: string }[];
  prices: readonly PriceRow[];
  downloads: readonly DigitalGood[];
  shipped: readonly string[];
};

/** The rows of many products, table by table. `categories` are all there are. */
export function rowsOf(writes: readonly ProductWrite[], categories: readonly AncestryRow[]): WriteRows {
  const each = <Row>(rows: (write: ProductWrite) => readonly Row[]) => writes.flatMap(rows);
  const ofVariants = <Row>(rows: (variant: VariantWrite) => readonly Row[]) =>
    each((write) => write.variants.flatMap(rows));
  return {
    products: writes.map(({ product, contentHash }) => ({ ...product, contentHash })),
    translations: each(({ product, translations }) => translations.map((row) => ({ productId: product.id, ...row }))),
    retired: each(({ product, retired }) => retired.map((row) => ({ productId: product.id, ...row }))),
    dropped: each(({ product, dropped }) => (dropped ?? []).map((language) => ({ productId: product.id, language }))),
    recategorised: writes.filter((write) => write.categoryIds !== null).map((write) => write.product.id),
    memberships: each((write) => membershipsOf(write, categories)),
    rerelated: writes.filter((write) => write.relatedIds !== undefined).map((write) => write.product.id),
    related: each(({ product, relatedIds }) =>
      (relatedIds ?? []).map((relatedId, position) => ({ productId: product.id, relatedId, position })),
    ),
    variants: each(({ product, variants }) =>
      variants.map(({ barcodes: _barcodes, prices: _prices, ...row }) => ({ ...row, productId: product.id })),
    ),
    barcodes: ofVariants(({ sku, barcodes }) => barcodes.map((barcode) => ({ sku, barcode }))),
    prices: ofVariants(({ sku, prices }) =>
      Object.entries(prices).flatMap(([listId, price]) => (price ? [{ sku, listId, ...price }] : [])),
    ),
    downloads: each(({ downloads }) => downloads ?? []),
    shipped: each(({ shipped }) => shipped ?? []),
  };
}

/** The categories it was put in, and everything above them. */
function membershipsOf({ product, categoryIds }: ProductWrite, categories: readonly AncestryRow[]) {
  const direct = new Set(categoryIds);
  const all = new Set([...direct].flatMap((id) => ancestryOf(categories, id)));
  return [...all].map((categoryId) => ({
    productId: product.id,
    categoryId,
    direct: direct.has(categoryId),
    rank: product.rank,
  }));
}

/** What an import does not say of a product: it stays as it is; a new product is sold everywhere, from now on. */
export function keptFacts(record: ProductRecord | null) {
  const { markets, publishFromMs, publishUntilMs, brand, productType, rank, tags, options, taxClass } =
    record?.product ?? {
      ...PUBLISHED_EVERYWHERE,
      ...{ brand: "", productType: "", rank: 0, tags: [], options: [] },
      taxClass: "standard" as const,
    };
  return { markets, publishFromMs, publishUntilMs, brand, productType, rank, tags, options, taxClass };
}

/** The same for a translation. */
export function keptTexts(record: ProductRecord | null, language: Language) {
  const had = record?.translations.find((row) => row.language === language);
  const { description = "", descriptionHtml = null, seoTitle = "", seoDescription = "" } = had ?? {};
  return { description, descriptionHtml, seoTitle, seoDescription };
}

/** What a product that is here already is written as when nothing about it changes: where an edit begins. */
export function writeOf(record: ProductRecord): ProductWrite {
  const {
    brandId: _brand,
    version: _version,
    createdAtMs: _created,
    updatedAtMs: _updated,
    ...product
  } = record.product;
  const prices = Map.groupBy(record.prices, (price) => price.sku);
  return {
    product,
    contentHash: null,
    translations: record.translations.map(({ productId: _id, ...row }) => row),
    retired: [],
    categoryIds: null,
    variants: record.variants.map(({ productId: _id, ...variant }) => ({
      ...variant,
      barcodes: [],
      prices: Object.fromEntries(
        (prices.get(variant.sku) ?? [])
          .filter(({ derived }) => !derived)
          .map(({ sku: _sku, listId, priorMinor: _prior, ...price }) => [listId, price]),
      ),
    })),
  };
}

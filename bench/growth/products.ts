/**
 * As many products as are asked for, of the words, brands, categories and attributes of a real catalogue, in its shares:
 * each further product is a real one with another model's code, half of another's description, and a price and rank of its
 * own. The same number is always the same product.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ProductRecord } from "../../worker/catalog/product-document.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { IMPORT_LISTS, type ImportList } from "../../worker/pricing/derive-price.ts";
import { POPULARITY_MAX } from "../../worker/search/index/index-place.ts";
import { type IndexRow, indexRowsOf } from "../../worker/search/index/index-row.ts";
import { icecatReader } from "../../worker/transfer/formats/icecat-ndjson.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";
import { storeCategoryOf } from "../../worker/transfer/store-categories.ts";

const FILE = join(import.meta.dirname, "../../../shared/data/icecat/products.ndjson.gz");
/** What a product costs in another currency, of its price in dollars: the shares of no day in particular. */
const RATES: Readonly<Record<ImportList, number>> = { USD: 1, EUR: 0.9, GBP: 0.8, JPY: 1.5, AED: 3.7 };
const RANKS_APART = 40;

export const hasCatalogue = (): boolean => existsSync(FILE);

export function readCatalogue(): ImportedProduct[] {
  const reader = icecatReader({ skus: new Set(), barcodes: new Set() });
  const lines = gunzipSync(readFileSync(FILE))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.flatMap((line, index) =>
    reader.push(JSON.parse(line), index + 1).flatMap((read) => ("problems" in read ? [] : [read.product])),
  );
}

/** Most products sell seldom: each step up is half as frequent. */
const popularityOf = (number: number): number =>
  Math.min(POPULARITY_MAX, Math.floor(-Math.log2(1 - chance(number, 9))));

/** The rows of product `number` as the index has them. */
export function rowsOfProduct(catalogue: readonly ImportedProduct[], number: number): IndexRow[] {
  return indexRowsOf(recordOf(catalogue, number), {
    barcodes: [],
    inStock: chance(number, 5) < 0.9,
    popularity: popularityOf(number),
    units: new Map(),
    markets: SHIPPED_MARKETS.list,
    nowMs: 0,
  });
}

function recordOf(catalogue: readonly ImportedProduct[], number: number): ProductRecord {
  const isReal = number < catalogue.length;
  const at = (salt: number) => catalogue[isReal ? number : Math.floor(chance(number, salt) * catalogue.length)];
  const [product, other] = [at(1), at(2)];
  const text = product?.translations.en;
  if (!product || !text) throw new Error("The catalogue has products with English texts");
  const id = `growth-${number}`;
  const code = isReal ? "" : codeOf(number);
  const half = (other?.translations.en?.description ?? "").split(" ");
  const description = isReal
    ? (text.description ?? "")
    : `${text.description ?? ""} ${half.slice(half.length / 2).join(" ")}`;
  const priceMinor = Math.round((product.variants[0]?.prices?.USD?.amountMinor ?? 1_000) * (0.5 + chance(number, 3)));
  const { brand = "", productType = "", categoryIds = [] } = product;
  const path = categoryIds.flatMap(ancestryOf);
  return {
    product: {
      ...FACTS,
      id,
      externalId: String(number),
      brand,
      productType,
      attributes: product.attributes as ProductRecord["product"]["attributes"],
      rank: (product.rank ?? 0) + Math.floor((chance(number, 4) - 0.5) * RANKS_APART),
    },
    translations: [{ ...TEXTS, productId: id, slug: id, title: withCode(text.title, code), description }],
    variants: [{ ...VARIANT, productId: id, sku: `G-${number.toString(36)}`, options: {} }],
    prices: IMPORT_LISTS.map((listId) => ({
      sku: `G-${number.toString(36)}`,
      listId,
      amountMinor: Math.round(priceMinor * RATES[listId]),
      compareAtMinor: null,
    })),
    memberships: path.map((categoryId) => ({
      productId: id,
      categoryId,
      direct: categoryIds.includes(categoryId),
    })),
    categories: path.map((categoryId) => ({ id: categoryId, parentId: storeCategoryOf(categoryId)?.parentId ?? null })),
    categoryTranslations: path.map((categoryId) => ({
      ...TEXTS,
      categoryId,
      slug: categoryId,
      name: storeCategoryOf(categoryId)?.translations.en?.name ?? "",
    })),
    brandSlug: null,
    relatedIds: [],
  } as unknown as ProductRecord;
}

const FACTS = {
  source: "icecat",
  status: "published",
  languageDefault: "en",
  media: [],
  markets: null,
  publishFromMs: null,
  publishUntilMs: null,
  tags: [],
  options: [],
  version: 1,
  createdAtMs: 0,
  updatedAtMs: 0,
} as const;
const TEXTS = { language: "en", description: "", descriptionHtml: null, seoTitle: "", seoDescription: "" } as const;
const VARIANT = {
  position: 0,
  barcode: null,
  weightGrams: 0,
  openingQuantity: 1,
  lowStockAt: 0,
  offered: true,
} as const;

function ancestryOf(categoryId: string): string[] {
  const parentId = storeCategoryOf(categoryId)?.parentId;
  return [categoryId, ...(parentId ? ancestryOf(parentId) : [])];
}

/** The last word with a digit is the model's: another product is another model. */
function withCode(title: string, code: string): string {
  if (code === "") return title;
  const words = title.split(" ");
  const model = words.findLastIndex((word) => /\d/.test(word));
  return model < 0 ? `${title} ${code}` : words.toSpliced(model, 1, code).join(" ");
}

const codeOf = (number: number): string =>
  `${number.toString(36)}${Math.floor(chance(number, 6) * 90) + 10}`.toUpperCase();

/** 0 to 1, the same for the same numbers: SplitMix32 (doi.org/10.1145/2714064.2660195). */
export function chance(number: number, salt: number): number {
  let state = (number * 0x9e3779b9 + salt * 0x85ebca6b) | 0;
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97);
  return ((state ^ (state >>> 15)) >>> 0) / 4_294_967_296;
}

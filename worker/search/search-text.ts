/** What of a product is searched, and how much each part counts. One row per language it is found in. */
import { shownIn } from "../catalog/category.ts";
import type { Attribute } from "../catalog/product.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { knownTypeOf } from "../catalog/product-type.ts";
import type { Language } from "../markets/markets.ts";
import { codeWords, searchWords } from "./search-words.ts";

/** What a hit in a column weighs, in the order of the index's columns: title, brand, category, description, codes. */
export const WEIGHTS = [10, 5, 4, 1, 8] as const;
/** Words kept of one product's description and attributes: long texts must not drown short ones. */
const DESCRIPTION_WORDS_MAX = 600;
const CODES_MAX = 500;

/** `language` is `any` for the product's own language, which every market searches. */
export type SearchRow = {
  productId: string;
  language: Language | "any" | "none";
  rank: number;
  version: number;
  currencies: string;
  title: string;
  brand: string;
  category: string;
  description: string;
  codes: string;
};

/** The rows of a product; for one that is not sold, the one row that says so. */
export function searchRowsOf(record: ProductRecord, moreBarcodes: readonly string[]): SearchRow[] {
  const { product, translations, prices } = record;
  const currencies = [...new Set(prices.map((price) => price.currency))].sort().join(" ");
  const facts = { productId: product.id, rank: product.rank, version: product.version, currencies };
  if (product.status !== "published" || currencies === "") return [{ ...facts, ...NOTHING, language: "none" }];
  const codes = codesOf(record, moreBarcodes);
  return translations.map((row) => ({
    ...facts,
    language: row.language === product.languageDefault ? "any" : row.language,
    title: wordsOf(row.title),
    brand: wordsOf(product.brand),
    category: wordsOf(categoryNamesOf(record, row.language)),
    description: searchWords(`${row.description} ${attributeText(product.attributes)}`)
      .slice(0, DESCRIPTION_WORDS_MAX)
      .join(" "),
    codes,
  }));
}

const NOTHING = { title: "", brand: "", category: "", description: "", codes: "" };
const wordsOf = (text: string) => searchWords(text).join(" ");

function categoryNamesOf(record: ProductRecord, language: Language): string {
  const names = record.memberships.map(
    ({ categoryId }) =>
      shownIn(
        record.categoryTranslations.filter((row) => row.categoryId === categoryId),
        language,
      )?.name ?? "",
  );
  const { productType } = record.product;
  return [...names, ...(knownTypeOf(productType) === "other" ? [productType] : [])].join(" ");
}

/** Values people search for: texts whole, and the names of what a product has. */
const attributeText = (attributes: readonly Attribute[]): string =>
  attributes
    .flatMap((attribute) => {
      if (attribute.kind === "text") return [attribute.value];
      return attribute.kind === "boolean" && attribute.value ? [attribute.key] : [];
    })
    .join(" ");

function codesOf({ product, variants }: ProductRecord, moreBarcodes: readonly string[]): string {
  const codes = [
    ...(product.externalId ? [product.externalId] : []),
    ...variants.flatMap((variant) => [variant.sku, ...(variant.barcode ? [variant.barcode] : [])]),
    ...moreBarcodes,
    ...product.attributes.flatMap((attribute) =>
      attribute.kind === "text" && isModel(attribute.key) ? [attribute.value] : [],
    ),
  ];
  return codeWords(codes).slice(0, CODES_MAX).join(" ");
}

const isModel = (key: string) => /^(model|oem code|part number)$/i.test(key);

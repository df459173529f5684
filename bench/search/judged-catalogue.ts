/** The judged catalogue as the store would hold it: every product through the importer's own rules. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { kindsOf, type SearchedProduct, searchFieldsOf } from "../../worker/search/index/search-fields.ts";
import type { Candidate } from "../../worker/search/ranking/search-plan.ts";
import { icecatReader } from "../../worker/transfer/formats/icecat-ndjson.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";
import { storeCategoryOf } from "../../worker/transfer/store-categories.ts";
import { PRODUCTS_FILE } from "./judged-queries.ts";

export function readJudgedProducts(): ImportedProduct[] {
  const reader = icecatReader({ skus: new Set(), barcodes: new Set() });
  const lines = gunzipSync(readFileSync(PRODUCTS_FILE)).toString("utf8").split("\n");
  return lines
    .filter((line) => line.trim() !== "")
    .flatMap((line, index) =>
      reader.push(JSON.parse(line), index + 1).map((read) => {
        if ("problems" in read) throw new Error(`Line ${index + 1} is no product: ${JSON.stringify(read.problems)}`);
        return read.product;
      }),
    );
}

/** A product as the index would have it. */
export function candidateOf(product: ImportedProduct): Candidate {
  const { externalId, brand = "", productType = "", categoryIds = [] } = product;
  const path = categoryIds.flatMap(ancestryOf);
  const attributes = (product.attributes ?? []) as SearchedProduct["product"]["attributes"];
  const record: SearchedProduct = {
    product: { externalId, brand, productType, tags: [], attributes },
    variants: product.variants.map(({ sku, options = {}, barcodes = [] }) => ({
      sku,
      options,
      barcode: barcodes[0] ?? null,
      offered: true,
    })),
    memberships: path.map((categoryId) => ({ categoryId, direct: categoryIds.includes(categoryId) })),
    categoryTranslations: path.map((categoryId) => {
      const name = storeCategoryOf(categoryId)?.translations.en?.name ?? "";
      return { categoryId, language: "en", name };
    }),
  };
  const { title = "", description = "" } = product.translations.en ?? {};
  const barcodes = product.variants.flatMap((variant) => (variant.barcodes ?? []).slice(1));
  return {
    productId: product.externalId,
    fields: searchFieldsOf(record, { language: "en", title, description }, barcodes),
    kinds: kindsOf(record),
    rank: product.rank ?? 0,
    popularity: 0,
    inStock: true,
  };
}

function ancestryOf(categoryId: string): string[] {
  const parentId = storeCategoryOf(categoryId)?.parentId;
  return [categoryId, ...(parentId ? ancestryOf(parentId) : [])];
}

/** Whether what would be written of a product is what it is already: then an import leaves it alone, version and all. */
import { type DownloadTerms, sameTerms } from "../catalog/digital/digital.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { type ProductWrite, type VariantWrite, writeOf } from "../catalog/product-write.ts";

/** Whose each code is that the write has, and what its SKUs are downloaded as here. */
type Here = {
  barcodes: ReadonlyMap<string, { sku: string }>;
  downloads: ReadonlyMap<string, DownloadTerms>;
};

/** Variants the write is silent about stay as they are. */
export function isSameAs(write: ProductWrite, record: ProductRecord, { barcodes, downloads }: Here): boolean {
  const here = writeOf(record);
  const direct = record.memberships.filter((row) => row.direct).map((row) => row.categoryId);
  const variants = new Map(here.variants.map((variant) => [variant.sku, variant]));
  const languages = new Set(write.translations.map(({ language }) => language));
  return (
    isEqual(write.product, here.product) &&
    isEqual(
      inOrder(write.translations),
      inOrder(here.translations.filter(({ language }) => languages.has(language))),
    ) &&
    (write.downloads ?? []).every((terms) => sameTerms(terms, downloads.get(terms.sku) ?? null)) &&
    (write.categoryIds === null || isEqual(write.categoryIds.toSorted(), direct.toSorted())) &&
    write.variants.every((variant) => {
      const had = variants.get(variant.sku);
      return (
        had !== undefined &&
        isEqual(factsOf(variant), factsOf(had)) &&
        variant.barcodes.every((code) => barcodes.get(code)?.sku === variant.sku)
      );
    })
  );
}

/** Units it came with are said once, when it is made. */
const factsOf = ({ barcodes: _barcodes, openingQuantity: _opening, ...facts }: VariantWrite) => facts;

const inOrder = (translations: ProductWrite["translations"]) =>
  translations.toSorted((one, other) => (one.language < other.language ? -1 : 1));

function isEqual(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isEqual(one[name], other[name]))
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

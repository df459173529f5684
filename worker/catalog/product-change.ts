/** What staff may change of a product, and what comes of it. Parts that are left out stay as they are. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import { CURRENCIES, type Currency } from "../pricing/money.ts";
import type { Attribute, Media, Price, ProductStatus } from "./product.ts";
import type { ProductRecord } from "./product-document.ts";
import { type ProductWrite, type VariantWrite, writeOf } from "./product-write.ts";

/** A list takes the place of the whole list. Prices are merged by currency, so none is taken away. */
export type ProductChanges = {
  status?: ProductStatus;
  brand?: string;
  productType?: string;
  rank?: number;
  attributes?: readonly Attribute[];
  media?: readonly Media[];
  /** Ids of the categories it is put in. */
  categoryIds?: readonly string[];
  /** A new language needs a title and a slug. */
  translations?: Partial<Record<Language, { slug?: string; title?: string; description?: string }>>;
  variants?: readonly {
    sku: string;
    weightGrams?: number;
    lowStockAt?: number;
    prices?: Partial<Record<Currency, Price>>;
  }[];
};
/** `at` holds every wrong place, by its path in the changes. */
export type ChangeProblem = { code: "request.invalid"; at: readonly { path: string; why: string }[] };

/** Refused, with the place, where a change names what the product does not have. */
export function changeProduct(record: ProductRecord, changes: ProductChanges): Outcome<ProductWrite, ChangeProblem> {
  const write = writeOf(record);
  const at = [...wrongTranslations(record, changes), ...wrongVariants(record, changes)];
  if (at.length > 0) return refused({ code: "request.invalid", at });
  const { translations: _translations, variants: _variants, categoryIds, ...facts } = changes;
  return done({
    ...write,
    product: { ...write.product, ...facts },
    translations: translationsOf(record, changes),
    retired: record.translations
      .filter((row) => (changes.translations?.[row.language]?.slug ?? row.slug) !== row.slug)
      .map(({ language, slug }) => ({ language, slug })),
    categoryIds: categoryIds ?? null,
    variants: write.variants.map((variant) => variantOf(variant, changes)),
  });
}

function translationsOf(record: ProductRecord, changes: ProductChanges): ProductWrite["translations"] {
  return LANGUAGES.flatMap((language) => {
    const had = record.translations.find((row) => row.language === language);
    const change = changes.translations?.[language];
    if (!had && !change) return [];
    const { slug, title, description } = { slug: "", title: "", description: "", ...had, ...change };
    return [{ language, slug, title, description }];
  });
}

function wrongTranslations(record: ProductRecord, changes: ProductChanges) {
  return LANGUAGES.flatMap((language) => {
    const change = changes.translations?.[language];
    if (!change || record.translations.some((row) => row.language === language)) return [];
    return (["slug", "title"] as const)
      .filter((part) => change[part] === undefined)
      .map((part) => ({ path: `translations.${language}.${part}`, why: "is needed for a new language" }));
  });
}

const wrongVariants = ({ variants }: ProductRecord, changes: ProductChanges) =>
  (changes.variants ?? []).flatMap(({ sku }, index) =>
    variants.some((variant) => variant.sku === sku)
      ? []
      : [{ path: `variants.${index}.sku`, why: `the product has no variant ${sku}` }],
  );

function variantOf(variant: VariantWrite, changes: ProductChanges): VariantWrite {
  const change = changes.variants?.find(({ sku }) => sku === variant.sku);
  if (!change) return variant;
  const { prices, ...facts } = change;
  const merged = CURRENCIES.flatMap((currency) => {
    const price = prices?.[currency] ?? variant.prices[currency];
    return price ? [[currency, price] as const] : [];
  });
  return { ...variant, ...facts, prices: Object.fromEntries(merged) };
}

/** What a change touched, before and after, for the audit: only the parts that were named. */
export function changedParts(record: ProductRecord, changes: ProductChanges): { before: object; after: object } {
  const named = (part: keyof ProductChanges) => changes[part] !== undefined;
  const { product } = record;
  const before = {
    ...(named("status") && { status: product.status }),
    ...(named("brand") && { brand: product.brand }),
    ...(named("productType") && { productType: product.productType }),
    ...(named("rank") && { rank: product.rank }),
    ...(named("attributes") && { attributes: product.attributes }),
    ...(named("media") && { media: product.media }),
    ...(named("categoryIds") && {
      categoryIds: record.memberships.filter((row) => row.direct).map((row) => row.categoryId),
    }),
    ...(named("translations") && {
      translations: record.translations.filter((row) => changes.translations?.[row.language] !== undefined),
    }),
    ...(named("variants") && {
      variants: writeOf(record).variants.filter(({ sku }) => changes.variants?.some((change) => change.sku === sku)),
    }),
  };
  return { before, after: changes };
}

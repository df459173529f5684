/** Turns a decided import into what is written: keeps SKUs, slugs, uploaded pictures and all that the import does not speak of. */
import type { Attribute, Media, ProductStatus, VariantOptions } from "../catalog/product.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { keptFacts, keptTexts, type ProductWrite, type VariantWrite, writeOf } from "../catalog/product-write.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import { safeHtmlOf } from "./formats/rich-text.ts";
import { type Decision, type Known, slugWishesOf } from "./import-plan.ts";
import { pricesExactly, pricesOf } from "./import-prices.ts";
import { type ImportedProduct, type ImportedVariant, LOW_STOCK_DEFAULT, ownLanguageOf } from "./imported-product.ts";

export type Slugs = ReadonlyMap<Language, string>;
/** What stock is set to: for variants that were here before, where the file says a quantity. */
export type Quantity = { sku: string; quantity: number };

/** The languages a product gets a new slug in: all of a new one, else those it lacks and those that ask for another. */
export function languagesToSlug({ ask }: Decision, record: ProductRecord | null): Language[] {
  return LANGUAGES.filter((language) => {
    const translation = ask.translations[language];
    const had = record?.translations.find((row) => row.language === language);
    return translation && (!had || (translation.slug !== undefined && translation.slug !== had.slug));
  });
}

/** The first wish that is free, per language; a language without one is missing. `owners` learns what was taken. */
export function chooseSlugs(decision: Decision, languages: readonly Language[], owners: Map<string, string>): Slugs {
  const chosen = new Map<Language, string>();
  for (const language of languages) {
    const free = slugWishesOf(decision, language).find(
      (slug) => (owners.get(slug) ?? decision.productId) === decision.productId,
    );
    if (free === undefined) continue;
    owners.set(free, decision.productId);
    chosen.set(language, free);
  }
  return chosen;
}

export function importWriteOf(
  { ask, productId, hash }: Decision,
  record: ProductRecord | null,
  slugs: Slugs,
  known: Known,
  openingQuantity: number,
): { write: ProductWrite; quantities: Quantity[] } {
  const skus = skusOf({ ask, productId }, record, known);
  const product = {
    id: productId,
    source: record?.product.source ?? ask.source,
    externalId: record ? record.product.externalId : ask.externalId,
    status: statusOf(ask, record, known),
    languageDefault: ask.languageDefault ?? record?.product.languageDefault ?? ownLanguageOf(ask),
    attributes: attributesOf(ask, record),
    media: mediaOf(ask, record),
    ...saidFacts(ask, record),
  };
  const here = new Map(record && writeOf(record).variants.map((variant) => [variant.sku, variant]));
  const following = Map.groupBy(record?.prices.filter(({ derived }) => derived) ?? [], ({ sku }) => sku);
  const positions = positionsOf(skus, record);
  return {
    write: {
      product,
      contentHash: hash,
      translations: translationsOf(ask, record, slugs),
      retired: [
        ...retiredOf(record, slugs),
        ...(ask.formerSlugs ?? []).map((slug) => ({ ...slug, elsewhere: true as const })),
      ],
      categoryIds: ask.categoryIds ?? (record ? null : (ask.openingCategoryIds ?? [])),
      variants: ask.variants.map((variant, index) => {
        const sku = skus[index] ?? variant.sku;
        return variantOf(
          variant,
          here.get(sku) ?? newVariantOf(variant, sku, openingQuantity),
          positions[index] ?? index,
          new Set(following.get(sku)?.map(({ listId }) => listId)),
        );
      }),
      downloads: ask.variants.flatMap(({ sku, download }, index) =>
        download ? [{ sku: skus[index] ?? sku, ...download }] : [],
      ),
    },
    quantities: ask.variants.flatMap(({ sku: asked, quantity }, index) => {
      const sku = skus[index] ?? asked;
      return quantity !== null && here.has(sku) ? [{ sku, quantity }] : [];
    }),
  };
}

/** What staff archived stays archived, whatever a file says; what an undo archived comes back as if it were new. */
function statusOf(ask: ImportedProduct, record: ProductRecord | null, known: Known): ProductStatus {
  if (!record || known.undone.has(record.product.id)) return ask.status ?? ask.openingStatus ?? "published";
  return record.product.status === "archived" ? "archived" : (ask.status ?? record.product.status);
}

/** Those that it speaks of, each in the place it had. */
function attributesOf(ask: ImportedProduct, record: ProductRecord | null): readonly Attribute[] {
  const here = record?.product.attributes ?? [];
  if (ask.attributes === undefined) return here;
  if (ask.attributeKeys === undefined) return ask.attributes;
  const said = new Map(ask.attributes.map((attribute) => [attribute.key, attribute]));
  const spoken = new Set([...ask.attributeKeys, ...said.keys()]);
  const kept = here.flatMap((attribute) => {
    if (!spoken.has(attribute.key)) return [attribute];
    const next = said.get(attribute.key);
    said.delete(attribute.key);
    return next ? [next] : [];
  });
  return [...kept, ...said.values()];
}

/** In the file's order where it names every variant on offer; else each keeps its place, and new ones come after all. */
function positionsOf(skus: readonly string[], record: ProductRecord | null): number[] {
  const had = new Map(record?.variants.map(({ sku, position }) => [sku, position]));
  const named = new Set(skus);
  if ((record?.variants ?? []).every(({ sku, offered }) => named.has(sku) || !offered)) return skus.map((_, at) => at);
  let last = Math.max(...had.values());
  return skus.map((sku) => had.get(sku) ?? ++last);
}

/** What the import says of it; what it is silent about stays as it is. */
function saidFacts(ask: ImportedProduct, record: ProductRecord | null) {
  const kept = keptFacts(record);
  const said = <Name extends keyof typeof kept & keyof ImportedProduct>(name: Name) =>
    (ask[name] === undefined ? kept[name] : ask[name]) as (typeof kept)[Name];
  return {
    brand: said("brand"),
    productType: said("productType"),
    rank: said("rank"),
    markets: said("markets"),
    publishFromMs: said("publishFromMs"),
    publishUntilMs: said("publishUntilMs"),
    tags: said("tags"),
    options: said("options"),
    taxClass: said("taxClass"),
  };
}

/** What its variants are called here, in their order. */
export const skusOf = (
  { ask, productId }: Pick<Decision, "ask" | "productId">,
  record: ProductRecord | null,
  known: Known,
): string[] => ask.variants.map((variant) => knownSkuOf(variant, productId, record, known) ?? variant.sku);

/** The SKU a variant has here: by its SKU, by a barcode, or by being the one with the same options. */
function knownSkuOf(
  variant: ImportedVariant,
  productId: string,
  record: ProductRecord | null,
  known: Known,
): string | null {
  if (!record || known.bySku.get(variant.sku) === productId) return null;
  const byCode = (variant.barcodes ?? [])
    .map((code) => known.byBarcode.get(code))
    .find((found) => found?.productId === productId);
  if (byCode) return byCode.sku;
  const options = variant.options ?? variant.openingOptions ?? {};
  return record.variants.find((row) => sameOptions(row.options, options))?.sku ?? null;
}

const sameOptions = (one: VariantOptions, other: VariantOptions) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

function translationsOf(ask: ImportedProduct, record: ProductRecord | null, slugs: Slugs) {
  return LANGUAGES.flatMap((language) => {
    const translation = ask.translations[language];
    const slug = slugs.get(language) ?? record?.translations.find((row) => row.language === language)?.slug;
    if (!translation || slug === undefined) return [];
    const { slug: _asked, description, descriptionHtml, ...said } = translation;
    const kept = { language, slug, ...keptTexts(record, language), ...said };
    if (description === undefined && descriptionHtml === undefined) return [kept];
    // Whoever made it says it is safe: what is stored was made so here.
    const html = descriptionHtml ? safeHtmlOf(descriptionHtml) : null;
    return [{ ...kept, description: description ?? "", descriptionHtml: html }];
  });
}

const retiredOf = (record: ProductRecord | null, slugs: Slugs) =>
  (record?.translations ?? [])
    .filter((row) => slugs.has(row.language) && slugs.get(row.language) !== row.slug)
    .map(({ language, slug }) => ({ language, slug }));

/**
 * Pictures that were uploaded here outlive an import that only knows addresses of others. One that was fetched from its address stays
 * where the import has it, with the words that staff gave it.
 */
function mediaOf(ask: ImportedProduct, record: ProductRecord | null): readonly Media[] {
  const here = record?.product.media ?? [];
  if (ask.media === undefined) return here;
  const isWhole = ask.media.some(({ key }) => key !== null);
  const known = new Map(here.map((media) => [placeOf(media), media]));
  const named = new Set(ask.media.map(placeOf));
  const uploaded = here.filter((media) => media.key !== null && !named.has(placeOf(media)));
  const media = ask.media.map((said) => {
    const had = known.get(placeOf(said));
    const key = said.key ?? (had?.sourceUrl === said.sourceUrl ? (had?.key ?? null) : null);
    return { ...said, key, alt: isWhole ? said.alt : { ...had?.alt, ...said.alt } };
  });
  return isWhole ? media : [...uploaded, ...media];
}

/** Shopify writes a picture's version behind its address: another version is the same picture, and is fetched anew. */
const ADDRESS_VERSION = /[?&]v=\d+$/;
const placeOf = ({ key, sourceUrl }: Media): string => sourceUrl?.replace(ADDRESS_VERSION, "") ?? `key ${key}`;

const newVariantOf = (variant: ImportedVariant, sku: string, openingQuantity: number): VariantWrite => ({
  sku,
  position: 0,
  options: variant.openingOptions ?? {},
  barcode: null,
  weightGrams: 0,
  openingQuantity,
  lowStockAt: LOW_STOCK_DEFAULT,
  offered: true,
  barcodes: [],
  prices: {},
});

/** As it is here, but for what the import says of it. */
function variantOf(
  variant: ImportedVariant,
  here: VariantWrite,
  position: number,
  following: ReadonlySet<PriceListId>,
): VariantWrite {
  const { barcodes, prices } = variant;
  return {
    ...here,
    position,
    options: variant.options ?? here.options,
    weightGrams: variant.weightGrams ?? here.weightGrams,
    openingQuantity: variant.quantity ?? variant.openingQuantity ?? here.openingQuantity,
    lowStockAt: variant.lowStockAt ?? here.lowStockAt,
    offered: variant.offered ?? here.offered,
    ...(barcodes && { barcode: barcodes[0] ?? null, barcodes: [...new Set(barcodes)] }),
    ...(prices && { prices: variant.exact ? pricesExactly(prices) : pricesOf(prices, here.prices, following) }),
  };
}

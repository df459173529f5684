/** Turns a decided import into what is written: keeps SKUs, slugs and uploaded pictures that are here, derives prices. */
import type { Media } from "../catalog/product.ts";
import type { ProductRecord } from "../catalog/product-document.ts";
import { keptFacts, keptTexts, type ProductWrite, type VariantWrite } from "../catalog/product-write.ts";
import { LANGUAGES, type Language } from "../markets/markets.ts";
import { derivePrice, IMPORT_LISTS, type ImportList } from "../pricing/derive-price.ts";
import type { Price } from "../pricing/price.ts";
import type { PriceListId } from "../pricing/price-list.ts";
import { safeHtmlOf } from "./formats/rich-text.ts";
import { type Decision, type Known, slugWishesOf } from "./import-plan.ts";
import { type ImportedProduct, type ImportedVariant, LOW_STOCK_DEFAULT } from "./imported-product.ts";

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
  const skuOf = (variant: ImportedVariant) => knownSkuOf(variant, productId, record, known) ?? variant.sku;
  const product = {
    id: productId,
    source: record?.product.source ?? ask.source,
    externalId: record ? record.product.externalId : ask.externalId,
    status: statusOf(ask, record, known),
    brand: ask.brand,
    productType: ask.productType,
    languageDefault: ask.languageDefault,
    attributes: ask.attributes,
    media: mediaOf(ask, record),
    rank: ask.rank ?? record?.product.rank ?? 0,
    ...saidFacts(ask, record),
  };
  const here = new Set(record?.variants.map((variant) => variant.sku));
  return {
    write: {
      product,
      contentHash: hash,
      translations: translationsOf(ask, record, slugs),
      retired: [
        ...retiredOf(record, slugs),
        ...(ask.formerSlugs ?? []).map((slug) => ({ ...slug, elsewhere: true as const })),
      ],
      categoryIds: ask.categoryIds,
      variants: ask.variants.map((variant, position) => {
        const sku = skuOf(variant);
        const had = record?.variants.find((row) => row.sku === sku);
        return variantOf(variant, sku, position, {
          openingQuantity,
          offered: had?.offered ?? true,
          lowStockAt: had?.lowStockAt ?? LOW_STOCK_DEFAULT,
        });
      }),
      downloads: ask.variants.flatMap((variant) =>
        variant.download ? [{ sku: skuOf(variant), ...variant.download }] : [],
      ),
    },
    quantities: ask.variants.flatMap((variant) => {
      const sku = skuOf(variant);
      return variant.quantity !== null && here.has(sku) ? [{ sku, quantity: variant.quantity }] : [];
    }),
  };
}

/** What staff archived stays archived, whatever a file says; what an undo archived comes back. */
const statusOf = (ask: ImportedProduct, record: ProductRecord | null, known: Known) =>
  record?.product.status === "archived" && !known.undone.has(record.product.id) ? "archived" : ask.status;

/** What the import says of it; what it is silent about stays as it is. */
function saidFacts(ask: ImportedProduct, record: ProductRecord | null) {
  const kept = keptFacts(record);
  const said = <Name extends keyof typeof kept & keyof ImportedProduct>(name: Name) =>
    (ask[name] === undefined ? kept[name] : ask[name]) as (typeof kept)[Name];
  return {
    markets: said("markets"),
    publishFromMs: said("publishFromMs"),
    publishUntilMs: said("publishUntilMs"),
    tags: said("tags"),
    options: said("options"),
    taxClass: said("taxClass"),
  };
}

/** The SKU a variant has here: by its SKU, by a barcode, or by being the one with the same options. */
function knownSkuOf(
  variant: ImportedVariant,
  productId: string,
  record: ProductRecord | null,
  known: Known,
): string | null {
  if (!record || known.bySku.get(variant.sku) === productId) return null;
  const byCode = variant.barcodes
    .map((code) => known.byBarcode.get(code))
    .find((found) => found?.productId === productId);
  if (byCode) return byCode.sku;
  return record.variants.find((row) => sameOptions(row.options, variant.options))?.sku ?? null;
}

const sameOptions = (one: ImportedVariant["options"], other: ImportedVariant["options"]) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

function translationsOf(ask: ImportedProduct, record: ProductRecord | null, slugs: Slugs) {
  return LANGUAGES.flatMap((language) => {
    const translation = ask.translations[language];
    const slug = slugs.get(language) ?? record?.translations.find((row) => row.language === language)?.slug;
    if (!translation || slug === undefined) return [];
    const { title, description, slug: _asked, descriptionHtml, ...said } = translation;
    // Whoever made it says it is safe: what is stored was made so here.
    const html = descriptionHtml ? safeHtmlOf(descriptionHtml) : null;
    return [{ language, slug, title, description, ...keptTexts(record, language), ...said, descriptionHtml: html }];
  });
}

const retiredOf = (record: ProductRecord | null, slugs: Slugs) =>
  (record?.translations ?? [])
    .filter((row) => slugs.has(row.language) && slugs.get(row.language) !== row.slug)
    .map(({ language, slug }) => ({ language, slug }));

/** Pictures that were uploaded here outlive an import that only knows addresses of others. */
function mediaOf(ask: ImportedProduct, record: ProductRecord | null): readonly Media[] {
  const uploaded = record?.product.media.filter((media) => media.key !== null) ?? [];
  return uploaded.length === 0 || ask.media.some((media) => media.key !== null)
    ? ask.media
    : [...uploaded, ...ask.media];
}

const variantOf = (
  variant: ImportedVariant,
  sku: string,
  position: number,
  here: { openingQuantity: number; offered: boolean; lowStockAt: number },
): VariantWrite => ({
  sku,
  position,
  options: variant.options,
  barcode: variant.barcodes[0] ?? null,
  weightGrams: variant.weightGrams,
  openingQuantity: variant.quantity ?? variant.openingQuantity ?? here.openingQuantity,
  lowStockAt: variant.lowStockAt ?? here.lowStockAt,
  offered: variant.offered ?? here.offered,
  barcodes: [...new Set(variant.barcodes)],
  prices: variant.exact ? variant.prices : pricesOf(variant.prices),
});

type Prices = Partial<Record<PriceListId, Price>>;
/** As given; of the lists that imports fill, those that are left out are derived from US dollars. */
function pricesOf(given: ImportedVariant["prices"]): Prices {
  const { USD } = given;
  return USD ? { ...Object.fromEntries(IMPORT_LISTS.map((list) => [list, derived(USD, list)])), ...given } : given;
}

function derived(usd: Price, list: ImportList): Price {
  const amountMinor = derivePrice(usd.amountMinor, list);
  const before = usd.compareAtMinor === null ? 0 : derivePrice(usd.compareAtMinor, list);
  return { amountMinor, compareAtMinor: before > amountMinor ? before : null };
}

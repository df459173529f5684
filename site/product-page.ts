/** What a product's page needs beside its document, read in one go. */
import { definitionsOf } from "../worker/catalog/attributes/attribute-definition.ts";
import { listDefinitionsOf } from "../worker/catalog/attributes/attribute-store.ts";
import { readComponents } from "../worker/catalog/bundles/bundle-store.ts";
import { imagePathOf } from "../worker/catalog/pictures/image-path.ts";
import type { ProductCard, ProductDocument, Variant, VariantOptions } from "../worker/catalog/product.ts";
import type { ListWithin } from "../worker/catalog/product-list-store.ts";
import { listProductCards, readProductCards, readSellables } from "../worker/catalog/product-store.ts";
import { marketsOnSale } from "../worker/catalog/publication.ts";
import { readVariantNames } from "../worker/catalog/staff-figures-store.ts";
import { listOffers } from "../worker/inventory/offer-store.ts";
import type { StockOffer } from "../worker/inventory/stock-offer.ts";
import { LANGUAGES, type Language, type Market } from "../worker/markets/markets.ts";
import { type PriceNow, priceAt } from "../worker/pricing/price.ts";
import { priceListOf } from "../worker/pricing/price-list.ts";
import type { World } from "../worker/world.ts";
import { type OptionGroup, optionGroupsOf, variantShown } from "./product-options.ts";
import { orElse } from "./shell-data.ts";

const RELATED = 4;
/** Itself may be among them, and those of its own category again. */
const RELATED_READ = 2 * RELATED + 1;

/** The language that its texts are really in: a product that came in one language is shown in it in every market. */
export const languageOfTexts = ({ slugs, language }: ProductDocument): Language =>
  language in slugs ? language : (LANGUAGES.find((other) => other in slugs) ?? language);

/** A variant with its price in one market's currency, in minor units. */
export type PricedVariant = Variant & PriceNow;
/** A product with the variant that is shown of it, the ways to others, and how each of these is offered, by SKU. */
export type ShownProduct = {
  product: ProductDocument;
  variants: readonly PricedVariant[];
  shown: PricedVariant;
  groups: readonly OptionGroup[];
  stock: ReadonlyMap<string, StockOffer>;
};

/** With more values than these, an option is a list to choose from in place of a row of links. */
export const VALUES_AS_LINKS_MAX = 30;
/** Of a product with up to so many variants every one is asked for; of a larger one, those that the page names. */
const STOCK_OF_ALL_MAX = 60;
/** Of a larger one, the variant that is shown at first is one of so many. */
const CANDIDATES = 20;

/**
 * Everything the page shows. `unpriced`: it has no price in the market; `other_variant`: the SKU asked for is not one of
 * its variants there. However many variants there are, what is asked for and shown of them is bounded. What is still read
 * when this answers is a promise that never fails: the page begins without it.
 */
export async function readShownProduct(world: World, market: Market, product: ProductDocument, sku: string | null) {
  const variants = variantsSold(product, market, world.nowMs());
  if (variants.length === 0) return "unpriced";
  const first = variants.length > STOCK_OF_ALL_MAX ? variants.slice(0, sku === null ? CANDIDATES : 0) : variants;
  const known = await readStock(world, market, first);
  const canBuy = (each: string) => known.has(each) && known.get(each)?.units !== 0;
  const shown = variantShown(variants, sku, canBuy);
  if (!shown) return "other_variant";
  const groups = optionGroupsOf(variants, shown, product.options, canBuy);
  const named = variantsNamed(shown, groups).filter((each) => !known.has(each));
  const more = variants.length > STOCK_OF_ALL_MAX ? named.map((each) => ({ sku: each })) : [];
  return {
    product,
    variants,
    shown,
    groups,
    stock: new Map([...known, ...(await readStock(world, market, more))]),
    related: readRelated(world, market, product),
    contents: readContents(world, market, shown.sku),
    definitions: readDefinitions(world, product.productType),
  };
}

const readDefinitions = async (world: World, productType: string) =>
  definitionsOf(await orElse(world, "attributes", listDefinitionsOf(world.catalog, productType), []), productType);

/** The SKUs that the page has a word on: the one shown first, then those that its links lead to. */
export const variantsNamed = (shown: PricedVariant, groups: readonly OptionGroup[]): string[] => {
  const linked = groups.filter(({ values }) => values.length <= VALUES_AS_LINKS_MAX);
  return [...new Set([shown.sku, ...linked.flatMap(({ values }) => values.map(({ sku }) => sku))])];
};

/** `path` is on this store; `alt` is empty where the source said nothing of the picture. */
export type Picture = { path: string; alt: string };

/** A product that came without pictures has the one drawn for its type. What one shows is said as its source said it. */
export function picturesOf(product: ProductDocument, language: Language): Picture[] {
  const media = product.media.length > 0 ? product.media : [null];
  const pictures = media.map((each) => ({ path: imagePathOf(each, product), alt: each?.alt[language] ?? "" }));
  return [...new Map(pictures.toReversed().map((picture) => [picture.path, picture])).values()].toReversed();
}

/** The variants that have a price in the market, at what they cost at a moment. */
export const variantsSold = (product: ProductDocument, market: Market, nowMs: number): PricedVariant[] =>
  product.variants.flatMap((variant) => {
    const price = variant.prices[priceListOf(market)];
    return price ? [{ ...variant, ...priceAt(price, nowMs) }] : [];
  });

/** Those of the markets in which it has a page: it is for sale there, and has a price. */
export const marketsSelling = (product: ProductDocument, markets: readonly Market[], nowMs: number): Market[] =>
  marketsOnSale(markets, product, nowMs).filter((market) => variantsSold(product, market, nowMs).length > 0);

/** How each variant is offered, as last known; a SKU that is missing could not be asked for. */
export async function readStock(
  world: World,
  market: Market,
  variants: readonly Pick<Variant, "sku">[],
): Promise<ReadonlyMap<string, StockOffer>> {
  if (variants.length === 0) return new Map();
  const skus = variants.map(({ sku }) => sku);
  return orElse(world, "stock", listOffers(world.catalog, skus, market.id), new Map());
}

/** What a bundle is made of. `slug` is null where the part is not sold by itself in the market. */
export type BundlePart = {
  sku: string;
  quantity: number;
  title: string;
  options: VariantOptions;
  image: string;
  slug: string | null;
};

/** Nothing of a SKU that is no bundle. */
export async function readContents(world: World, market: Market, sku: string): Promise<readonly BundlePart[]> {
  const read = async () => {
    const parts = (await readComponents(world.catalog, [sku])).get(sku) ?? [];
    const skus = parts.map((part) => part.sku);
    const [names, sold] = await Promise.all([
      readVariantNames(world, skus, market.language),
      readSellables(world, market, skus),
    ]);
    return parts.flatMap((part) => {
      const name = names.get(part.sku);
      return name ? [{ ...part, ...name, slug: sold.get(part.sku)?.slug ?? null }] : [];
    });
  };
  return orElse(world, "bundle", read(), []);
}

type Related = Pick<ProductDocument, "id" | "categories" | "brandId" | "relatedIds">;

/**
 * Those that staff set beside it first; then the best of its category, of the one above all, and of its brand, until there
 * are enough.
 */
export async function readRelated(world: World, market: Market, product: Related): Promise<readonly ProductCard[]> {
  const { id, categories, brandId, relatedIds } = product;
  const read = async (within: ListWithin) => {
    const page = await listProductCards(world, market, { ...within, sort: "featured", limit: RELATED_READ });
    return page.ok ? page.value.items : [];
  };
  const ways = [
    () => readProductCards(world, market, relatedIds),
    ...[...new Set([categories.at(-1), categories[0]])].flatMap((category) =>
      category ? [() => read({ categoryId: category.id })] : [],
    ),
    ...(brandId ? [() => read({ brandId })] : []),
  ];
  const find = async () => {
    const found = new Map<string, ProductCard>();
    for (const way of ways) {
      if (found.size >= RELATED) break;
      for (const card of await way()) if (card.id !== id) found.set(card.id, found.get(card.id) ?? card);
    }
    return [...found.values()].slice(0, RELATED);
  };
  return orElse(world, "related", find(), []);
}

/**
 * A product as its page shows it, in the words of schema.org: one of a kind with its offer, or a group of variants with an offer of
 * each (developers.google.com/search/docs/appearance/structured-data/product-variants). Pure.
 */
import type {
  MerchantReturnPolicy,
  Offer,
  OfferShippingDetails,
  Product,
  ProductGroup,
  UnitPriceSpecification,
  WithContext,
} from "schema-dts";
import { STORE_NAME } from "../worker/base/store-name.ts";
import { isGtin } from "../worker/catalog/found/gtin.ts";
import { type OptionProperty, optionProperty } from "../worker/catalog/found/option-property.ts";
import { optionName, optionValue, optionValues } from "../worker/catalog/option-words.ts";
import type { ProductDocument } from "../worker/catalog/product.ts";
import type { StockOffer } from "../worker/inventory/stock-offer.ts";
import type { Market } from "../worker/markets/markets.ts";
import { textOfMinor } from "../worker/pricing/amount-text.ts";
import { beforeOf } from "../worker/pricing/prior-price.ts";
import type { PricedVariant } from "./product-page.ts";
import { SCHEMA, type Told } from "./structured-data.ts";

/** Variants that are told, however many there are: a page stays small. */
const VARIANTS_TOLD_MAX = 20;
/** Ways of sending that are told of all of them together; beyond, only those of the variant that is shown. */
const WAYS_TOLD_MAX = 40;

export type ToldProduct = {
  product: Pick<ProductDocument, "id" | "slug" | "title" | "description" | "brand">;
  variants: readonly PricedVariant[];
  shown: PricedVariant;
  stock: ReadonlyMap<string, StockOffer>;
  /** Paths of a variant's pictures, its own first. */
  imagesOf(variant: PricedVariant): readonly string[];
  /** A download: it is not shipped, and not taken back. */
  isDigital(sku: string): boolean;
  /** In which goods are taken back beyond what the law gives; nothing is told of 0. */
  returnDays: number;
  /** The ways that one of a variant, alone, goes to each country of the market. */
  waysOf(variant: PricedVariant): readonly ShippingWay[];
};
export type ShippingWay = { country: string; amountMinor: number; daysMin: number; daysMax: number };

/** The one that is shown, then others whose stock was asked for: of the rest the page does not know whether they are there. */
export function variantsTold({ variants, shown, stock }: Pick<ToldProduct, "variants" | "shown" | "stock">) {
  const others = variants.filter(
    ({ sku }) => sku !== shown.sku && (variants.length <= VARIANTS_TOLD_MAX || stock.has(sku)),
  );
  return [shown, ...others].slice(0, VARIANTS_TOLD_MAX);
}

export const productData = (told: ToldProduct, by: Told): WithContext<Product | ProductGroup> =>
  told.variants.length === 1 ? soleProduct(told, by) : groupOf(told, by);

function soleProduct(told: ToldProduct, by: Told): WithContext<Product> {
  const { shown, imagesOf } = told;
  return {
    "@context": SCHEMA,
    "@type": "Product",
    ...whatItIs(told, by),
    image: imagesOf(shown).map((path) => by.origin + path),
    ...numbersOf(shown),
    offers: offerOf(told, shown, { ...by, waysMax: WAYS_TOLD_MAX }),
  };
}

function groupOf(told: ToldProduct, by: Told): WithContext<ProductGroup> {
  const { product, shown, imagesOf } = told;
  const named = variantsTold(told);
  const properties = [
    ...new Set(named.flatMap(({ options }) => Object.keys(options).flatMap((name) => optionProperty(name) ?? []))),
  ];
  const waysMax = Math.floor(WAYS_TOLD_MAX / named.length);
  return {
    "@context": SCHEMA,
    "@type": "ProductGroup",
    ...whatItIs(told, by),
    url: by.origin + by.paths.product(product.slug),
    image: imagesOf(shown).map((path) => by.origin + path),
    productGroupID: product.id,
    ...(properties.length === 0 ? {} : { variesBy: properties.map((property) => `${SCHEMA}/${property}`) }),
    hasVariant: named.map((variant) => variantOf(told, variant, { ...by, waysMax })),
  };
}

type Bounded = Told & { waysMax: number };

function variantOf(told: ToldProduct, variant: PricedVariant, by: Bounded): Product {
  const { locale } = by.market;
  const [image = ""] = told.imagesOf(variant);
  const options = Object.entries(variant.options);
  const more = options.filter(([name]) => optionProperty(name) === null);
  return {
    "@type": "Product",
    name: [told.product.title, optionValues(variant.options, locale).join(", ")].filter(Boolean).join(" – "),
    image: by.origin + image,
    ...numbersOf(variant),
    ...propertiesOf(options, by.market),
    ...(more.length === 0
      ? {}
      : {
          additionalProperty: more.map(([name, value]) => ({
            "@type": "PropertyValue" as const,
            name: optionName(locale, name),
            value: optionValue(locale, value),
          })),
        }),
    offers: offerOf(told, variant, by),
  };
}

const propertiesOf = (
  options: readonly [string, string][],
  { locale }: Market,
): Partial<Record<OptionProperty, string>> =>
  Object.fromEntries(
    options.flatMap(([name, value]) => {
      const property = optionProperty(name);
      return property ? [[property, optionValue(locale, value)]] : [];
    }),
  );

const whatItIs = ({ product }: ToldProduct, { origin, paths }: Told) => ({
  "@id": `${origin}${paths.product(product.slug)}#product`,
  name: product.title,
  description: product.description,
  ...(product.brand === "" ? {} : { brand: { "@type": "Brand" as const, name: product.brand } }),
});

const numbersOf = ({ sku, barcode }: PricedVariant) => ({ sku, ...(isGtin(barcode) ? { gtin: barcode } : {}) });

function offerOf(told: ToldProduct, variant: PricedVariant, { waysMax, ...by }: Bounded): Offer {
  const { market, paths, origin } = by;
  const { sku, amountMinor, untilMs } = variant;
  const offer = told.stock.get(sku);
  return {
    "@type": "Offer",
    sku,
    url: origin + paths.product(told.product.slug, { sku }),
    price: textOfMinor(amountMinor, market.currency),
    priceCurrency: market.currency,
    priceSpecification: pricesOf(variant, market),
    ...(untilMs === null ? {} : { priceValidUntil: new Date(untilMs).toISOString() }),
    availability: availabilityOf(offer),
    ...(offer && offer.here <= 0 && offer.units > 0 && offer.promise
      ? { availabilityStarts: new Date(offer.promise.atMs).toISOString() }
      : {}),
    itemCondition: "https://schema.org/NewCondition",
    seller: { "@type": "Organization", name: STORE_NAME },
    ...(told.isDigital(sku) ? {} : { ...sentBy(told, variant, { ...by, waysMax }), ...returnsOf(told, market) }),
  };
}

function sentBy({ shown, waysOf }: ToldProduct, variant: PricedVariant, { market, waysMax }: Bounded) {
  const ways = waysOf(variant);
  const isTold = ways.length > 0 && (ways.length <= waysMax || variant.sku === shown.sku);
  return isTold ? { shippingDetails: shippingOf(ways, market) } : {};
}

/** What is asked, and what it is compared with where the page compares it. */
function pricesOf(variant: PricedVariant, market: Market): UnitPriceSpecification[] {
  const before = beforeOf(variant, market);
  const specification = (amountMinor: number): UnitPriceSpecification => ({
    "@type": "UnitPriceSpecification",
    price: textOfMinor(amountMinor, market.currency),
    priceCurrency: market.currency,
    valueAddedTaxIncluded: market.taxDisplay === "inclusive",
  });
  const asked = specification(variant.amountMinor);
  return before
    ? [asked, { ...specification(before.minor), priceType: "https://schema.org/StrikethroughPrice" } as never]
    : [asked];
}

/** What could not be asked for is taken to be there, as the page does. */
function availabilityOf(offer: StockOffer | undefined) {
  if (!offer || offer.here > 0) return "https://schema.org/InStock" as const;
  if (offer.units <= 0) return "https://schema.org/OutOfStock" as const;
  return offer.promise?.kind === "preorder"
    ? ("https://schema.org/PreOrder" as const)
    : ("https://schema.org/BackOrder" as const);
}

const DAYS = "DAY";
/** It leaves on the day or the next working day. */
const shippingOf = (ways: readonly ShippingWay[], { currency }: Market): OfferShippingDetails[] =>
  ways.map((way) => ({
    "@type": "OfferShippingDetails" as const,
    shippingRate: {
      "@type": "MonetaryAmount" as const,
      value: textOfMinor(way.amountMinor, currency),
      currency,
    },
    shippingDestination: { "@type": "DefinedRegion" as const, addressCountry: way.country },
    deliveryTime: {
      "@type": "ShippingDeliveryTime" as const,
      handlingTime: { "@type": "QuantitativeValue" as const, minValue: 0, maxValue: 1, unitCode: DAYS },
      transitTime: {
        "@type": "QuantitativeValue" as const,
        minValue: way.daysMin,
        maxValue: way.daysMax,
        unitCode: DAYS,
      },
    },
  }));

function returnsOf(
  { returnDays }: ToldProduct,
  { countries }: Market,
): { hasMerchantReturnPolicy?: MerchantReturnPolicy } {
  if (returnDays === 0) return {};
  return {
    hasMerchantReturnPolicy: {
      "@type": "MerchantReturnPolicy",
      applicableCountry: [...countries],
      returnPolicyCategory: "https://schema.org/MerchantReturnFiniteReturnWindow",
      merchantReturnDays: returnDays,
      returnMethod: "https://schema.org/ReturnByMail",
    },
  };
}

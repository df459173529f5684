/**
 * What a page shows, told to programs in the words of schema.org, as Google reads them
 * (developers.google.com/search/docs/appearance/structured-data/product). Nothing is told that the page does not show. Pure.
 */

import type {
  AggregateOffer,
  BreadcrumbList,
  MerchantReturnPolicy,
  Offer,
  OfferShippingDetails,
  OnlineStore,
  Product,
  UnitPriceSpecification,
  WebSite,
  WithContext,
} from "schema-dts";
import { STORE_NAME } from "../worker/base/store-name.ts";
import { isGtin } from "../worker/catalog/found/gtin.ts";
import type { ProductDocument } from "../worker/catalog/product.ts";
import type { StockOffer } from "../worker/inventory/stock-offer.ts";
import type { Market } from "../worker/markets/markets.ts";
import { textOfMinor } from "../worker/pricing/amount-text.ts";
import { beforeOf } from "../worker/pricing/prior-price.ts";
import type { Paths } from "./paths.ts";
import type { PricedVariant } from "./product-page.ts";

/** Days in which goods are taken back, as the page "Returns" of every language says; a test holds the two together. */
export const RETURN_DAYS = 30;
/** Of more variants than these, the range of their prices is told, and the one that is shown. */
const OFFERS_MAX = 20;
const SCHEMA = "https://schema.org";

/** A block of data in a page: `<` is written so that no text of a shop can end the block. */
export const dataText = (data: WithContext<Product | BreadcrumbList | OnlineStore | WebSite>): string =>
  JSON.stringify(data).replaceAll("<", "\\u003c");

export type ToldProduct = {
  product: Pick<ProductDocument, "slug" | "title" | "description" | "brand">;
  variants: readonly PricedVariant[];
  shown: PricedVariant;
  /** Paths of its pictures, those of the variant that is shown first. */
  images: readonly string[];
  stock: ReadonlyMap<string, StockOffer>;
  /** A download: it is not shipped, and not taken back. */
  isDigital: boolean;
  /** The ways that one of a variant, alone, goes to each country of the market. */
  waysOf(variant: PricedVariant): readonly ShippingWay[];
};
export type ShippingWay = { country: string; amountMinor: number; daysMin: number; daysMax: number };
export type Told = { market: Market; paths: Paths; origin: string };

export function productData(told: ToldProduct, { market, paths, origin }: Told): WithContext<Product> {
  const { product, variants, shown, images } = told;
  const { sku, barcode } = shown;
  return {
    "@context": SCHEMA,
    "@type": "Product",
    "@id": `${origin}${paths.product(product.slug)}#product`,
    name: product.title,
    description: product.description,
    image: images.map((path) => origin + path),
    sku,
    ...(isGtin(barcode) ? { gtin: barcode } : {}),
    ...(product.brand === "" ? {} : { brand: { "@type": "Brand", name: product.brand } }),
    offers:
      variants.length === 1
        ? offerOf(told, shown, { market, paths, origin })
        : rangeOf(told, { market, paths, origin }),
  };
}

function rangeOf(told: ToldProduct, by: Told): AggregateOffer {
  const { variants, shown } = told;
  const amounts = variants.map(({ amountMinor }) => amountMinor);
  const text = (amountMinor: number) => textOfMinor(amountMinor, by.market.currency);
  const named = variants.length > OFFERS_MAX ? [shown] : variants;
  return {
    "@type": "AggregateOffer",
    lowPrice: text(Math.min(...amounts)),
    highPrice: text(Math.max(...amounts)),
    priceCurrency: by.market.currency,
    offerCount: variants.length,
    offers: named.map((variant) => offerOf(told, variant, by)),
  };
}

/** How it is sent and taken back is told once, of the variant that is shown: it is the same of the others, and pages stay small. */
function offerOf({ product, shown, stock, isDigital, waysOf }: ToldProduct, variant: PricedVariant, by: Told): Offer {
  const { market, paths, origin } = by;
  const { sku, amountMinor, untilMs } = variant;
  return {
    "@type": "Offer",
    sku,
    url: origin + paths.product(product.slug, { sku }),
    price: textOfMinor(amountMinor, market.currency),
    priceCurrency: market.currency,
    priceSpecification: pricesOf(variant, market),
    ...(untilMs === null ? {} : { priceValidUntil: new Date(untilMs).toISOString() }),
    availability: availabilityOf(stock.get(sku)),
    itemCondition: "https://schema.org/NewCondition",
    seller: { "@type": "Organization", name: STORE_NAME },
    ...(isDigital || sku !== shown.sku
      ? {}
      : { shippingDetails: shippingOf(waysOf(variant), market), hasMerchantReturnPolicy: returnsOf(market) }),
  };
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

const returnsOf = ({ countries }: Market): MerchantReturnPolicy => ({
  "@type": "MerchantReturnPolicy",
  applicableCountry: [...countries],
  returnPolicyCategory: "https://schema.org/MerchantReturnFiniteReturnWindow",
  merchantReturnDays: RETURN_DAYS,
  returnMethod: "https://schema.org/ReturnByMail",
});

type Step = { name: string; href: string };
/** The way to a page, itself last, as its breadcrumb shows it. */
export const breadcrumbData = (steps: readonly Step[], origin: string): WithContext<BreadcrumbList> => ({
  "@context": SCHEMA,
  "@type": "BreadcrumbList",
  itemListElement: steps.map(({ name, href }, index) => ({
    "@type": "ListItem",
    position: index + 1,
    name,
    item: origin + href,
  })),
});

/** Who sells, and how the store is searched. For the home page alone. */
export const storeData = ({ market, paths, origin }: Told): WithContext<OnlineStore> => ({
  "@context": SCHEMA,
  "@type": "OnlineStore",
  "@id": `${origin}/#store`,
  name: STORE_NAME,
  url: origin + paths.home,
  logo: `${origin}/icons/512.png`,
  areaServed: [...market.countries],
});

export const siteData = ({ market, paths, origin }: Told): WithContext<WebSite> => ({
  "@context": SCHEMA,
  "@type": "WebSite",
  "@id": `${origin}${paths.home}#site`,
  name: STORE_NAME,
  url: origin + paths.home,
  inLanguage: market.locale,
  publisher: { "@id": `${origin}/#store` },
  potentialAction: {
    "@type": "SearchAction",
    target: {
      "@type": "EntryPoint",
      urlTemplate: `${origin}${paths.search({ q: "QUERY" }).replace("QUERY", "{query}")}`,
    },
    "query-input": "required name=query",
  } as never,
});

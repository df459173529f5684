/**
 * What a page shows, told to programs in the words of schema.org, as Google reads them
 * (developers.google.com/search/docs/appearance/structured-data/product). Nothing is told that the page does not show, but who sells.
 * Pure.
 */
import type { BreadcrumbList, OnlineStore, Product, ProductGroup, WebSite, WithContext } from "schema-dts";
import { STORE_NAME } from "../worker/base/store-name.ts";
import type { Market } from "../worker/markets/markets.ts";
import { isInEu } from "../worker/markets/unions.ts";
import type { TaxSettings } from "../worker/tax/tax-settings.ts";
import type { Paths } from "./paths.ts";

export const SCHEMA = "https://schema.org";

/** A block of data in a page: `<` is written so that no text of a shop can end the block. */
export const dataText = (data: WithContext<Product | ProductGroup | BreadcrumbList | OnlineStore | WebSite>): string =>
  JSON.stringify(data).replaceAll("<", "\\u003c");

export type Told = { market: Market; paths: Paths; origin: string };

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

export type ToldSeller = Pick<TaxSettings, "seller" | "taxIds">;

/** Who sells, as far as staff said it. For the home page alone, as is how the store is searched. */
export const storeData = ({ market, paths, origin }: Told, by: ToldSeller): WithContext<OnlineStore> => ({
  "@context": SCHEMA,
  "@type": "OnlineStore",
  "@id": `${origin}/#store`,
  name: STORE_NAME,
  url: origin + paths.home,
  logo: `${origin}/icons/512.png`,
  areaServed: [...market.countries],
  ...sellerData(by),
});

function sellerData({ seller, taxIds }: ToldSeller): Partial<Exclude<OnlineStore, string>> {
  const { name, line1, line2, postalCode, city, region, country, email } = seller;
  const taxId = taxIds[country];
  const isVat = isInEu(country) || country === "GB";
  return {
    ...(name === "" ? {} : { legalName: name }),
    ...(line1 === "" || city === ""
      ? {}
      : {
          address: {
            "@type": "PostalAddress",
            streetAddress: [line1, line2].filter(Boolean).join(", "),
            addressLocality: city,
            ...(region === "" ? {} : { addressRegion: region }),
            ...(postalCode === "" ? {} : { postalCode }),
            addressCountry: country,
          },
        }),
    ...(taxId ? { [isVat ? "vatID" : "taxID"]: taxId } : {}),
    ...(email === ""
      ? {}
      : { email, contactPoint: { "@type": "ContactPoint", contactType: "customer service", email } }),
  };
}

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

/** An address as people of its country write it, one line each; the country's name in the reader's language. */
import type { Address } from "../checkout/checkout.ts";
import type { Language, Locale } from "./markets.ts";
import { regionName } from "./regions.ts";

const joined = (parts: readonly string[], by: string) => parts.filter(Boolean).join(by);

/** How the place is written; the rest is the same everywhere but in Japan, which goes from large to small. */
const PLACES: Readonly<Record<string, (address: Address, region: string) => readonly string[]>> = {
  US: ({ city, region, postalCode }) => [joined([city, joined([region, postalCode], " ")], ", ")],
  GB: ({ city, region, postalCode }) => [city, region, postalCode],
  AE: ({ city }, region) => [joined([city, region], ", ")],
};

/** Parts that are empty are left out; the country comes last. */
export function addressLinesOf(address: Address, locale: Locale): string[] {
  const { name, line1, line2, country } = address;
  const region = regionName(country, address.region, locale.slice(0, 2) as Language);
  const place = PLACES[country]?.(address, region) ?? [joined([address.postalCode, address.city], " "), region];
  const lines =
    country === "JP"
      ? [`〒${address.postalCode}`, joined([region, address.city], " "), joined([line1, line2], " "), name]
      : [name, line1, line2, ...place];
  const countryName = new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;
  return [...lines, countryName].filter(Boolean);
}

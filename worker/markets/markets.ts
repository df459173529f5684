/** A market fixes language, currency, tax display, clock and where it ships: the first part of every page's address. */
import type { Currency } from "../pricing/money.ts";

/** Of the catalogue's texts. */
export const LANGUAGES = ["en", "de", "ja", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];
/** Words are kept per locale: American and British English differ. */
export const LOCALES = ["en-US", "en-GB", "de-DE", "ja-JP", "ar-AE"] as const;
export type Locale = (typeof LOCALES)[number];

export type MarketId = "en-us" | "en-gb" | "de-de" | "ja-jp" | "ar-ae";
export type Market = {
  id: MarketId;
  locale: Locale;
  /** Language of the catalogue's translations. */
  language: Language;
  direction: "ltr" | "rtl";
  currency: Currency;
  /** ISO 3166-1 alpha-2; the first is where a visitor is taken to be. */
  countries: readonly [string, ...string[]];
  /** Whether shown prices hold the tax already. */
  taxDisplay: "inclusive" | "exclusive";
  /** IANA name of the zone whose clock its pages, mails and warehouse go by. */
  timeZone: string;
};

export const MARKETS: readonly Market[] = [
  {
    id: "en-us",
    locale: "en-US",
    language: "en",
    direction: "ltr",
    currency: "USD",
    countries: ["US"],
    taxDisplay: "exclusive",
    timeZone: "America/New_York",
  },
  {
    id: "en-gb",
    locale: "en-GB",
    language: "en",
    direction: "ltr",
    currency: "GBP",
    countries: ["GB"],
    taxDisplay: "inclusive",
    timeZone: "Europe/London",
  },
  {
    id: "de-de",
    locale: "de-DE",
    language: "de",
    direction: "ltr",
    currency: "EUR",
    countries: ["DE", "AT"],
    taxDisplay: "inclusive",
    timeZone: "Europe/Berlin",
  },
  {
    id: "ja-jp",
    locale: "ja-JP",
    language: "ja",
    direction: "ltr",
    currency: "JPY",
    countries: ["JP"],
    taxDisplay: "inclusive",
    timeZone: "Asia/Tokyo",
  },
  {
    id: "ar-ae",
    locale: "ar-AE",
    language: "ar",
    direction: "rtl",
    currency: "AED",
    countries: ["AE"],
    taxDisplay: "inclusive",
    timeZone: "Asia/Dubai",
  },
];
/** For whatever names no market. */
export const MARKET_DEFAULT: MarketId = "en-us";

/** Null for what is no market's id; ids are lower-case. */
export const marketOf = (id: string): Market | null => MARKETS.find((market) => market.id === id) ?? null;

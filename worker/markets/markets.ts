/**
 * A market fixes language, currency, tax display, clock and where it ships: the first part of every page's address. Staff
 * make and change markets; rules are handed those they need, or all of them as one value. What the code has words for
 * (locales and their languages) is fixed here.
 */
import { assert } from "../base/assert.ts";
import type { Currency } from "../pricing/money.ts";

/** Of the catalogue's texts. */
export const LANGUAGES = ["en", "de", "ja", "ar", "fr", "es", "it", "pl", "ko", "pt", "hi"] as const;
export type Language = (typeof LANGUAGES)[number];
/** Words are kept per locale: American and British English differ. */
export const LOCALES = [
  "en-US",
  "en-GB",
  "en-CA",
  "fr-CA",
  "de-DE",
  "fr-FR",
  "es-ES",
  "it-IT",
  "pl-PL",
  "ja-JP",
  "ko-KR",
  "ar-AE",
  "pt-BR",
  "hi-IN",
] as const;
export type Locale = (typeof LOCALES)[number];

/** Its path: the first part of its pages' addresses. */
export type MarketId = string;
/** `draft`: prepared, shown to nobody. `closed`: only what was begun in it can still be ended. */
export const MARKET_STATES = ["draft", "open", "closed"] as const;
export type MarketState = (typeof MARKET_STATES)[number];
export const TAX_DISPLAYS = ["inclusive", "exclusive"] as const;
export type TaxDisplay = (typeof TAX_DISPLAYS)[number];

/** More than any store sells in: all of them are read and listed at once. */
export const MARKETS_MAX = 100;

/** What is kept of a market. */
export type MarketFacts = {
  id: MarketId;
  locale: Locale;
  /** ISO 3166-1 alpha-2; the first is where a visitor is taken to be. */
  countries: readonly [string, ...string[]];
  currency: Currency;
  /** Null: the price list of its currency. */
  priceListId: string | null;
  /** Whether shown prices hold the tax already. */
  taxDisplay: TaxDisplay;
  /** Null: what the tariff of each country says. */
  shippingZoneId: string | null;
  /** Types as the payment provider names them; null: it chooses by what the account has and where the shopper is. */
  paymentMethods: readonly [string, ...string[]] | null;
  /** IANA name of the zone whose clock its pages, mails and warehouse go by. */
  timeZone: string;
  /** A host name of its own; null where it is at the store's. */
  domain: string | null;
  state: MarketState;
  /** Lists show the lower first; the first of all is the store's default. */
  position: number;
  version: number;
};
export type Market = MarketFacts & {
  /** Language of the catalogue's translations. */
  language: Language;
  direction: "ltr" | "rtl";
};

/** The markets of one moment. */
export type Markets = {
  /** Those that are open, in order. */
  list: readonly Market[];
  /** Every one that is kept, whatever its state. */
  all: readonly Market[];
  /** For whatever names no market: the first of all, which is always open. */
  default: Market;
  /** An open one; null for what is no open market's id. Ids are lower-case. */
  find(id: string): Market | null;
  /** One in any state: for what was begun in it. */
  known(id: string): Market | null;
};

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set<Language>(["ar"]);
export const languageOf = (locale: Locale): Language => locale.slice(0, 2) as Language;
export const directionOf = (language: Language): "ltr" | "rtl" => (RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr");

/** A market by those it is for, as search engines are told (RFC 5646). */
export type MarketOfReaders = { readers: string; market: Market };

/**
 * Each of a page's markets by its language as it is read in each of its countries, and one of a language by the language alone:
 * that of the language's home, or the first. None is told twice, since a search engine takes one address for each: a country goes
 * to the market that has it first of all, then to the first that has it.
 */
export function marketsByReaders(markets: readonly Market[]): MarketOfReaders[] {
  const told = new Map<string, Market>();
  const tell = (readers: string, market: Market) => void (told.has(readers) || told.set(readers, market));
  for (const market of markets) tell(`${market.language}-${market.countries[0]}`, market);
  for (const market of markets) for (const country of market.countries) tell(`${market.language}-${country}`, market);
  for (const market of markets) if (isHomeOf(market)) tell(market.language, market);
  for (const market of markets) tell(market.language, market);
  return [...told].map(([readers, market]) => ({ readers, market }));
}

/** Whether it is where most of its language's readers are, by Unicode's likely subtags: France for French. */
const isHomeOf = ({ language, countries }: Market): boolean =>
  new Intl.Locale(language).maximize().region === countries[0];

export function marketOfFacts(facts: MarketFacts): Market {
  const language = languageOf(facts.locale);
  return { ...facts, language, direction: directionOf(language) };
}

/** Of at least one open market. */
export function marketsOf(kept: readonly MarketFacts[]): Markets {
  const all = kept.toSorted(byPlace).map(marketOfFacts);
  const list = all.filter(({ state }) => state === "open");
  const [first] = list;
  assert(first !== undefined, "a store has an open market");
  const byId = new Map(all.map((market) => [market.id, market]));
  const known = (id: string) => byId.get(id) ?? null;
  return {
    list,
    all,
    default: first,
    known,
    find: (id) => {
      const market = known(id);
      return market?.state === "open" ? market : null;
    },
  };
}

export const byPlace = (a: MarketFacts, b: MarketFacts): number => a.position - b.position || (a.id < b.id ? -1 : 1);

/** What a market may be. It is taken whole, or refused field by field: each fault says where, by which rule, and why. */

import { done, type Outcome, refused } from "../base/outcome.ts";
import { isPaidBy, paymentMethodOf } from "../payments/payment-methods.ts";
import { isCurrency, isPaidIn } from "../pricing/money.ts";
import { type PriceList, priceListOf } from "../pricing/price-list.ts";
import type { ShippingZone } from "../shipping/zone.ts";
import { COUNTRIES } from "./countries.ts";
import { MARKET_ID, MARKET_ID_MAX } from "./market-id-shape.ts";
import { LOCALES, type Locale, MARKETS_MAX, type MarketFacts, type Markets } from "./markets.ts";

/** As it is asked for: texts that may name nothing. `version` is the one that was read; 0 makes a new market. */
export type MarketAsk = Omit<MarketFacts, "locale" | "currency" | "countries" | "paymentMethods"> & {
  locale: string;
  currency: string;
  countries: readonly string[];
  /** Empty: the payment provider chooses. */
  paymentMethods: readonly string[] | null;
};

export type MarketRule =
  | "path_invalid"
  | "path_reserved"
  | "path_taken"
  | "locale_unknown"
  | "currency_unknown"
  | "currency_not_paid"
  | "currency_fixed"
  | "countries_missing"
  | "country_unknown"
  | "country_not_served"
  | "country_twice"
  | "price_list_invalid"
  | "price_list_unknown"
  | "price_list_missing"
  | "price_list_of_other_currency"
  | "shipping_zone_invalid"
  | "shipping_zone_unknown"
  | "shipping_zone_of_other_currency"
  | "payment_method_invalid"
  | "payment_method_of_other_currency"
  | "time_zone_unknown"
  | "domain_invalid"
  | "domain_taken"
  | "domain_local"
  | "domain_of_store"
  | "domain_unproven"
  | "default_stays_open"
  | "was_open"
  | "position_invalid";
export type MarketFault = { path: string; rule: MarketRule; why: string };
export type MarketProblem =
  | { code: "market.unknown" | "market.too_many" }
  | { code: "market.changed_meanwhile"; version: number }
  | { code: "market.invalid"; at: readonly MarketFault[] };

/** Countries of one market; more are more than there are. */
export const COUNTRIES_MAX = 250;
export const PAYMENT_METHODS_MAX = 20;
export const POSITION_MAX = 9_999;
/** Of ids of price lists and zones. */
export const LINKED_ID_MAX = 40;
/** First parts of addresses that are something else's, now or by custom. */
export const PATHS_RESERVED: readonly string[] = [
  ...["admin", "api", "media", "mailbox", "markets", "assets", "account", "cart", "checkout", "search", "static"],
  ...["cdn-cgi", "well-known", "404", "500", "index", "new", "any"],
];

const WHY: Readonly<Record<MarketRule, string>> = {
  path_invalid: `is not 2 to ${MARKET_ID_MAX} lower-case letters and digits, single hyphens between`,
  path_reserved: "is an address that the store uses for something else",
  path_taken: "is another market's, open or not",
  locale_unknown: "is no locale that the store has words for",
  currency_unknown: "is no currency of the store",
  currency_not_paid: "is a currency that the payment provider takes no payment in",
  currency_fixed: "stays: carts and orders of this market are in it",
  countries_missing: "names no country",
  country_unknown: "is no country (ISO 3166-1 alpha-2)",
  country_not_served: "is a country that no shipping zone has",
  country_twice: "is listed twice",
  price_list_invalid: "is no id of a price list",
  price_list_unknown: "is no price list that there is",
  price_list_missing: "names none, and there is no price list of the currency's code",
  price_list_of_other_currency: "is a price list in another currency than the market's",
  shipping_zone_invalid: "is no id of a zone",
  shipping_zone_unknown: "is no shipping zone that there is",
  shipping_zone_of_other_currency: "is a shipping zone in another currency than the market's",
  payment_method_invalid: "is no type of payment method that a market may name, or is named twice",
  payment_method_of_other_currency: "is not paid by in the market's currency",
  time_zone_unknown: "is no time zone (IANA)",
  domain_invalid: "is no host name",
  domain_taken: "is another market's",
  domain_local: "is a name that only one network or device knows",
  domain_unproven: "does not lead to this store: set it up first",
  domain_of_store: "is the store's own address, where a market without a domain is",
  default_stays_open: "stays open: it is the market of whoever names none",
  was_open: "was open: it can be closed, not made a draft again",
  position_invalid: `is not a whole number from 0 to ${POSITION_MAX}`,
};

/** Nobody is led, and no mail leads, to a host that is somebody else's: one that is new has shown that it leads here. */
export const DOMAIN_UNPROVEN: MarketFault = { path: "domain", rule: "domain_unproven", why: WHY.domain_unproven };

/** What a market may sell by, and ship by: price lists and zones, those there are; and the store's own host, empty where it is not set. */
export type SoldBy = {
  host: string;
  lists: readonly Pick<PriceList, "id" | "currency">[];
  zones: readonly Pick<ShippingZone, "id" | "currency" | "places">[];
};

/** The market as it is kept, `version` one above that which it replaces. `markets` are those there are. */
export function checkMarket(markets: Markets, ask: MarketAsk, by: SoldBy): Outcome<MarketFacts, MarketProblem> {
  const before = ask.version > 0 ? markets.known(ask.id) : null;
  if (ask.version > 0 && !before) return refused({ code: "market.unknown" });
  if (ask.version === 0 && markets.all.length >= MARKETS_MAX) return refused({ code: "market.too_many" });
  const at = [
    ...pathFaults(markets, ask),
    ...wordFaults(ask, before),
    ...methodFaults(ask),
    ...listFaults(ask, by, before),
    ...zoneFaults(ask, by, before),
    ...placeFaults(markets, ask, by),
    ...domainFaults(markets, ask, by),
  ].map(([path, rule]): MarketFault => ({ path, rule, why: WHY[rule] }));
  const { countries: listed, locale, currency, paymentMethods: methods } = ask;
  const [first, ...others] = listed;
  if (at.length > 0 || first === undefined || !isCurrency(currency) || !isLocale(locale))
    return refused({ code: "market.invalid", at });
  const [method, ...more] = methods ?? [];
  const countries = [first, ...others] as const;
  const paymentMethods = method === undefined ? null : ([method, ...more] as const);
  return done({ ...ask, locale, currency, countries, paymentMethods, version: ask.version + 1 });
}

type Found = readonly [path: string, rule: MarketRule];
const when = (isWrong: boolean, path: string, rule: MarketRule): Found[] => (isWrong ? [[path, rule]] : []);
const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text);

function pathFaults(markets: Markets, { id, version }: MarketAsk): Found[] {
  if (version > 0) return [];
  if (id.length < 2 || id.length > MARKET_ID_MAX || !MARKET_ID.test(id)) return [["id", "path_invalid"]];
  if (PATHS_RESERVED.includes(id)) return [["id", "path_reserved"]];
  return when(markets.known(id) !== null, "id", "path_taken");
}

const LINKED_ID = /^[\w-]+$/;
const isLink = (id: string | null) => id === null || (id.length <= LINKED_ID_MAX && LINKED_ID.test(id));
function wordFaults(ask: MarketAsk, before: MarketFacts | null): Found[] {
  const { locale, currency, priceListId, shippingZoneId } = ask;
  const isMoved = before !== null && before.state !== "draft" && before.currency !== currency;
  return [
    ...when(!isLocale(locale), "locale", "locale_unknown"),
    ...when(!isCurrency(currency), "currency", "currency_unknown"),
    ...when(isCurrency(currency) && !isPaidIn(currency), "currency", "currency_not_paid"),
    ...when(isCurrency(currency) && isMoved, "currency", "currency_fixed"),
    ...when(!isLink(priceListId), "priceListId", "price_list_invalid"),
    ...when(!isLink(shippingZoneId), "shippingZoneId", "shipping_zone_invalid"),
    ...when(before?.state !== undefined && before.state !== "draft" && ask.state === "draft", "state", "was_open"),
  ];
}

/** Stripe takes no payment at all where one of the methods it is told cannot be used. */
function methodFaults({ paymentMethods, currency }: MarketAsk): Found[] {
  const types = paymentMethods ?? [];
  const methods = types.map(paymentMethodOf);
  if (types.length > PAYMENT_METHODS_MAX || new Set(types).size < types.length || methods.includes(null))
    return [["paymentMethods", "payment_method_invalid"]];
  const isForeign = isCurrency(currency) && methods.some((method) => method && !isPaidBy(method, currency));
  return when(isForeign, "paymentMethods", "payment_method_of_other_currency");
}

/**
 * Amounts of another currency would be charged as this one's, and without a list nothing would be for sale. A list's
 * currency never changes: what is right at the save stays right. To close a market one need not mend its list first.
 */
function listFaults(ask: MarketAsk, { lists }: SoldBy, before: MarketFacts | null): Found[] {
  const { currency, priceListId } = ask;
  if (!isCurrency(currency) || !isLink(priceListId)) return [];
  if (isClosedAsItWas(ask, before) && before?.priceListId === priceListId) return [];
  const listId = priceListOf({ priceListId, currency });
  const list = lists.find(({ id }) => id === listId);
  if (!list) return [["priceListId", priceListId === null ? "price_list_missing" : "price_list_unknown"]];
  return when(list.currency !== currency, "priceListId", "price_list_of_other_currency");
}

/** A zone in another currency ships nothing of the market's. */
function zoneFaults(ask: MarketAsk, { zones }: SoldBy, before: MarketFacts | null): Found[] {
  const { currency, shippingZoneId: id } = ask;
  if (!isCurrency(currency) || id === null || !isLink(id)) return [];
  if (isClosedAsItWas(ask, before) && before?.shippingZoneId === id) return [];
  const zone = zones.find((each) => each.id === id);
  if (!zone) return [["shippingZoneId", "shipping_zone_unknown"]];
  return when(zone.currency !== currency, "shippingZoneId", "shipping_zone_of_other_currency");
}

const isClosedAsItWas = ({ state, currency }: MarketAsk, before: MarketFacts | null) =>
  state === "closed" && before?.currency === currency;

function placeFaults(markets: Markets, ask: MarketAsk, { zones }: SoldBy): Found[] {
  const { id, countries, timeZone, position, state } = ask;
  const served = new Set(zones.flatMap(({ places }) => places.map((place) => place.country)));
  const kept = new Set<string>(markets.known(id)?.countries);
  return [
    ...when(countries.length === 0, "countries", "countries_missing"),
    ...countries.flatMap((country, index) => countryFault(countries, index, served.has(country) || kept.has(country))),
    ...when(!isTimeZone(timeZone), "timeZone", "time_zone_unknown"),
    ...when(!Number.isInteger(position) || position < 0 || position > POSITION_MAX, "position", "position_invalid"),
    ...when(markets.default.id === id && ask.version > 0 && state !== "open", "state", "default_stays_open"),
  ];
}

/** Two markets at one host would take its bare address from each other; so would a market and the store. */
function domainFaults(markets: Markets, { id, domain }: MarketAsk, { host }: SoldBy): Found[] {
  if (domain === null) return [];
  if (!isHost(domain)) return [["domain", "domain_invalid"]];
  const isTaken = markets.all.some((market) => market.id !== id && market.domain === domain);
  return [
    ...when(LOCAL.test(domain), "domain", "domain_local"),
    ...when(isTaken, "domain", "domain_taken"),
    ...when(domain === host && markets.known(id)?.domain !== domain, "domain", "domain_of_store"),
  ];
}

/** A country that the market has already stays, whatever became of its zones: nothing is sold there meanwhile. */
function countryFault(all: readonly string[], index: number, isServed: boolean): Found[] {
  const [path, country = ""] = [`countries.${index}`, all[index]];
  if (!COUNTRIES.includes(country)) return [[path, "country_unknown"]];
  if (all.indexOf(country) < index) return [[path, "country_twice"]];
  return when(!isServed, path, "country_not_served");
}

/** A name, not a shift such as `+02:00`: clocks that are put forward have names only. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

const HOST_MAX = 253;
/** RFC 1123, with a dot in it; a name in another script is written as it is asked for (`xn--…`). */
const isHost = (name: string): boolean =>
  name.length <= HOST_MAX && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(name);
/** RFC 6761, RFC 6762, RFC 8375, RFC 7686, and what ICANN set aside for networks of one's own. */
const LOCAL = /\.(localhost|local|internal|invalid|onion|home\.arpa)$/;

/**
 * The store's words. One JSON file an area in each locale's folder; `en-US` decides which keys there are, and a test
 * fails on one that is missing, unused or too many elsewhere. Plurals and the like are ICU MessageFormat.
 */
import { IntlMessageFormat } from "intl-messageformat";
import { STORE_NAME } from "../worker/base/store-name.ts";
import type { Locale } from "../worker/markets/markets.ts";
import { isolatedIn, withSingleStops } from "../worker/markets/typography.ts";
import type account from "./messages/en-US/account.json";
import type address from "./messages/en-US/address.json";
import type admin from "./messages/en-US/admin.json";
import type back from "./messages/en-US/back.json";
import type cart from "./messages/en-US/cart.json";
import type catalog from "./messages/en-US/catalog.json";
import type checkout from "./messages/en-US/checkout.json";
import type content from "./messages/en-US/content.json";
import type customs from "./messages/en-US/customs.json";
import type download from "./messages/en-US/download.json";
import type drop from "./messages/en-US/drop.json";
import type errors from "./messages/en-US/errors.json";
import type found from "./messages/en-US/found.json";
import type gallery from "./messages/en-US/gallery.json";
import type goods from "./messages/en-US/goods.json";
import type home from "./messages/en-US/home.json";
import type markets from "./messages/en-US/markets.json";
import type offline from "./messages/en-US/offline.json";
import type order from "./messages/en-US/order.json";
import type pages from "./messages/en-US/pages.json";
import type pickup from "./messages/en-US/pickup.json";
import type policy from "./messages/en-US/policy.json";
import type prices from "./messages/en-US/prices.json";
import type product from "./messages/en-US/product.json";
import type search from "./messages/en-US/search.json";
import type searches from "./messages/en-US/searches.json";
import type shell from "./messages/en-US/shell.json";
import type tax from "./messages/en-US/tax.json";
import type transfer from "./messages/en-US/transfer.json";
import type vitals from "./messages/en-US/vitals.json";
import type zones from "./messages/en-US/zones.json";

/** Each area's words as en-US has them. A new area is one line here and one file in each locale's folder. */
type Areas = {
  account: typeof account;
  address: typeof address;
  admin: typeof admin;
  back: typeof back;
  cart: typeof cart;
  checkout: typeof checkout;
  order: typeof order;
  catalog: typeof catalog;
  content: typeof content;
  customs: typeof customs;
  download: typeof download;
  drop: typeof drop;
  errors: typeof errors;
  found: typeof found;
  gallery: typeof gallery;
  goods: typeof goods;
  home: typeof home;
  markets: typeof markets;
  offline: typeof offline;
  pages: typeof pages;
  pickup: typeof pickup;
  policy: typeof policy;
  prices: typeof prices;
  product: typeof product;
  search: typeof search;
  searches: typeof searches;
  shell: typeof shell;
  tax: typeof tax;
  transfer: typeof transfer;
  vitals: typeof vitals;
  zones: typeof zones;
};
/** `area.name`, of the messages en-US has. */
export type MessageKey = { [Area in keyof Areas]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas];
type Values = Readonly<Record<string, string | number>>;
/** The message of a key, in the page's locale, with its values put in; every message may have `{store}`, the shop's name. */
export type Translate = (key: MessageKey, values?: Values) => string;

const files = import.meta.glob<Record<string, string>>("./messages/*/*.json", { eager: true, import: "default" });
const compiled = new Map<string, IntlMessageFormat>();

/** What it answers throws on a key that the locale has no words for. */
export function messagesOf(locale: Locale): Translate {
  return (key, values) => {
    const words = wordsOf(locale, key);
    if (words === null) throw new Error(`There are no words for ${key} in ${locale}`);
    return formatWords(locale, key, words, values);
  };
}

/** For keys that come from data, such as an imported attribute's: null when there are no words for one. */
export function wordsOf(locale: Locale, key: string): string | null {
  const [area = "", ...rest] = key.split(".");
  const name = rest.join(".");
  const words = files[`./messages/${locale}/${area}.json`];
  return words && Object.hasOwn(words, name) ? (words[name] ?? null) : null;
}

/** Words that are none of the messages, by a name of their own. */
export function formatWords(locale: Locale, key: string, words: string, values: Values = {}): string {
  if (!words.includes("{") && !words.includes("'")) return words;
  const id = `${locale}/${key}`;
  const message = compiled.get(id) ?? new IntlMessageFormat(words, locale, undefined, { ignoreTag: true });
  compiled.set(id, message);
  const taken = { store: STORE_NAME, ...isolatedIn(locale, values) };
  return withSingleStops(String(message.format(taken)), taken);
}

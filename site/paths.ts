/** Every address of the storefront is made here and nowhere else. Pure. */
import type { ProductSort } from "../worker/catalog/product.ts";
import type { ContentPage } from "../worker/content/content-page.ts";
import type { Market, MarketId, Markets } from "../worker/markets/markets.ts";

type Query = Readonly<Record<string, string | null | undefined>>;
/** Filters as worker/search/facets/filter-address.ts writes them; one name may come several times. */
type Part = readonly [name: string, value: string];
/** `exact` searches as typed, spelling and all. */
type SearchQuery = { q?: string; sort?: string | null; exact?: "1" | null; cursor?: string | null };
/** Order and place in a list of a brand or a collection. */
type ListQuery = { sort?: ProductSort | null; cursor?: string | null };
export type Paths = ReturnType<typeof pathsOf>;

/** The pages of one market. */
export function pathsOf(market: MarketId) {
  const at = (...parts: readonly string[]) => `/${[market, ...parts.map(encodeURIComponent)].join("/")}`;
  return {
    home: `/${market}/`,
    categories: at("categories"),
    category: (
      slug: string,
      query: { sort?: ProductSort | null; cursor?: string | null } = {},
      filters: readonly Part[] = [],
    ) => withQuery(at("categories", slug), query, filters),
    brand: (slug: string, query: ListQuery = {}) => withQuery(at("brands", slug), query),
    collection: (slug: string, query: ListQuery = {}) => withQuery(at("collections", slug), query),
    product: (slug: string, query: { sku?: string | null } = {}) => withQuery(at("products", slug), query),
    search: (query: SearchQuery = {}, filters: readonly Part[] = []) => withQuery(at("search"), query, filters),
    /** The list shown below the field while a search is typed: a part of a page. */
    suggest: (query: { q?: string } = {}) => withQuery(at("suggest"), query),
    /** A page named without its market, such as `/categories/laptops`. */
    within: (path: string) => `/${market}${path}`,
    content: (page: ContentPage) => at(page),
    /** A drop: when it opens, and the way into its waiting room. The same for everyone. */
    drop: (id: string) => at("drops", id),
    /** Where a visitor stands in it. */
    dropPlace: (id: string, query: { fault?: string | null } = {}) => withQuery(at("drops", id, "place"), query),
    cart: at("cart"),
    checkout: at("checkout"),
    /** The last look before the payment, at the details that the browser keeps. */
    checkoutReview: `${at("checkout")}?step=review`,
    /** Where a shopper waits for, and learns of, the end of a payment. */
    checkoutResult: (checkoutId: string) => at("checkout", checkoutId),
    order: (orderId: string, query: { key?: string | null } = {}) => withQuery(at("orders", orderId), query),
    /** An invoice or credit note, by its number. */
    invoice: (orderId: string, number: string, query: { key?: string | null } = {}) =>
      withQuery(at("orders", orderId, "documents", number), query),
    /** What a download's link opens, or why it does not. */
    download: (token: string) => at("downloads", token),
    /** Ask to be told of a SKU; or, by the key in a mail, take that back. */
    backInStock: (query: { sku?: string | null; key?: string | null; done?: string | null } = {}) =>
      withQuery(at("back-in-stock"), query),
    signIn: (query: { next?: string | null } = {}) => withQuery(at("sign-in"), query),
    signUp: (query: { next?: string | null } = {}) => withQuery(at("sign-up"), query),
    signOut: at("sign-out"),
    forgotPassword: at("forgot-password"),
    resetPassword: (query: { token?: string | null } = {}) => withQuery(at("reset-password"), query),
    account: at("account"),
    accountAddresses: at("account", "addresses"),
    accountOrders: at("account", "orders"),
    /** The index of the market's sitemaps, and each of them by its name. */
    sitemap: at("sitemap.xml"),
    sitemapFile: (name: string) => at("sitemaps", `${name}.xml`),
    /** A list of the market's product feeds, and each of them by its name. */
    feeds: at("feeds.txt"),
    feed: (name: string) => at("feeds", `${name}.xml`),
    /** What programs that read for people are told of the store. */
    llms: at("llms.txt"),
    manifest: at("manifest.webmanifest"),
    /** What a browser without a connection shows in place of a page that it has not kept. */
    offline: at("offline"),
    /** Where changes of the cart go that were made without a connection. */
    merge: at("merge"),
  };
}

/** The browsers' program: its place is what lets it look after every market's pages. */
export const PROGRAM_PATH = "/sw.js";
/** Where the choice of a market is sent to; answers by leading to the page that was chosen. */
export const MARKET_CHOICE_PATH = "/markets";
/** Holds the id of the market that a visitor chose. */
export const MARKET_COOKIE = "market";
export const MARKET_COOKIE_SECONDS = 365 * 86_400;

/** Which market an address belongs to: its first part. */
export const marketOfPath = (markets: Markets, pathname: string): Market | null =>
  markets.find(pathname.split("/")[1] ?? "");

const BEGUN =
  /^\/[^/]+\/(cart|merge|checkout|orders|downloads|back-in-stock|account|sign-in|sign-up|sign-out|forgot-password|reset-password)(\/|$)/;
/**
 * The market whose words and amounts a page has. In a closed one, what was begun there is ended there: its cart, checkouts,
 * orders, downloads, accounts and what shoppers asked to be told of.
 */
export function marketOfPage(markets: Markets, pathname: string): Market | null {
  const open = marketOfPath(markets, pathname);
  if (open || !BEGUN.test(pathname)) return open;
  return closedMarketOf(markets, pathname);
}

/** The address as it was meant, where it names a market in capitals; null for any other. */
export function withMarketAsWritten(markets: Markets, { pathname, search }: URL): string | null {
  const [, named = "", ...rest] = pathname.split("/");
  const written = named.toLowerCase();
  return named !== written && markets.find(written) ? `/${[written, ...rest].join("/")}${search}` : null;
}

/** The closed market that an address names. */
export function closedMarketOf(markets: Markets, pathname: string): Market | null {
  const named = markets.known(pathname.split("/")[1] ?? "");
  return named?.state === "closed" ? named : null;
}

/** An open market that speaks as the closed one does that an address names, for saying that it is closed. */
export function standInFor(markets: Markets, pathname: string): Market | null {
  const closed = closedMarketOf(markets, pathname);
  if (!closed) return null;
  const { list } = markets;
  const alike = list.find(({ locale }) => locale === closed.locale);
  return alike ?? list.find(({ language }) => language === closed.language) ?? null;
}

const OF_PURCHASE = /^\/[^/]+\/(orders|checkout|downloads)(\/|$)/;
/** Whether an address is an order's or a checkout's: one that people come to by a link they were given, whole or cut. */
export const isOfPurchase = (pathname: string): boolean => OF_PURCHASE.test(pathname);

/** The same page in every market, for pages whose address is the same in all of them. */
export const inEveryMarket = (markets: Markets, pathOf: (paths: Paths) => string): Record<MarketId, string> =>
  Object.fromEntries(markets.list.map(({ id }) => [id, pathOf(pathsOf(id))]));

const MARKET_PATH = /^\/([a-z0-9-]+)(?=[/?]|$)[^\\\s]*$/;
const PATH_LENGTH_MAX = 2_000;

/** A path on this store within a market; null for anything else, so that no link leads elsewhere. */
export function safePath(markets: Markets, text: string | null | undefined): { path: string; market: Market } | null {
  if (!text || text.length > PATH_LENGTH_MAX) return null;
  const market = markets.find(MARKET_PATH.exec(text)?.[1] ?? "");
  return market && { path: text, market };
}

function withQuery(path: string, query: Query, more: readonly Part[] = []): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const parts = [...set, ...more].map(([name, value]): [string, string] => [name, value]);
  return parts.length > 0 ? `${path}?${new URLSearchParams(parts)}` : path;
}

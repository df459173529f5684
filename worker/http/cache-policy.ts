/**
 * The only ways a response may be cached, by name. A response without a policy is `private, no-store`.
 * `tags` name what a page shows; a change to it purges the pages that carry its tag.
 */
export type CachePolicy = {
  /** Seconds a copy is served without asking. */
  freshSeconds: number;
  /** Seconds after that in which it is still served, while a new one is made. */
  staleSeconds: number;
};

export const CACHE_POLICIES = {
  /** Home, and lists of products: what a list shows is purged with it; what should be in it by now comes by age. */
  page: { freshSeconds: 30, staleSeconds: 150 },
  product: { freshSeconds: 60, staleSeconds: 240 },
  /** Lists over the API; the same for everyone. */
  list: { freshSeconds: 10, staleSeconds: 60 },
  /** A search that found nothing: it shows no product whose change would purge it, and what was just brought in is looked for. */
  nothing: { freshSeconds: 2, staleSeconds: 0 },
  /** Units left: a crowd that looks at one product asks the database once in so long, at each location. */
  stock: { freshSeconds: 2, staleSeconds: 0 },
  /** What is suggested while a search is typed: few letters, asked again and again. */
  suggest: { freshSeconds: 60, staleSeconds: 240 },
  /** Sitemaps, and what tells programs of the store: read once a day or less, and large. */
  sitemap: { freshSeconds: 3_600, staleSeconds: 86_400 },
  /** Product feeds: a price in one is held against the page's. */
  feed: { freshSeconds: 900, staleSeconds: 900 },
  /** The browsers' program: one that is taken back is gone within a minute. */
  program: { freshSeconds: 60, staleSeconds: 0 },
} as const satisfies Record<string, CachePolicy>;
export type CachePolicyName = keyof typeof CACHE_POLICIES;
/** For programs that come by once in hours: what these name bears no tag of a product, and ends by age alone. */
const BY_AGE: ReadonlySet<string> = new Set<CachePolicyName>(["sitemap", "feed", "program"]);
/** Nothing that is purged when it changes is served after that, purged or not. */
export const KEPT_SECONDS_MAX = Math.max(
  ...Object.entries(CACHE_POLICIES).map(([name, { freshSeconds, staleSeconds }]) =>
    BY_AGE.has(name) ? 0 : freshSeconds + staleSeconds,
  ),
);

/** For what is one person's own. */
export const NO_STORE = "private, no-store";
/** Of one response. Tags beyond are left out: a purge of them does not reach it. */
export const TAGS_MAX = 200;

/**
 * Browsers always ask again (`no-cache`), so that a purge reaches them; only the edge keeps a copy.
 * `Cloudflare-CDN-Cache-Control` is the edge's own header (developers.cloudflare.com/cache/concepts/cdn-cache-control).
 * `secondsLeft`: until the clock alone makes the answer untrue (worker/http/true-until.ts); no copy is served after that.
 */
export function cacheHeadersOf(
  name: CachePolicyName,
  tags: readonly string[],
  secondsLeft = Number.POSITIVE_INFINITY,
): Record<string, string> {
  const policy = CACHE_POLICIES[name];
  const left = Math.max(0, Math.floor(secondsLeft));
  const fresh = Math.min(policy.freshSeconds, left);
  const stale = Math.min(policy.staleSeconds, left - fresh);
  const kept = `public, max-age=${fresh}, stale-while-revalidate=${stale}, stale-if-error=${stale}`;
  return {
    "cache-control": "public, no-cache",
    "cloudflare-cdn-cache-control": fresh > 0 ? kept : "no-store",
    // The cache tells paths apart, not hosts, and a market's pages are served at its own alone (market-origin.ts).
    vary: "host",
    "cache-tag": [...tags.slice(0, TAGS_MAX - 1), MARKETS_TAG].join(","),
  };
}

export const productTag = (productId: string) => `product-${productId}`;
/** Of a list, so that it is purged with what any of its products says. */
export const productTags = (products: readonly { id: string }[]): string[] => products.map(({ id }) => productTag(id));
/** On every page that names a category; `categoryListTag`: on lists of its products. */
export const categoryTag = (categoryId: string) => `category-${categoryId}`;
export const categoryListTag = (categoryId: string) => `category-list-${categoryId}`;
export const brandTag = (brandId: string) => `brand-${brandId}`;
export const collectionTag = (collectionId: string) => `collection-${collectionId}`;
/** Of what one of the store's own pages says, whatever the locale. */
export const contentTag = (page: string) => `content-${page}`;
/** Where more than one group is shown. Purged by what changes the store's structure, not by a product's change. */
export const CATALOG_TAG = "catalog";
/** On everything that is kept: a market's change is seen on all of it. */
export const MARKETS_TAG = "markets";
/** On every page of search results and suggestions. */
export const SEARCH_TAG = "search";

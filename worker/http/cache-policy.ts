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
  /** Home, category and content pages. */
  page: { freshSeconds: 60, staleSeconds: 600 },
  product: { freshSeconds: 60, staleSeconds: 600 },
  /** Lists over the API; the same for everyone. */
  list: { freshSeconds: 10, staleSeconds: 60 },
  /** Units left: a crowd that looks at one product asks the database once in so long, at each location. */
  stock: { freshSeconds: 2, staleSeconds: 0 },
  /** What is suggested while a search is typed: few letters, asked again and again. */
  suggest: { freshSeconds: 60, staleSeconds: 600 },
} as const satisfies Record<string, CachePolicy>;
export type CachePolicyName = keyof typeof CACHE_POLICIES;

/** For what is one person's own. */
export const NO_STORE = "private, no-store";
/** Of one response. Tags beyond are left out: a purge of them does not reach it. */
export const TAGS_MAX = 200;

/**
 * Browsers always ask again (`no-cache`), so that a purge reaches them; only the edge keeps a copy.
 * `Cloudflare-CDN-Cache-Control` is the edge's own header (developers.cloudflare.com/cache/concepts/cdn-cache-control).
 */
export function cacheHeadersOf(name: CachePolicyName, tags: readonly string[]): Record<string, string> {
  const { freshSeconds, staleSeconds } = CACHE_POLICIES[name];
  return {
    "cache-control": "public, no-cache",
    "cloudflare-cdn-cache-control": `public, max-age=${freshSeconds}, stale-while-revalidate=${staleSeconds}, stale-if-error=${staleSeconds}`,
    "cache-tag": tags.slice(0, TAGS_MAX).join(","),
  };
}

export const productTag = (productId: string) => `product-${productId}`;
export const categoryTag = (categoryId: string) => `category-${categoryId}`;
export const brandTag = (brandId: string) => `brand-${brandId}`;
export const collectionTag = (collectionId: string) => `collection-${collectionId}`;
/** On every page that lists products from the whole catalogue. */
export const CATALOG_TAG = "catalog";
/** On every page of search results and suggestions. */
export const SEARCH_TAG = "search";

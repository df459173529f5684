/** Where mails about waits lead. Without the host. */

/** The variant's own address. */
export const variantPathOf = (market: string, { slug, sku }: { slug: string; sku: string }): string =>
  `/${market}/products/${encodeURIComponent(slug)}?${new URLSearchParams({ sku })}`;

/** The page that takes an address's waits back when its button is pressed: mail programs open links by themselves. */
export const stopPathOf = (market: string, emailKey: string): string => `/${market}/back-in-stock?key=${emailKey}`;

/** Where mail programs post to when their own button is pressed (RFC 8058). */
export const oneClickPathOf = (market: string, emailKey: string): string =>
  `/api/waits/stop?${new URLSearchParams({ market, key: emailKey })}`;

/** The pages that Lighthouse is asked about. */

export const MARKETS = ["en-us", "ja-jp", "ar-ae"] as const;
/** One that is in stock. */
const PRODUCT_SKU = "NOR-AE13-SLV-512";
/** Not to be found by search engines, on purpose: whoever looks for `usb` in the store is no page of its own. */
const HIDDEN = ["is-crawlable"];

export type AuditedPage = { name: string; url: string; skip: readonly string[]; cookie?: string };

/** Addresses as the store itself leads to them, so that each market has its own. */
export async function pagesOf(storeUrl: string, market: string): Promise<AuditedPage[]> {
  const home = `${storeUrl}/${market}/`;
  const html = await (await fetch(home)).text();
  const linked = (kind: string) => {
    const path = new RegExp(`href="(/${market}/${kind}/[^"?#]+)"`).exec(html)?.[1];
    if (!path) throw new Error(`${home} leads to no ${kind}`);
    return storeUrl + path;
  };
  return [
    { name: "home", url: home, skip: [] },
    { name: "category", url: linked("categories"), skip: [] },
    { name: "product", url: linked("products"), skip: [] },
    { name: "search", url: `${home}search?q=usb`, skip: HIDDEN },
    { name: "cart", url: `${home}cart`, skip: HIDDEN, cookie: await filledCart(storeUrl, home) },
  ];
}

async function filledCart(storeUrl: string, home: string): Promise<string> {
  const response = await fetch(`${home}cart`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: storeUrl },
    body: new URLSearchParams({ intent: "add", sku: PRODUCT_SKU, quantity: "1" }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  if (!cookie) throw new Error(`${home}cart took nothing: ${response.status}`);
  return cookie;
}

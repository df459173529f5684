/**
 * Copies of pages, and of what they are made with, in the browser's caches. Only pages that are the same for everyone are kept:
 * the store says so in the answer. All have a number and an age that they do not pass.
 */

/** Goes up with what is kept and how: a program of another shape waits until no page of this one is open. */
export const SHAPE = "store-1";
export const CACHES = {
  pages: `${SHAPE}-pages`,
  parts: `${SHAPE}-parts`,
  pictures: `${SHAPE}-pictures`,
  offline: `${SHAPE}-offline`,
};

export const PAGES_MAX = 40;
export const PAGE_AGE_MAX_MS = 14 * 86_400_000;
const PICTURES_MAX = 120;
/** Files of several releases: a page that is open, or kept, finds its own. */
const PARTS_MAX = 160;
/** The page for when there is none is fetched anew after that: the newest words and files. */
const OFFLINE_AGE_MAX_MS = 86_400_000;

const PUBLIC_PAGE = /^\/[a-z0-9-]+\/(|(products|categories|brands|collections)\/[^/]+|shipping|returns|privacy|about)$/;
/** Whether an address is one of those that are kept. The answer must allow it too. */
export const isPublicPage = (pathname: string): boolean => PUBLIC_PAGE.test(pathname);
export const marketOf = (pathname: string): string => pathname.split("/")[1] ?? "";
export const offlinePath = (market: string): string => `/${market}/offline`;

/** In headers of a copy: when it was made, and the page's title. */
export const KEPT_AT = "x-kept-at";
export const KEPT_TITLE = "x-kept-title";
export const KEPT_PICTURE = "x-kept-picture";

const isFresh = (copy: Response, ageMaxMs: number) => Date.now() - Number(copy.headers.get(KEPT_AT)) < ageMaxMs;
/** A product's page is kept once, whichever variant was looked at. */
const keyOf = (url: string) => url.split(/[?#]/)[0] ?? url;

export async function findPage(url: string): Promise<Response | undefined> {
  const copy = await (await caches.open(CACHES.pages)).match(keyOf(url));
  return copy && isFresh(copy, PAGE_AGE_MAX_MS) ? copy : undefined;
}

/** Keeps an answer that may be kept; does nothing with any other. */
export async function keepPage(url: string, answer: Response): Promise<void> {
  const { pathname, search } = new URL(url);
  const isPlain = search === "" || pathname.includes("/products/");
  const isForAll = /\bpublic\b/.test(answer.headers.get("cache-control") ?? "");
  if (!answer.ok || answer.redirected || !isForAll || !isPlain || !isPublicPage(pathname)) return;
  await put(CACHES.pages, keyOf(url), answer);
  await prune(CACHES.pages, PAGES_MAX);
}

/** The page of a market for when there is no connection; fetched where none is kept, or an old one. */
export async function keepOfflinePage(market: string): Promise<void> {
  const path = offlinePath(market);
  const copy = await (await caches.open(CACHES.offline)).match(path);
  if (copy && isFresh(copy, OFFLINE_AGE_MAX_MS)) return;
  const answer = await fetch(path).catch(() => null);
  if (answer?.ok && !answer.redirected) await put(CACHES.offline, path, answer);
}
export const findOfflinePage = async (market: string): Promise<Response | undefined> =>
  (await caches.open(CACHES.offline)).match(offlinePath(market));

async function put(name: string, key: string, answer: Response): Promise<void> {
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.set(KEPT_AT, String(Date.now()));
  headers.set(KEPT_TITLE, encodeURIComponent(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ""));
  const main = html.slice(html.indexOf("<main"));
  headers.set(KEPT_PICTURE, /<img src="(\/media\/[^"]+)"/.exec(main)?.[1] ?? "");
  // A copy that is there has what it is made with.
  await keepParts(html);
  const cache = await caches.open(name);
  // Deleted first: what was looked at last stands last, and what stands first is dropped first.
  await cache.delete(key);
  await cache.put(key, new Response(html, { headers }));
}

const PART = /\/_astro\/[\w.@~-]+\.(?:js|css|woff2)/g;
const IMPORTED = /["']\.\/([\w.@~-]+\.js)["']/g;

/** Scripts, styles and letters that a page names, and what those scripts name. */
async function keepParts(html: string): Promise<void> {
  const wanted = [...new Set(html.match(PART))];
  for (let at = 0; at < wanted.length && at < PARTS_MAX; at += 1) {
    const path = wanted[at] ?? "";
    const part = await findOrFetch(CACHES.parts, path, PARTS_MAX).catch(() => null);
    if (!part || !path.endsWith(".js")) continue;
    for (const [, name] of (await part.text()).matchAll(IMPORTED))
      if (name && !wanted.includes(`/_astro/${name}`)) wanted.push(`/_astro/${name}`);
  }
}

/** A built file has its content's hash in its name: a copy is as good as the file. */
export const findPart = (request: Request): Promise<Response> => findOrFetch(CACHES.parts, request, PARTS_MAX);
export const findPicture = (request: Request): Promise<Response> => findOrFetch(CACHES.pictures, request, PICTURES_MAX);

/** A name that holds its content's hash never means anything else; the store says so. */
const isForGood = (copy: Response) => /\bimmutable\b/.test(copy.headers.get("cache-control") ?? "");

async function findOrFetch(name: string, asked: Request | string, most: number): Promise<Response> {
  const cache = await caches.open(name);
  const copy = await cache.match(asked);
  if (copy && isForGood(copy)) return copy;
  const answer = await fetch(asked).catch(() => copy);
  if (!answer) throw new TypeError("There is no connection");
  if (answer !== copy && answer.status === 200 && answer.type === "basic") {
    await cache.put(asked, answer.clone());
    await prune(name, most);
  }
  return answer;
}

async function prune(name: string, most: number): Promise<void> {
  const cache = await caches.open(name);
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

/** Pages that were looked at may tell of who looked. */
export const forgetPages = async (): Promise<void> => {
  await caches.delete(CACHES.pages);
  await caches.delete(CACHES.pictures);
};

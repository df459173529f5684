/** Fills the page for when there is no connection: the cart, the changes that wait, the pages that are kept. */
import { CACHES, KEPT_AT, KEPT_PICTURE, KEPT_TITLE, marketOf, PAGE_AGE_MAX_MS } from "./copies.ts";
import { type KeptLine, listWaiting, readState, type Waiting } from "./kept-things.ts";

/** Of each list. */
const SHOWN_MAX = 50;
/** Small, and never answered by the browser's own program. */
const REACHED = "/robots.txt";
const ANSWER_MS = 5_000;

export async function startOfflinePage(): Promise<void> {
  const main = document.querySelector<HTMLElement>("[data-offline]");
  if (!main) return;
  show(main, `[data-said="${location.search === "?full" ? "full" : "kept"}"]`, /^\?(kept|full)$/.test(location.search));
  const showLine = async () => {
    const isOnline = await reachesStore();
    show(main, "[data-said=online]", isOnline);
    show(main, "[data-said=offline]", !isOnline);
  };
  window.addEventListener("online", () => void showLine());
  window.addEventListener("offline", () => void showLine());
  await showLine();
  const cart = await readState("cart");
  const lines = cart?.lines ?? [];
  const showWaiting = async () =>
    fill(main, "waiting", await listWaiting(), (row, change) => fillWaiting(row, change, lines));
  // What waited has been sent.
  document.addEventListener("cart-changed", () => void showWaiting());
  await showWaiting();
  fill(main, "cart", lines, fillLine);
  fill(main, "pages", await keptPages(marketOf(location.pathname)), fillPage);
}

/** A browser calls itself online as soon as any network is there: whether the store is, only asking it tells. */
async function reachesStore(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const signal = AbortSignal.timeout(ANSWER_MS);
  return fetch(REACHED, { method: "HEAD", cache: "no-store", signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function show(main: HTMLElement, selector: string, shown: boolean): void {
  for (const part of main.querySelectorAll<HTMLElement>(selector)) part.hidden = !shown;
}

/** Puts a row for each into its list; a list without rows shows its other words. */
function fill<Item>(
  main: HTMLElement,
  name: string,
  items: readonly Item[],
  fillRow: (row: HTMLElement, item: Item) => void,
): void {
  const section = main.querySelector<HTMLElement>(`[data-kept="${name}"]`);
  const template = section?.querySelector("template");
  const list = section?.querySelector("ul");
  if (!section || !template || !list) return;
  list.replaceChildren();
  for (const item of items.slice(0, SHOWN_MAX)) {
    const row = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    fillRow(row, item);
    list.append(row);
  }
  list.hidden = items.length === 0;
  for (const none of section.querySelectorAll<HTMLElement>("[data-none]")) none.hidden = items.length > 0;
  if (name === "waiting") section.hidden = items.length === 0;
}

function put(row: HTMLElement, name: string, text: string): void {
  for (const place of row.querySelectorAll<HTMLElement>(`[data-put="${name}"]`)) place.textContent = text;
}
function picture(row: HTMLElement, path: string): void {
  const image = row.querySelector("img");
  if (!image || path === "") return;
  image.addEventListener("error", () => image.remove());
  image.src = path;
}

function fillWaiting(row: HTMLElement, { intent, sku, quantity, title }: Waiting, lines: readonly KeptLine[]): void {
  const kind = intent === "add" ? "add" : quantity === 0 ? "remove" : "set";
  for (const word of row.querySelectorAll<HTMLElement>("[data-intent]")) word.hidden = word.dataset.intent !== kind;
  put(row, "title", title || (lines.find((line) => line.sku === sku)?.title ?? sku));
  put(row, "quantity", kind === "remove" ? "" : `${numberOf(quantity)} ×`);
}

function fillLine(row: HTMLElement, line: KeptLine): void {
  const link = row.querySelector("a");
  if (link) link.href = line.href;
  put(row, "title", line.title);
  put(row, "options", line.options);
  put(row, "total", line.total);
  picture(row, line.image);
  for (const form of row.querySelectorAll("form")) {
    const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | null;
    const [sku, title, quantity, seen] = [field("sku"), field("title"), field("quantity"), field("seen")];
    if (sku) sku.value = line.sku;
    if (title) title.value = line.title;
    if (seen) seen.value = line.seen ?? "";
    if (quantity && quantity.type === "number") {
      quantity.value = String(line.quantity);
      quantity.setAttribute("aria-label", `${quantity.getAttribute("aria-label")} ${line.title}`);
    }
  }
}

type KeptPage = { path: string; title: string; picture: string; atMs: number };
/** Newest first. */
async function keptPages(market: string): Promise<KeptPage[]> {
  const cache = await caches.open(CACHES.pages);
  const found: KeptPage[] = [];
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    const headers = (await cache.match(request))?.headers;
    const atMs = Number(headers?.get(KEPT_AT));
    if (!headers || marketOf(pathname) !== market || Date.now() - atMs > PAGE_AGE_MAX_MS) continue;
    const html = decodeURIComponent(headers.get(KEPT_TITLE) ?? "");
    const title = new DOMParser().parseFromString(html, "text/html").body.textContent?.trim() ?? "";
    if (title !== "") found.push({ path: pathname, title, picture: headers.get(KEPT_PICTURE) ?? "", atMs });
  }
  return found.toSorted((a, b) => b.atMs - a.atMs);
}

function fillPage(row: HTMLElement, { path, title, picture: src, atMs }: KeptPage): void {
  const link = row.querySelector("a");
  if (link) link.href = path;
  put(row, "title", title);
  put(
    row,
    "moment",
    new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(atMs),
  );
  picture(row, src);
}

const numberOf = (value: number) => value.toLocaleString(document.documentElement.lang);

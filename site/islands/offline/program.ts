/**
 * The store's program in the browser (a service worker): pages come from the network, and from their copies where there is none;
 * a change of the cart that cannot be sent is kept. It keeps the store's public pages, the cart's form and built files only:
 * what is a shopper's own passes through it.
 */
import {
  CACHES,
  findOfflinePage,
  findPage,
  findPart,
  findPicture,
  forgetPages,
  isPublicPage,
  keepOfflinePage,
  keepPage,
  marketOf,
  offlinePath,
  SHAPE,
} from "./copies.ts";
import { addWaiting, forgetKept } from "./kept-things.ts";
import { mergeWaiting } from "./merge.ts";

/** What of a worker's scope is used here; the types of pages and of workers do not go together. */
type Lasting = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Lasting & {
  request: Request;
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
};
type Client = { postMessage(message: unknown): void };
type Scope = {
  addEventListener(name: "install" | "activate", hear: (event: Lasting) => void): void;
  addEventListener(name: "fetch", hear: (event: Fetching) => void): void;
  addEventListener(name: "message", hear: (event: Lasting & { data: unknown }) => void): void;
  addEventListener(name: "sync", hear: (event: Lasting & { tag: string }) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(): Promise<readonly Client[]> };
  registration: ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
};
const scope = globalThis as unknown as Scope;
const MERGE = "merge";

scope.addEventListener("install", (event) => event.waitUntil(takeOverIfSafe()));

/** With caches of the same shape, pages that are open go on with theirs. Else it waits until the last of them is closed. */
async function takeOverIfSafe(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith("store-") && !name.startsWith(`${SHAPE}-`));
  if (others.length === 0) await scope.skipWaiting();
}

scope.addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin(): Promise<void> {
  const own = new Set(Object.values(CACHES));
  for (const name of await caches.keys()) if (name.startsWith("store-") && !own.has(name)) await caches.delete(name);
  await scope.registration.navigationPreload?.enable();
  await scope.clients.claim();
}

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") return navigate(event, pathname);
  if (request.method !== "GET") return;
  if (/^\/(_astro|icons)\//.test(pathname)) event.respondWith(findPart(request));
  else if (pathname.startsWith("/media/") && request.destination === "image") event.respondWith(findPicture(request));
});

/** What begins like a market's pages and is none of them is asked of the network alone. */
const OF_MARKET = /^\/(?!(admin|api|media|mailbox|markets|cdn-cgi)(\/|$))[a-z0-9-]+(\/|$)/;
function navigate(event: Fetching, pathname: string): void {
  const { request } = event;
  const isPage = OF_MARKET.test(pathname);
  if (request.method === "GET") event.respondWith(isPage ? showPage(event, pathname) : askNetwork(event));
  else if (!isPage) return;
  else if (/^\/[^/]+\/cart$/.test(pathname)) event.respondWith(sendOrKeep(request, pathname));
  else if (pathname.endsWith("/sign-out")) event.respondWith(signOut(request));
}

/** The browser has asked already: where that answer were left unused, it would ask twice, and a download would count twice. */
const askNetwork = async ({ request, preloadResponse }: Fetching): Promise<Response> =>
  (await preloadResponse) ?? (await fetch(request));

async function showPage(event: Fetching, pathname: string): Promise<Response> {
  const { request } = event;
  try {
    const answer = await askNetwork(event);
    if (isPublicPage(pathname)) event.waitUntil(keepPage(request.url, answer.clone()));
    return answer;
  } catch {
    const copy = isPublicPage(pathname) ? await findPage(request.url) : undefined;
    return copy ?? (await findOfflinePage(marketOf(pathname))) ?? Response.error();
  }
}

/** A form that was sent, and whose answer was lost, is sent again under its own id, which changes nothing. */
async function sendOrKeep(request: Request, pathname: string): Promise<Response> {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const form = await copy.formData();
    const text = (name: string) => String(form.get(name) ?? "");
    const market = marketOf(pathname);
    const kept = await addWaiting({
      operationId: text("operationId") || crypto.randomUUID(),
      intent: text("intent") === "set" ? "set" : "add",
      sku: text("sku"),
      quantity: Number(text("quantity") || "1"),
      title: text("title"),
      seen: text("seen"),
      market,
      atMs: Date.now(),
    });
    await scope.registration.sync?.register(MERGE).catch(() => undefined);
    return Response.redirect(`${offlinePath(market)}?${kept ? "kept" : "full"}`, 303);
  }
}

async function signOut(request: Request): Promise<Response> {
  const answer = await fetch(request);
  await Promise.all([forgetKept(), forgetPages()]);
  return answer;
}

scope.addEventListener("sync", (event) => {
  if (event.tag === MERGE) event.waitUntil(merge());
});
async function merge(): Promise<void> {
  if (await mergeWaiting()) for (const client of await scope.clients.matchAll()) client.postMessage({ kind: "merged" });
}

/** A page says where it is: the first one came before there was a program. */
scope.addEventListener("message", (event) => {
  const said = event.data as { kind?: unknown; url?: unknown } | null;
  if (said?.kind === "visited" && typeof said.url === "string") event.waitUntil(keepVisited(said.url));
});
async function keepVisited(url: string): Promise<void> {
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin || !OF_MARKET.test(pathname)) return;
  await keepOfflinePage(marketOf(pathname));
  if (!isPublicPage(pathname) || (await findPage(url))) return;
  const answer = await fetch(url).catch(() => null);
  if (answer) await keepPage(url, answer);
}

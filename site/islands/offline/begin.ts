/** What a page does for the time without a connection: it has the program registered, keeps the cart, and merges what waits. */
import { dropState, forgetKept, type KeptLine, listWaiting, readState, writeState } from "./kept-things.ts";
import { mergeWaiting } from "./merge.ts";

/** Once a page, late: nothing of it is for what is shown now. `program` is the program's address, empty where it is taken back. */
export async function beginOffline(program: string): Promise<void> {
  window.addEventListener("online", () => void merge());
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.kind === "merged") void showNews();
  });
  document.addEventListener("submit", ({ target }) => {
    if (target instanceof HTMLFormElement && target.action.endsWith("/sign-out")) void forgetKept();
  });
  document.addEventListener("cart-shown", () => void keepCart());
  await keepCart();
  await merge();
  await showNews();
  if (program === "") return;
  await navigator.serviceWorker.register(program, { scope: "/", updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ kind: "visited", url: location.href });
}

/** A connection that is said to be back may not carry anything yet: what still waits is tried again, later and later. */
const [TRIES_MAX, PAUSE_MS] = [6, 500];

async function merge(tries = 1): Promise<void> {
  if (!(await mergeWaiting(location.pathname.split("/")[1]))) {
    if (tries < TRIES_MAX && navigator.onLine && (await listWaiting()).length > 0)
      setTimeout(() => void merge(tries + 1), PAUSE_MS * 2 ** tries);
    return;
  }
  document.dispatchEvent(new Event("cart-changed"));
  await showNews();
}

/** The cart's page shows it whole; anywhere else only that it is empty is known. */
async function keepCart(): Promise<void> {
  const [, market = "", page] = location.pathname.split("/");
  // At its address the page for when there is no connection may stand, which knows no cart.
  const isCart = page === "cart" && !document.querySelector("[data-offline]");
  if (!isCart && document.documentElement.dataset.inCart !== "0") return;
  const shown = isCart ? [...document.querySelectorAll<HTMLElement>("[data-kept-line]")] : [];
  const lines = shown.map(({ dataset }) => JSON.parse(dataset.keptLine ?? "{}") as KeptLine);
  await writeState("cart", { market, lines, atMs: Date.now() });
}

/** Stays until it is put away, on whichever page the shopper is. */
async function showNews(): Promise<void> {
  const news = await readState("news");
  const main = document.getElementById("main");
  if (!news || !main || news.market !== location.pathname.split("/")[1]) return;
  const part = new DOMParser().parseFromString(news.html, "text/html").querySelector<HTMLElement>("[data-merged]");
  document.querySelector("main [data-merged]")?.remove();
  if (!part) return;
  part.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-put-away]")) return;
    void dropState("news");
    if (!target.closest("a")) part.remove();
  });
  main.prepend(document.adoptNode(part));
}

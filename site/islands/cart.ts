/** The cart's page: its forms without a new page, and a word when fewer are left than one means to buy, while one looks. */
import { hearStock } from "../../worker/inventory/shown-stock.ts";
import type { StockMessage } from "../../worker/inventory/stock-watchers.ts";
import { startCartForms } from "./cart-forms.ts";
import { watchStock } from "./live-stock.ts";

/** Each is a connection of its own; the others show what was true when the page was made. */
const PRODUCTS_MAX = 6;

export function startCart(): void {
  startCartForms();
  followStock();
  // A cart that was put in anew has other lines to follow.
  document.addEventListener("cart-shown", followStock);
}

let stopWatching: readonly (() => void)[] = [];

function followStock(): void {
  for (const stop of stopWatching) stop();
  const list = document.querySelector<HTMLElement>("[data-left-words]");
  const words = JSON.parse(list?.dataset.leftWords ?? "{}") as Record<string, string>;
  const notes = [...(list?.querySelectorAll<HTMLElement>("[data-left]") ?? [])];
  const products = new Set(notes.map((note) => note.dataset.of ?? ""));
  stopWatching = [...products].slice(0, PRODUCTS_MAX).map((product) =>
    watchStock(product, (news) => {
      for (const note of notes) show(note, words, news);
    }),
  );
}

function show(note: HTMLElement, words: Readonly<Record<string, string>>, news: StockMessage): void {
  const shown = news.find(([sku]) => sku === note.dataset.left)?.[1];
  if (shown === undefined) return;
  const keptBack = Number(note.dataset.keptBack ?? 0);
  const { here, more } = hearStock(shown, { keptBack, lowStockAt: Number.POSITIVE_INFINITY });
  // "Plenty", and what is promised, may still be fewer than are wanted: what the server counted stays.
  if ((here === "plenty" || more) && !note.dataset.live) return;
  const isFew = here !== "plenty" && !more && here < Number(note.dataset.wanted);
  const text = isFew ? (words[here] ?? note.textContent) : "";
  note.dataset.live = "yes";
  // The same words again would be read out again.
  if (note.textContent !== text) note.textContent = text;
}

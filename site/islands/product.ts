/** A product's page, quicker: what is left while one looks, another variant without a new page, one operation a press. */
import { hearStock, type Shown, tellStock } from "../../worker/inventory/shown-stock.ts";
import type { StockMessage } from "../../worker/inventory/stock-watchers.ts";
import { startGallery } from "./gallery.ts";
import { watchStock } from "./live-stock.ts";

/** What `/api/availability` takes at once. */
const SKUS_MAX = 20;
let stopWatching = () => {};
/** What is still below the screen counts as in sight. */
const BELOW_COUNTS = { rootMargin: "0px 0px 1000000px 0px" };
let barSeen: IntersectionObserver | undefined;

/** Does nothing on a page without a product. It calls itself again for a variant that it puts in. */
export function startProduct(): void {
  const product = document.querySelector<HTMLElement>("div[data-product]");
  if (!product) return;
  followStock(product);
  markForm(product);
  startGallery(product);
  startBar(product);
  product.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-variant]") : null;
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void showVariant(product, link);
  });
}

/** Told by the store; where it cannot tell, asked for once. */
function followStock(product: HTMLElement): void {
  stopWatching();
  const label = product.querySelector<HTMLElement>("[data-stock]");
  if (!label) return;
  const show = (news: StockMessage) => showStock(product, label, news);
  const showCounted = (news: StockMessage) => showStock(product, label, news, true);
  stopWatching = watchStock(product.dataset.product ?? "", show, () => void askStock(label, showCounted));
  if ("asked" in label.dataset) void askStock(label, showCounted);
}

async function askStock({ dataset }: HTMLElement, show: (news: StockMessage) => void): Promise<void> {
  const { stock: sku = "", skus = "", market = "", lowAt } = dataset;
  const asked = [...new Set([sku, ...skus.split(",")])].slice(0, SKUS_MAX).join(",");
  const response = await fetch(`/api/availability?${new URLSearchParams({ skus: asked, market })}`).catch(() => null);
  if (!response?.ok) return;
  const { items }: { items: readonly Counted[] } = await response.json();
  show(items.map((item) => [item.sku, shownOf(item, Number(lowAt))] as const));
}

/** In one market, what it keeps back not counted; null where nothing is counted. */
type Counted = { sku: string; available: number | null; here: number | null };
function shownOf({ available, here }: Counted, lowStockAt: number): Shown {
  if (available === null || here === null) return "plenty";
  return tellStock({ free: here, promisable: available - here, lowStockAt, keptMost: 0 });
}

/** `isCounted`: what the market keeps back is not among the units any more. */
function showStock(product: HTMLElement, label: HTMLElement, news: StockMessage, isCounted = false): void {
  const units = new Map(news);
  for (const link of product.querySelectorAll<HTMLElement>("[data-variant]"))
    markVariant(link, units.get(link.dataset.variant ?? ""), isCounted);
  const shown = units.get(label.dataset.stock ?? "");
  if (shown === undefined) return;
  const words = JSON.parse(label.dataset.words ?? "{}") as Record<string, string>;
  const { here, more } = hearStock(shown, {
    keptBack: keptBy(label, isCounted),
    lowStockAt: Number(label.dataset.lowAt),
  });
  const isPromised = here === 0 && more;
  const text = (isPromised ? words.promised : words[here]) ?? words.plenty ?? "";
  // The same words again would be read out again.
  if (label.textContent !== text) label.textContent = text;
  label.dataset.state = isPromised ? "promised" : here === 0 ? "none" : text === words.plenty ? "plenty" : "few";
  closeForm(product, here === 0 && !more);
  limitChoice(product, more || text === words.plenty ? Number.POSITIVE_INFINITY : Number(here));
}

/** What went meanwhile is offered no more, and what came back is. */
function limitChoice(product: HTMLElement, left: number): void {
  const choice = product.querySelector<HTMLSelectElement>("select[name=quantity]");
  if (!choice || left < 1) return;
  const most = Math.min(Number(choice.dataset.most), left);
  for (let more = choice.length + 1; more <= most; more += 1) choice.add(new Option(String(more)));
  for (const option of choice.options) option.hidden = option.disabled = Number(option.value) > left;
  if (Number(choice.value) > left) choice.value = String(left);
}

const keptBy = ({ dataset }: HTMLElement, isCounted: boolean) => (isCounted ? 0 : Number(dataset.keptBack ?? 0));

function markVariant(link: HTMLElement, shown: Shown | undefined, isCounted: boolean): void {
  if (shown === undefined) return;
  const { here, more } = hearStock(shown, { keptBack: keptBy(link, isCounted), lowStockAt: 0 });
  const isGone = here === 0 && !more;
  link.classList.toggle("value--gone", isGone);
  const gone = link.querySelector<HTMLElement>("[data-gone]");
  if (gone) gone.hidden = !isGone;
}

/** What is sold out can be asked for instead, in the same place; who is writing there is left alone. */
function closeForm(product: HTMLElement, soldOut: boolean): void {
  const form = product.querySelector<HTMLElement>("[data-add-to-cart]");
  const ask = product.querySelector<HTMLElement>("[data-back]");
  if (!form || !ask) return;
  const wasHere = form.contains(document.activeElement);
  for (const control of form.querySelectorAll<HTMLButtonElement | HTMLSelectElement>("button, select"))
    control.disabled = soldOut;
  form.hidden = soldOut;
  ask.hidden = !soldOut && !ask.contains(document.activeElement);
  if (soldOut && wasHere) ask.focus();
}

/** A form sent twice, by an impatient finger or a lost answer, adds once. */
function markForm(product: HTMLElement): void {
  const form = product.querySelector<HTMLFormElement>("[data-add-to-cart]");
  if (!form) return;
  const operation = Object.assign(document.createElement("input"), { type: "hidden", name: "operationId" });
  operation.value = crypto.randomUUID();
  form.append(operation);
  // Coming back to the page and pressing again is another wish.
  window.addEventListener("pageshow", () => {
    operation.value = crypto.randomUUID();
  });
}

/** The bar with the button stays in sight on phones while the form itself is above it; what has the focus stays above the bar. */
function startBar(product: HTMLElement): void {
  barSeen?.disconnect();
  const bar = product.querySelector<HTMLElement>("[data-bar]");
  const form = product.querySelector<HTMLElement>("[data-add-to-cart]");
  if (!bar || !form) return;
  barSeen = new IntersectionObserver(([entry]) => {
    if (!entry) return;
    bar.hidden = entry.isIntersecting || form.hidden;
    document.documentElement.style.scrollPaddingBlockEnd = bar.hidden ? "" : `${bar.offsetHeight + 16}px`;
  }, BELOW_COUNTS);
  barSeen.observe(form);
}

/** The other variant's page is fetched and its part put in here; whatever goes wrong, the link is followed. */
async function showVariant(product: HTMLElement, link: HTMLAnchorElement): Promise<void> {
  const response = await fetch(link.href).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const next = page?.querySelector<HTMLElement>("[data-product]");
  if (!next) {
    location.assign(link.href);
    return;
  }
  const comesWith = link.dataset.with ?? "";
  product.replaceWith(document.adoptNode(next));
  history.replaceState(null, "", link.href);
  document.getElementById(link.id)?.focus({ preventScroll: true });
  startProduct();
  // What else changed with it is said where the choice is made.
  const said = document.querySelector<HTMLElement>("[data-product] [data-said]");
  if (said) said.textContent = comesWith;
}

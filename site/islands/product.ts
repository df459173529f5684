/** A product's page, quicker: what is left right now, another variant without a new page, one operation a press. */
import { shownStock } from "../../worker/inventory/shown-stock.ts";

/** What `/api/availability` takes at once. */
const SKUS_MAX = 20;

/** Does nothing on a page without a product. It calls itself again for a variant that it puts in. */
export function startProduct(): void {
  const product = document.querySelector<HTMLElement>("[data-product]");
  if (!product) return;
  void showStock(product);
  markForm(product);
  startGallery(product);
  product.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-variant]") : null;
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void showVariant(product, link);
  });
}

async function showStock(product: HTMLElement): Promise<void> {
  const label = product.querySelector<HTMLElement>("[data-stock]");
  if (!label) return;
  const { stock: sku = "", skus = "", lowAt, words = "{}" } = label.dataset;
  const asked = [...new Set([sku, ...skus.split(",")])].slice(0, SKUS_MAX).join(",");
  const response = await fetch(`/api/availability?${new URLSearchParams({ skus: asked })}`).catch(() => null);
  if (!response?.ok) return;
  const { items }: { items: readonly { sku: string; available: number }[] } = await response.json();
  const units = new Map(items.map((item) => [item.sku, item.available]));
  for (const link of product.querySelectorAll<HTMLElement>("[data-variant]"))
    markVariant(link, units.get(link.dataset.variant ?? ""));
  const available = units.get(sku);
  if (available === undefined) return;
  const shown = shownStock({ available, lowStockAt: Number(lowAt) });
  const text = (JSON.parse(words) as Record<string, string>)[shown] ?? "";
  // The same words again would be read out again.
  if (label.textContent !== text) label.textContent = text;
  label.dataset.state = shown === "plenty" ? "plenty" : shown === 0 ? "none" : "few";
  closeForm(product, label, available === 0);
}

function markVariant(link: HTMLElement, available: number | undefined): void {
  if (available === undefined) return;
  link.classList.toggle("value--gone", available === 0);
  const gone = link.querySelector<HTMLElement>("[data-gone]");
  if (gone) gone.hidden = available > 0;
}

function closeForm(product: HTMLElement, label: HTMLElement, soldOut: boolean): void {
  for (const control of product.querySelectorAll<HTMLButtonElement | HTMLSelectElement>(
    "[data-add-to-cart] :is(button, select)",
  ))
    control.disabled = soldOut;
  const words = product.querySelector("[data-add-words]");
  if (words) words.textContent = (soldOut ? label.dataset.soldOut : label.dataset.add) ?? "";
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

/** The other variant's page is fetched and its part put in here; whatever goes wrong, the link is followed. */
async function showVariant(product: HTMLElement, link: HTMLAnchorElement): Promise<void> {
  const response = await fetch(link.href).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const next = page?.querySelector<HTMLElement>("[data-product]");
  if (!next) {
    location.assign(link.href);
    return;
  }
  product.replaceWith(document.adoptNode(next));
  history.replaceState(null, "", link.href);
  document.getElementById(link.id)?.focus({ preventScroll: true });
  startProduct();
}

/** The small pictures move the strip without moving the page. */
function startGallery(product: HTMLElement): void {
  const strip = product.querySelector<HTMLElement>("[data-gallery] .strip");
  const thumbs = [...product.querySelectorAll<HTMLAnchorElement>("[data-gallery] .thumb")];
  if (!strip || thumbs.length === 0) return;
  const mark = (id: string) => {
    for (const thumb of thumbs)
      if (thumb.hash === `#${id}`) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
  };
  for (const thumb of thumbs)
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      const picture = document.getElementById(thumb.hash.slice(1));
      if (picture) strip.scrollTo({ left: picture.offsetLeft - strip.offsetLeft });
    });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(entry.target.id);
    },
    { root: strip, threshold: 0.6 },
  );
  for (const picture of strip.children) seen.observe(picture);
}

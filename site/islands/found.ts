/**
 * Tells the store what was searched and which result was followed, by the query alone: no cookie, no id, nothing of who
 * it was. Sent aside, so that no page waits for it; without it the store counts what it makes.
 */
const PATH = "/api/search/notes";

export function startFound(): void {
  const results = document.querySelector<HTMLElement>("[data-found]");
  const q = results?.dataset.found;
  if (!results || !q) return;
  const market = location.pathname.split("/")[1] ?? "";
  send({ market, q });
  results.addEventListener("click", ({ target }) => {
    const link = (target as Element).closest<HTMLElement>("a[data-product]");
    const product = link?.dataset.product;
    if (!link || !product) return;
    const place = [...results.querySelectorAll("a[data-product]")].indexOf(link) + 1;
    send({ market, q, followed: { productId: product, place: place + Number(results.dataset.before ?? 0) } });
  });
}

function send(note: object): void {
  try {
    navigator.sendBeacon(PATH, new Blob([JSON.stringify(note)], { type: "application/json" }));
  } catch {
    // The browser is not let to tell: then it is not counted.
  }
}

/**
 * Narrows and sorts a list in its place: sends the form as soon as something is chosen, and puts the new list where the
 * old one was, so that whoever chooses by keyboard stays where they are. Without it, form and links lead to a page.
 */
const LISTING = "listing";
let running: AbortController | undefined;
const here = () => location.pathname + location.search;
let shown = here();

export function startRefine(): void {
  if (!document.getElementById(LISTING)) return;
  wake();
  document.addEventListener("change", ({ target }) => {
    const form = target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.form : null;
    if (form?.matches("[data-refine]")) void follow(addressOf(form));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-refine]")) return;
    event.preventDefault();
    document.getElementById("filters")?.hidePopover?.();
    void follow(addressOf(form));
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-refine-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void follow(link.href);
  });
  // Links within the page change the address too, and nothing of the list.
  window.addEventListener("popstate", () => here() !== shown && void follow(location.href, true));
}

/** The list is live: buttons that a script presses are not shown. */
function wake(): void {
  for (const form of document.querySelectorAll<HTMLElement>("[data-refine]")) form.dataset.live = "";
  for (const button of document.querySelectorAll<HTMLElement>("[data-sort] button")) button.hidden = true;
}

/** Fields that are empty say nothing, and are not part of the address. */
function addressOf(form: HTMLFormElement): string {
  const parts = [...new FormData(form)].filter((part): part is [string, string] => part[1] !== "");
  const query = new URLSearchParams(parts).toString();
  return query ? `${form.action}?${query}` : form.action;
}

async function follow(url: string, isBack = false): Promise<void> {
  const old = document.getElementById(LISTING);
  running?.abort();
  running = new AbortController();
  old?.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: running.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(LISTING);
    if (!old || !fresh || !response.ok) return location.assign(url);
    if (!isBack) history.pushState(null, "", response.url);
    shown = here();
    replace(old, document.importNode(fresh, true));
  } catch (error) {
    if ((error as Error).name !== "AbortError") location.assign(url);
  }
}

function replace(old: HTMLElement, fresh: HTMLElement): void {
  const [now, next] = [old, fresh].map((list) => list.querySelector<HTMLElement>("#filters"));
  const focus = focusOf();
  // Moving it to the new list closes it.
  const wasOpen = now?.matches(":popover-open") ?? false;
  const scroll = now?.querySelector(".filters__facets")?.scrollTop ?? 0;
  // The sheet itself stays, open as it is: only what is in it is new.
  if (now && next) {
    keepFolds(now, next);
    now.replaceChildren(...next.childNodes);
    next.replaceWith(now);
  }
  old.replaceWith(fresh);
  if (wasOpen) now?.showPopover();
  const facets = now?.querySelector(".filters__facets");
  if (facets) facets.scrollTop = scroll;
  wake();
  if (focus) document.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
  const said = document.querySelector("[data-said]");
  const count = fresh.querySelector("[data-count]");
  if (said && count) said.textContent = count.textContent;
}

/** What a shopper folded or unfolded stays so. */
function keepFolds(old: HTMLElement, fresh: HTMLElement): void {
  for (const details of old.querySelectorAll<HTMLDetailsElement>("[data-facet]")) {
    const same = [...fresh.querySelectorAll<HTMLDetailsElement>("[data-facet]")].find(
      ({ dataset }) => dataset.facet === details.dataset.facet,
    );
    if (!same) continue;
    same.open = details.open;
    const [more, moreNow] = [details, same].map((each) => each.querySelector<HTMLDetailsElement>("details"));
    if (more && moreNow) moreNow.open = more.open;
  }
}

/** A field is found again by its name and value; a link that is gone leaves the focus at the count. */
function focusOf(): string | null {
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLSelectElement) {
    const value = activeElement.type === "checkbox" ? `[value="${CSS.escape(activeElement.value)}"]` : "";
    return `#${LISTING} [name="${CSS.escape(activeElement.name)}"]${value}`;
  }
  return activeElement?.closest(`#${LISTING}`) ? `#${LISTING} h2, #${LISTING} [data-count]` : null;
}

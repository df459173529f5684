/** Puts what is the shopper's own onto a page that is the same for everyone: the cart's count, their name. */
import { beginOffline } from "./offline/begin.ts";

type Shopper = { name: string | null; role: "customer" | "staff" | null; cartCount: number };

/** Pages say so after they changed the cart: `document.dispatchEvent(new Event("cart-changed"))`. */
const CART_CHANGED = "cart-changed";

/** Once a page: each call would listen anew. */
export function startShopper(): void {
  void show();
  document.addEventListener(CART_CHANGED, () => void show());
  window.addEventListener("online", () => void show());
  const program = document.documentElement.dataset.program ?? "";
  // Nothing of it is for what is shown now, and its failing is nobody's loss.
  if ("serviceWorker" in navigator) whenIdle(() => void beginOffline(program).catch(() => undefined));
  // A page brought back from memory may be older than the cart.
  window.addEventListener("pageshow", ({ persisted }) => persisted && void show());
}

async function show(): Promise<void> {
  const market = location.pathname.split("/")[1] ?? "";
  const response = await fetch(`/api/me?${new URLSearchParams({ market })}`).catch(() => null);
  for (const note of document.querySelectorAll<HTMLElement>("[data-offline-note]")) note.hidden = response !== null;
  if (!response?.ok) return;
  const { name, role, cartCount }: Shopper = await response.json();
  document.documentElement.dataset.inCart = String(cartCount);
  for (const count of document.querySelectorAll<HTMLElement>("[data-cart-count]")) {
    count.textContent = cartCount.toLocaleString(document.documentElement.lang);
    count.hidden = cartCount === 0;
  }
  for (const label of document.querySelectorAll<HTMLElement>("[data-account-name]")) if (name) label.textContent = name;
  for (const link of document.querySelectorAll<HTMLElement>("[data-staff-link]")) link.hidden = role !== "staff";
}

/** A busy device may never be idle. */
const IDLE_MS_MAX = 3_000;
const whenIdle = (work: () => void) =>
  window.addEventListener("load", () =>
    "requestIdleCallback" in window ? requestIdleCallback(work, { timeout: IDLE_MS_MAX }) : setTimeout(work),
  );

/**
 * The cart's forms without a new page. What is changed shows at once, reckoned from what the page knows; the store's answer, a
 * whole new cart, takes its place: right again wherever the store counts otherwise. Each change is one operation, so one
 * whose answer was lost is sent again as a plain form and counts once.
 */
import { amountFormatOf } from "../../worker/pricing/amount-format.ts";

const WAIT_MS = 400;
const waiting = new WeakMap<HTMLFormElement, number>();
let sending: Promise<void> = Promise.resolve();
let asked = 0;

/** Does nothing on a page without a cart. Listens on what stays when the cart is put in anew. */
export function startCartForms(): void {
  const main = document.querySelector<HTMLElement>("main");
  if (!main?.querySelector("[data-cart]")) return;
  main.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.closest("[data-cart]") || form.method !== "post") return;
    event.preventDefault();
    send(main, form);
  });
  main.addEventListener("click", ({ target }) => step(main, target));
  main.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(".quantity [type=number]")) target.form?.requestSubmit();
  });
}

function step(main: HTMLElement, target: EventTarget | null): void {
  const button = target instanceof Element ? target.closest<HTMLElement>("[data-step]") : null;
  const form = button?.closest("form");
  const number = form?.querySelector<HTMLInputElement>("[type=number]");
  if (!button || !form || !number) return;
  const wanted = Number(number.value) + Number(button.dataset.step);
  if (wanted < 0 || wanted > Number(number.max)) return;
  number.value = String(wanted);
  reckon(main, form);
  window.clearTimeout(waiting.get(form));
  waiting.set(
    form,
    window.setTimeout(() => form.requestSubmit(), WAIT_MS),
  );
}

/** What the line and the cart come to, at the price of each that the page was made with. */
function reckon(main: HTMLElement, form: HTMLFormElement): void {
  const line = form.closest<HTMLElement>("[data-line]");
  const sum = main.querySelector<HTMLElement>("[data-subtotal]");
  const unit = Number(line?.dataset.unit);
  if (!line || !sum || Number.isNaN(unit)) return;
  const wanted = Number(new FormData(form).get("quantity"));
  line.dataset.wanted = String(wanted);
  const more = [...main.querySelectorAll<HTMLElement>("[data-line][data-wanted]")].map(moreOf);
  const total = line.querySelector<HTMLElement>("[data-line-total]");
  line.setAttribute("aria-busy", "true");
  line.toggleAttribute("data-leaving", wanted === 0);
  if (total) total.textContent = moneyOf(line, unit * wanted);
  sum.textContent = moneyOf(
    line,
    more.reduce((one, other) => one + other, Number(sum.dataset.subtotal)),
  );
  sum.closest("[data-summary]")?.setAttribute("aria-busy", "true");
}

/** What a line comes to beyond what the store reckoned it at, in minor units. */
function moreOf(line: HTMLElement): number {
  const had = Number(line.querySelector<HTMLInputElement>("[name=was]")?.value);
  return Number(line.dataset.unit) * (Number(line.dataset.wanted) - had);
}

function moneyOf(line: HTMLElement, amountMinor: number): string {
  const { currency = "", digits } = line.closest<HTMLElement>("[data-currency]")?.dataset ?? {};
  const format = amountFormatOf(document.documentElement.lang, currency, Number(digits));
  return format.format(amountMinor / 10 ** Number(digits));
}

/** One after the other, in the order of the presses. */
function send(main: HTMLElement, form: HTMLFormElement): void {
  window.clearTimeout(waiting.get(form));
  reckon(main, form);
  const mine = ++asked;
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  body.set("operationId", crypto.randomUUID());
  sending = sending.then(() => post(main, form, body, mine)).catch(() => sendPlainly(form, body));
}

async function post(main: HTMLElement, form: HTMLFormElement, body: URLSearchParams, mine: number): Promise<void> {
  const response = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.querySelector<HTMLElement>("[data-cart]");
  if (!next) throw new Error("The answer is no cart");
  document.dispatchEvent(new Event("cart-changed"));
  // A later change is on its way: its answer has this one in it.
  if (mine === asked) putIn(main, document.adoptNode(next), form);
}

/** Whoever used a control goes on from the same one; where it is gone, from the way to put the line back. */
function putIn(main: HTMLElement, next: HTMLElement, form: HTMLFormElement): void {
  const { id = "", dataset } = document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
  const sku = form.querySelector<HTMLInputElement>("[name=sku]")?.value ?? "";
  main.querySelector("[data-cart]")?.replaceWith(next);
  const line = [...main.querySelectorAll<HTMLElement>("[data-line]")].find((each) => each.dataset.line === sku);
  const same = dataset.step && line ? line.querySelector<HTMLElement>(`[data-step="${dataset.step}"]`) : null;
  const again = same ?? (id ? document.getElementById(id) : null) ?? main.querySelector<HTMLElement>("[data-undo]");
  again?.focus({ preventScroll: true });
  const said = main.querySelector<HTMLElement>("[data-cart-said]");
  if (said) said.textContent = next.querySelector("[data-note]")?.textContent ?? "";
  // Who presses plus sees that it worked; only who listens needs to be told.
  next.querySelector("[data-quiet]")?.remove();
  document.dispatchEvent(new Event("cart-shown"));
}

/** As without a script; the operation's id says that it is the same wish. */
function sendPlainly(form: HTMLFormElement, body: URLSearchParams): void {
  const plain = Object.assign(document.createElement("form"), { method: "post", action: form.action, hidden: true });
  for (const [name, value] of body)
    plain.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(plain);
  plain.submit();
}

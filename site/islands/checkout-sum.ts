/**
 * Says what the purchase comes to while its details are filled in, and keeps them: whenever a field is left, the form is sent to
 * be summed up, what depends on it is shown anew, and what is wrong is told at its field. Without this script the next step says it.
 */
import { askForm } from "./ask-form.ts";

const FORM = "details";
/**
 * By their ids: where it can be collected, the ways it can travel, the sum, and the button that leads on without a script. The
 * answer has the list of what was refused in details that are whole alone, where it is empty: until then that stays.
 */
const SHOWN_ANEW = ["faults", "pickup", "shipping", "sum", "go"];
const PAUSE_MS = 300;

export function startCheckoutSum(): void {
  let waiting = 0;
  let latest: AbortController | null = null;
  document.addEventListener("change", ({ target }) => {
    const form = target instanceof Element ? target.closest("form") : null;
    // Another country brings other fields, and its own answer.
    if (form?.id !== FORM || (target as Element).id === "field-country") return;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      latest?.abort();
      latest = new AbortController();
      void sumUp(form, latest.signal);
    }, PAUSE_MS);
  });
}

async function sumUp(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const sum = document.getElementById("sum");
  sum?.setAttribute("aria-busy", "true");
  const page = await askForm(form, { step: "sum", signal });
  if (signal.aborted) return;
  sum?.removeAttribute("aria-busy");
  for (const id of SHOWN_ANEW) showAnew(id, page?.getElementById(id));
  if (page) for (const field of form.querySelectorAll<HTMLElement>(".field")) tellFault(field, page);
}

/** What is wrong at a field stands at it; what is typed stays. */
function tellFault(field: HTMLElement, page: Document): void {
  const control = field.querySelector("input, select");
  const fresh = control && page.getElementById(control.id);
  if (!fresh) return;
  for (const name of ["aria-invalid", "aria-describedby"]) {
    const value = fresh.getAttribute(name);
    if (value === null) control.removeAttribute(name);
    else control.setAttribute(name, value);
  }
  field.querySelector(".field__error")?.remove();
  const fault = fresh.closest(".field")?.querySelector(".field__error");
  if (fault) field.append(fault);
}

/** What has the focus keeps it. */
function showAnew(id: string, fresh: HTMLElement | null | undefined): void {
  const shown = document.getElementById(id);
  if (!shown || !fresh || shown.outerHTML === fresh.outerHTML) return;
  const focused = shown.contains(document.activeElement) ? (document.activeElement as HTMLInputElement) : null;
  if (shown === focused) return;
  shown.className = fresh.className;
  shown.replaceChildren(...fresh.childNodes);
  if (focused)
    [...shown.querySelectorAll<HTMLInputElement>("input, button")]
      .find(({ name, value }) => name === focused.name && value === focused.value)
      ?.focus();
}

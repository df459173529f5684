/**
 * Fetches the fields of another country as soon as it is chosen. Without this script the form does the same when it is
 * sent: the server sees that another country was chosen than the one it showed.
 */
import { askForm } from "./ask-form.ts";

export function startAddressCountry(): void {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.id === "field-country") void refresh(target.id, target.form);
  });
}

async function refresh(id: string, form: HTMLFormElement | null): Promise<void> {
  // A form without the country that was shown is not one of those whose fields follow it.
  if (!form?.elements.namedItem("shownCountry")) return;
  form.setAttribute("aria-busy", "true");
  const fresh = (await askForm(form))?.getElementById(id)?.closest("form");
  form.removeAttribute("aria-busy");
  // What cannot be fetched now comes when the form is sent.
  if (!fresh) return;
  form.replaceChildren(...fresh.childNodes);
  document.getElementById(id)?.focus();
}

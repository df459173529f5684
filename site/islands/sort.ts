/** Sorts as soon as an order is chosen, and takes away the button that did it. */
export function startSort(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-sort]")) {
    const button = form.querySelector("button");
    if (button) button.hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
  }
}

/** Applies and remembers the theme that was chosen; theme.js puts it on before the next page is painted. */
const KEY = "theme";

/** Shows the choice, which stays hidden where no script runs. */
export function startThemeChoice(): void {
  const choice = document.querySelector<HTMLElement>("[data-theme-choice]");
  if (!choice) return;
  const chosen = document.documentElement.dataset.theme ?? "system";
  for (const input of choice.querySelectorAll("input")) input.checked = input.value === chosen;
  choice.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) apply(target.value);
  });
  choice.hidden = false;
}

function apply(theme: string): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is closed to this page: the choice holds for this page alone.
  }
}

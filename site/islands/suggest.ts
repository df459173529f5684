/**
 * Suggestions while a search is typed: the ARIA pattern of an editable combobox with a list that one chooses from by hand
 * (w3.org/WAI/ARIA/apg/patterns/combobox). The server sends the list as it is shown; without this the form is a form.
 */
const WAIT_MS = 120;
const KEPT_MAX = 60;
const OPTION = "[role=option]";

/** What was answered on this page, by what was asked. */
const kept = new Map<string, string>();

export function startSuggest(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) startForm(form);
}

function startForm(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("[name=q]");
  const list = form.querySelector<HTMLElement>("[role=listbox]");
  const status = form.querySelector<HTMLElement>("[role=status]");
  if (!input || !list || !status) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ask: AbortController | undefined;
  let active = -1;
  let asked = input.value.trim();

  const options = () => [...list.querySelectorAll<HTMLAnchorElement>(OPTION)];
  const isOpen = () => !list.hidden;
  const activate = (index: number) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = all[index];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const setOpen = (open: boolean) => {
    const opens = open && options().length > 0;
    list.hidden = !opens;
    input.setAttribute("aria-expanded", String(opens));
    if (!opens) activate(-1);
  };
  const show = (html: string) => {
    activate(-1);
    list.innerHTML = html;
    for (const [index, option] of options().entries()) option.id = `${list.id}-${index}`;
    const focused = document.activeElement === input;
    setOpen(focused);
    if (focused) status.textContent = list.querySelector<HTMLElement>("[data-status]")?.dataset.status ?? "";
  };
  const stop = () => {
    clearTimeout(timer);
    ask?.abort();
  };
  const load = async () => {
    const text = input.value.trim();
    if (text === asked) return setOpen(true);
    asked = text;
    stop();
    const known = kept.get(text);
    if (known !== undefined || text === "") return show(known ?? "");
    ask = new AbortController();
    const html = await fetchList(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, ask.signal);
    if (html === null || asked !== text) return;
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(text, html);
    show(html);
  };
  const close = () => {
    stop();
    // What was on its way is asked for again at the next letter.
    if (!kept.has(asked)) asked = "";
    status.textContent = "";
    setOpen(false);
  };
  const move = (event: KeyboardEvent, by: number) => {
    event.preventDefault();
    if (!isOpen()) {
      void load();
      if (event.altKey || !isOpen()) return;
    }
    if (event.altKey) return by < 0 ? close() : undefined;
    const count = options().length;
    // Between the last and the first stands the field itself.
    activate(((active + 1 + by + count + 1) % (count + 1)) - 1);
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-haspopup", "listbox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), WAIT_MS);
  });
  input.addEventListener("click", () => isOpen() || void load());
  input.addEventListener("keydown", (event) => {
    // Enter and arrows belong to the input method while it composes.
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
    else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active]?.click();
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (/^(Home|End|Arrow(Left|Right))$/.test(event.key)) activate(-1);
  });
  // The field keeps the focus while an option is pressed, by mouse or by finger.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // A page brought back from memory shows no list of before.
  window.addEventListener("pagehide", close);
}

/** Null where there is no answer: the form goes on without. */
async function fetchList(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(url, { signal });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** Looks again at what a rule of the search would find, while staff still write it. Without it, a button looks. */
const WAIT_MS = 400;

export function startRulePreview(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-rule]");
  if (!form) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  const look = async (what: string) => {
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    const old = document.querySelector<HTMLElement>("[data-preview]");
    old?.setAttribute("aria-busy", "true");
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    body.set("do", what);
    try {
      const response = await fetch(form.action, { method: "POST", body, signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector<HTMLElement>("[data-preview]");
      if (old && fresh) replace(old, document.importNode(fresh, true));
    } catch {
      // A newer look is on its way, or the store does not answer: what is shown stays.
      if (!running.signal.aborted) old?.removeAttribute("aria-busy");
    }
  };
  const soon = ({ target }: Event) => {
    const field = target as HTMLInputElement;
    if (field.form !== form || field.name === "find") return;
    clearTimeout(timer);
    timer = setTimeout(() => void look("try"), WAIT_MS);
  };
  document.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    const what = (event.submitter as HTMLButtonElement | null)?.value ?? "";
    if (what === "save" || what === "delete") return;
    event.preventDefault();
    void look(what || "try");
  });
  form.querySelector("[data-try]")?.remove();
}

/** Whoever writes in the preview goes on writing there. */
function replace(old: HTMLElement, fresh: HTMLElement): void {
  const active = document.activeElement;
  const inside = old.contains(active) ? active : null;
  const [start, end] = inside instanceof HTMLInputElement ? [inside.selectionStart, inside.selectionEnd] : [null, null];
  const id = inside?.id ?? "";
  const isButton = inside instanceof HTMLButtonElement;
  old.replaceWith(fresh);
  const next = id ? document.getElementById(id) : isButton ? fresh.querySelector<HTMLElement>("h2") : null;
  if (next?.matches("h2")) next.tabIndex = -1;
  next?.focus({ preventScroll: true });
  if (next instanceof HTMLInputElement && start !== null) next.setSelectionRange(start, end);
}

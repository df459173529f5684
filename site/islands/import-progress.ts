/** Moves the bar of an import that is under way, and shows the page anew once its state is another. Without it, one looks again. */

type Shown = { state: string; isResting: boolean; chunks: number; through: number; counts: { products: number } };
const POLL_MS = 1_000;
/** In a row. After that the page stays as it is until it is looked at anew. */
const FAILURES_MAX = 10;

export function followImport(): void {
  const panel = document.querySelector<HTMLElement>("[data-import]");
  if (panel) void follow(panel);
}

async function follow(panel: HTMLElement): Promise<void> {
  const { import: id, state } = panel.dataset;
  const bar = panel.querySelector("progress");
  const words = panel.querySelector("[data-words]");
  for (let failures = 0; failures < FAILURES_MAX; ) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const shown = await read(`/api/admin/import-runs/${id}`);
    if (!shown) {
      failures += 1;
      continue;
    }
    failures = 0;
    if (shown.isResting || shown.state !== state) return location.reload();
    if (!bar || !words || shown.state === "reading" || shown.chunks === 0) continue;
    bar.max = shown.chunks;
    bar.value = Math.min(shown.through, shown.chunks);
    words.textContent = (words.textContent ?? "").replace(
      /[\d.,\u0660-\u0669]+/,
      new Intl.NumberFormat(document.documentElement.lang).format(shown.through),
    );
  }
}

const read = (path: string): Promise<Shown | null> =>
  fetch(path)
    .then((response) => (response.ok ? (response.json() as Promise<Shown>) : null))
    .catch(() => null);

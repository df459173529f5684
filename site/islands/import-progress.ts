/** Moves the bar and the counts of an import that is under way, and shows the page anew once its state is another. Without it, one looks again. */

type Counts = { products: number; created: number; updated: number; unchanged: number; refused: number };
type Shown = {
  state: string;
  isResting: boolean;
  chunks: number;
  through: number;
  counts: Counts;
  undone: number;
  left: number;
};
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
    // Where the whole is not known the bar has no end, and stays as it is.
    if (bar?.hasAttribute("max")) bar.value = Math.min(shown.through, bar.max);
    const isTold = shown.state === "reading" || shown.chunks > 0;
    if (words && isTold) tellFirst(words, shown.state === "reading" ? shown.counts.products : shown.through);
    const { created, updated, unchanged, refused } = shown.counts;
    const figures = [...document.querySelectorAll("[data-figures] b")];
    for (const [index, value] of [created, updated, unchanged, refused, shown.undone, shown.left].entries())
      if (figures[index]) tellFirst(figures[index], value);
  }
}

/** The first number of these words is another by now. */
function tellFirst(words: Element, value: number): void {
  const said = words.textContent ?? "";
  const told = said.replace(/[\d.,\u00a0\u202f\u0660-\u066c]*[\d\u0660-\u0669]/, () =>
    new Intl.NumberFormat(document.documentElement.lang).format(value),
  );
  if (told !== said) words.textContent = told;
}

const read = (path: string): Promise<Shown | null> =>
  fetch(path)
    .then((response) => (response.ok ? (response.json() as Promise<Shown>) : null))
    .catch(() => null);

/** Moves the bars of exports that are being written, and shows the page anew once one is whole. Without it, one looks again. */

type Shown = { state: string; products: number; total: number };
const POLL_MS = 1_000;
/** In a row. After that the page stays as it is until it is looked at anew. */
const FAILURES_MAX = 10;

export function followExports(): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-export]")) void follow(row);
}

async function follow(row: HTMLElement): Promise<void> {
  const bar = row.querySelector("progress");
  for (let failures = 0; failures < FAILURES_MAX; ) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const shown = await read(`/api/admin/export-runs/${row.dataset.export}`);
    if (!shown) {
      failures += 1;
      continue;
    }
    failures = 0;
    if (shown.state !== "writing") return location.reload();
    if (bar) bar.value = Math.min(shown.products, bar.max);
  }
}

const read = (path: string): Promise<Shown | null> =>
  fetch(path)
    .then((response) => (response.ok ? (response.json() as Promise<Shown>) : null))
    .catch(() => null);

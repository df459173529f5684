/** The store an import goes into, over its API. Every ask bears repeating, so what broke on the way is asked again. */
import type { ProjectionCheck } from "../worker/search/rebuild-flow.ts";
import type { ChunkFill } from "../worker/transfer/chunk-filler.ts";
import type { FileProblem } from "../worker/transfer/formats/file-problem.ts";
import type { ImportState, RunCounts, RunSample } from "../worker/transfer/import-run.ts";
import type { StoreAddress } from "./with-store.ts";

/** A run as the store shows it. */
export type ShownRun = {
  id: string;
  state: ImportState;
  isResting: boolean;
  chunks: number;
  through: number;
  /** The first chunk that has not arrived, while it is staged. */
  missing: number | null;
  counts: RunCounts;
  problems: readonly FileProblem[];
  notes: readonly FileProblem[];
  samples: readonly RunSample[];
  leftAlone: readonly { subject: string; why: string }[];
  undone: number;
  left: number;
};
export type BeginAsk = {
  id: string;
  file: string;
  format: string;
  fingerprint: string;
  openingQuantity: number;
  skipBad: boolean;
  dryRun: boolean;
};
export type SealAsk = {
  chunks: number;
  counts: { products: number; variants: number; refused: number };
  problems: readonly FileProblem[];
  notes: readonly FileProblem[];
};
export type ImportTarget = ReturnType<typeof importTarget>;

const TRIES_MAX = 5;
const TRY_AGAIN_MS = 1_000;
const TIMEOUT_MS = 120_000;
const POLL_MS = 1_000;
/** Documents and index are made after the import is stored; when none was made for so long, none is on its way. */
const STALLED_MS = 60_000;
const RUNS = "/api/admin/import-runs";

export function importTarget({ url, staffToken }: StoreAddress) {
  const ask = <Answer>(method: "GET" | "POST", path: string, body?: unknown) =>
    askStore<Answer>(url + path, staffToken, method, body);
  const read = (id: string) => ask<ShownRun>("GET", `${RUNS}/${id}`);
  return {
    read,
    /** The run of this file that was begun before and has not come to its end. */
    async findUnfinished(fingerprint: string): Promise<ShownRun | null> {
      const { items } = await ask<{ items: ShownRun[] }>("GET", `${RUNS}?fingerprint=${fingerprint}`);
      return items[0] ? read(items[0].id) : null;
    },
    begin: (body: BeginAsk) => ask<ShownRun>("POST", RUNS, body),
    stage: (id: string, number: number, chunk: ChunkFill) =>
      ask<object>("POST", `${RUNS}/${id}/chunks/${number}`, chunk),
    seal: (id: string, body: SealAsk) => ask<ShownRun>("POST", `${RUNS}/${id}/seal`, body),
    /** What the store refused when it tried a file against its catalogue: lines of a report, without its header, as they come. */
    async *report(id: string): AsyncGenerator<string> {
      const path = `${RUNS}/${id}/report?of=checks`;
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${staffToken}` } });
      if (!response.ok || !response.body) throw new Error(`GET ${path}: ${response.status}`);
      let isHead = true;
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        const lines = isHead ? text.slice(text.indexOf("\n") + 1) : text;
        isHead &&= !text.includes("\n");
        if (!isHead) yield lines;
      }
    },
    act: (id: string, what: "advance" | "apply" | "undo" | "cancel") => ask<ShownRun>("POST", `${RUNS}/${id}/${what}`),
    /** Waits until search has as many products as are sold. False when none was added for a minute. */
    async awaitSearch(tell: (behind: number) => void): Promise<boolean> {
      let [behind, movedAtMs] = [Number.POSITIVE_INFINITY, Date.now()];
      while (Date.now() - movedAtMs < STALLED_MS) {
        const { sold, searchable, searchDiffers } = await ask<ProjectionCheck>("GET", "/api/admin/projections");
        const now = Math.max(0, (sold ?? 0) - (searchable ?? 0)) + searchDiffers.length;
        if (now === 0) return true;
        if (now < behind) movedAtMs = Date.now();
        behind = now;
        tell(now);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      return false;
    },
  };
}

/** Asks again where the connection broke or the store was busy. Throws the store's own words when it refuses. */
async function askStore<Answer>(url: string, token: string, method: string, body?: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  for (let tries = 1; ; tries += 1) {
    const init = {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await fetch(url, init).catch((error: Error) => error);
    const isPassing = response instanceof Error || response.status === 429 || response.status >= 500;
    if (!isPassing) return readAnswer<Answer>(response, method, url);
    if (tries === TRIES_MAX)
      throw new Error(
        `${method} ${new URL(url).pathname}: ${response instanceof Error ? response.message : response.status}`,
      );
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS * tries));
  }
}

async function readAnswer<Answer>(response: Response, method: string, url: string): Promise<Answer> {
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; at?: { path: string; why: string }[] };
  const places = (problem.at ?? []).map(({ path, why }) => `\n${path}: ${why}`).join("");
  throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${problem.title ?? ""}${places}`);
}

/**
 * A local queue lives in memory: what was sent and not yet handled is gone when the store is killed. Before a store is
 * called ready, search and documents are brought to what the catalogue says.
 */
import type { ProjectionCheck, RebuildTurn } from "../worker/search/rebuild-flow.ts";
import { askerOf } from "./ask-store.ts";
import type { StoreAddress } from "./with-store.ts";

const PARTS = ["search", "documents"] as const;
const POLL_MS = 250;
/** What is on its way arrives within this, as long as something still arrives. */
const STALLED_MS = 5_000;

type Say = (line: string) => void;

/** Waits for what is on its way; makes search and documents again where nothing comes. Looks at counts and the first products. */
export async function catchUp(store: StoreAddress, say: Say): Promise<void> {
  const ask = askerOf(store);
  let [behind, movedAtMs] = [Number.POSITIVE_INFINITY, Date.now()];
  while (Date.now() - movedAtMs < STALLED_MS) {
    const now = lagOf(await ask<ProjectionCheck>("GET", "/api/admin/projections"));
    if (now === 0) return;
    if (now < behind) movedAtMs = Date.now();
    behind = now;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  say("Search is behind the catalogue: making it again.");
  for (const what of PARTS)
    for (let after: string | null = ""; after !== null; ) {
      const turn: RebuildTurn = await ask("POST", "/api/admin/projections/rebuild", { what, after });
      after = turn.nextId;
    }
}

const lagOf = ({ sold, searchable, searchDiffers, documentDiffers }: ProjectionCheck): number =>
  Math.max(0, (sold ?? 0) - (searchable ?? 0)) + searchDiffers.length + documentDiffers.length;

/**
 * Drops what R2 keeps of uploads that no import knows: the store ended between the file and its run, or the run was never
 * begun. Looks at a stretch of them an hour, from a place of chance on, so that it comes by all of them in time.
 */
import { hexOf } from "../base/hex.ts";
import type { World } from "../world.ts";
import { deleteParts, listKeptRuns, readKeptAtMs } from "./import-parts-store.ts";
import { listKnownRuns } from "./import-run-store.ts";

const MINUTE_MS = 60_000;
/** The timer looks when the minute of the clock is a multiple of this. */
const LOOKED_EACH_MINUTES = 60;
/** A run is begun within seconds of its file: what has lain for so long without one stays without. */
const ORPHAN_KEPT_MS = 86_400_000;
/** Uploads dropped in one run of the timer. */
const DROPPED_MAX = 20;

/** Bears running twice. */
export async function dropOrphans(world: World): Promise<void> {
  if (Math.floor(world.nowMs() / MINUTE_MS) % LOOKED_EACH_MINUTES !== 0) return;
  // Ids are UUIDs: a byte of chance begins anywhere among them.
  const ids = await listKeptRuns(world, hexOf(world.randomBytes(1).slice().buffer));
  const known = await listKnownRuns(world.catalog, ids);
  const unknown = ids.filter((id) => !known.has(id));
  for (const id of unknown.slice(0, DROPPED_MAX)) {
    const keptAtMs = await readKeptAtMs(world, id);
    if (keptAtMs !== null && keptAtMs < world.nowMs() - ORPHAN_KEPT_MS) await deleteParts(world, id);
  }
}

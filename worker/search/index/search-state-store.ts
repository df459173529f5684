/** The one row that says what the index is doing, in the first of its databases. Changed only by who knows its epoch. */
import { sql } from "drizzle-orm";
import type { Database, SearchShards } from "../../world.ts";
import { freshState, type SearchState, STATE_KEPT_MS } from "./search-state.ts";

const ROW = 1;

/** As it is now; a store that never had one begins with its databases spread evenly. */
export async function readSearchState({ databases }: SearchShards, first: Database): Promise<SearchState> {
  const [row] = await first.all<{ state: string }>(sql`SELECT state FROM search_state WHERE id = ${ROW}`);
  if (row) return JSON.parse(row.state) as SearchState;
  const state = freshState([...databases.keys()]);
  await first.run(sql`INSERT OR IGNORE INTO search_state (id, epoch, state)
    VALUES (${ROW}, ${state.epoch}, ${JSON.stringify(state)})`);
  return readSearchState({ databases } as SearchShards, first);
}

/** For readers: as it was up to `STATE_KEPT_MS` ago, shared by the requests that one Worker serves. */
export async function readKeptState(shards: SearchShards, first: Database, nowMs: number): Promise<SearchState> {
  const { kept } = shards.memory;
  if (kept && Math.abs(nowMs - kept.readAtMs) < STATE_KEPT_MS) return kept.state;
  const state = await readSearchState(shards, first);
  shards.memory.kept = { state, readAtMs: nowMs };
  return state;
}

/**
 * Writes what comes after `before`, which raises the epoch; null when another has changed it meanwhile. `quiet`: a mark of
 * progress that writers need not hear of keeps the epoch, and counts only on the state it was made of.
 */
export async function moveSearchState(
  first: Database,
  before: SearchState,
  after: SearchState,
  { quiet = false }: { quiet?: boolean } = {},
): Promise<SearchState | null> {
  const state = { ...after, epoch: quiet ? before.epoch : before.epoch + 1 };
  const written = await first.all<{ id: number }>(sql`
    UPDATE search_state SET epoch = ${state.epoch}, state = ${JSON.stringify(state)}
    WHERE id = ${ROW} AND epoch = ${before.epoch} AND state = ${JSON.stringify(before)} RETURNING id`);
  return written.length === 1 ? state : null;
}

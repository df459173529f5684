/**
 * The one row that says what the index is doing, in the first of its databases. Changed only by who knows its epoch. The
 * others have copies, a minute old at most: readers go by these when the first does not answer.
 */
import { sql } from "drizzle-orm";
import { whyOf } from "../../base/why.ts";
import type { Database, SearchShards, World } from "../../world.ts";
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
export async function readKeptState(world: World): Promise<SearchState> {
  const { memory } = world.searchShards;
  const nowMs = world.nowMs();
  if (memory.kept && Math.abs(nowMs - memory.kept.readAtMs) < STATE_KEPT_MS) return memory.kept.state;
  const state = await readSomeState(world);
  memory.kept = { state, readAtMs: nowMs };
  return state;
}

/** Without the first database nothing moves, so that what was read last, or a copy, still holds. */
async function readSomeState(world: World): Promise<SearchState> {
  const { searchShards: shards, search: first } = world;
  const read = readSearchState(shards, first);
  if (shards.databases.size === 1) return read;
  try {
    return await Promise.race([read, world.sleep(shards.deadlineMs).then(() => fail(shards.deadlineMs))]);
  } catch (why) {
    world.log.error("search.state_missing", { why: whyOf(why) });
    const state = shards.memory.kept?.state ?? (await readCopy(world));
    if (!state) throw why;
    return state;
  }
}

function fail(deadlineMs: number): never {
  throw new Error(`no answer within ${deadlineMs} ms`);
}

/** The newest copy among those that come in time. */
async function readCopy({ searchShards, sleep }: World): Promise<SearchState | null> {
  const [, ...others] = searchShards.databases.values();
  const late = sleep(searchShards.deadlineMs).then(() => null);
  const copies = await Promise.all(others.map((db) => Promise.race([readCopyIn(db), late]).catch(() => null)));
  return copies.reduce((newest, copy) => (copy && (!newest || copy.epoch > newest.epoch) ? copy : newest), null);
}

async function readCopyIn(db: Database): Promise<SearchState | null> {
  const [row] = await db.all<{ state: string }>(sql`SELECT state FROM search_state WHERE id = ${ROW}`);
  return row ? (JSON.parse(row.state) as SearchState) : null;
}

/** Puts the state into every other database that has an older one. */
export async function copySearchState({ databases }: SearchShards, state: SearchState): Promise<void> {
  const [, ...others] = databases.values();
  const text = JSON.stringify(state);
  for (const db of others)
    await db.run(sql`INSERT INTO search_state (id, epoch, state) VALUES (${ROW}, ${state.epoch}, ${text})
      ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, state = excluded.state
      WHERE excluded.epoch >= epoch AND excluded.state <> state`);
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

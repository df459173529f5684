/** Gathers what may answer a query from every database that may have it, strictest round first, until there is enough. */
import type { Database, World } from "../../world.ts";
import type { MatchArm, MatchRound } from "../ranking/search-plan.ts";
import { askShards } from "./ask-shards-flow.ts";
import {
  type FoundRow,
  listFound,
  type MatchAsk,
  type MatchedRow,
  type Narrowing,
  type Walked,
} from "./match-store.ts";
import { hiddenShards, type SearchState } from "./search-state.ts";

/** Rows that are compared, of all ways of a round together: the stricter a way, the sooner. */
export const FOUND_MAX = 500;
/** With as many, nobody misses the rest. */
const PAGED_MIN = 400;

/**
 * What each of several databases is asked for: its share twice over, and a quarter of all at least, because products of one
 * kind lie together. Asked for all of it, each would read as much as one database alone.
 */
export const shareOf = (most: number, databases: number): number =>
  Math.min(most, Math.ceil(most / Math.min(4, Math.max(1, databases / 2))));

export type Search = {
  state: SearchState;
  /** Databases that may have what is looked for. */
  names: readonly string[];
  /** Those that did not answer in time; added to as they are asked. */
  missing: Set<string>;
};

/** `concepts`: how many of what was asked for a row has at least, by the round that found it. */
type Candidate = FoundRow & { concepts: number };
/** `isCut`: more products match than were read. `last` is the widest way to match that was asked. */
type Candidates = { rows: Candidate[]; isCut: boolean; last: MatchArm | null };

/** `most`: rows of one way to match, and in all of one round, where fewer than the rounds' own will do. */
export async function findCandidates(
  world: World,
  search: Search,
  rounds: readonly MatchRound[],
  { most = FOUND_MAX, ...ask }: Omit<Narrowing, "hidden"> & { most?: number | undefined },
): Promise<Candidates> {
  const rows = new Map<string, Candidate>();
  let found: Candidates = { rows: [], isCut: false, last: null };
  for (const { arms, concepts, enough, limit } of rounds) {
    const round = await listRound(world, search, arms, { ...ask, armLimit: Math.min(limit, most), most });
    for (const row of round.rows) {
      const key = `${row.number} ${row.productId}`;
      if (!rows.has(key)) rows.set(key, { ...row, concepts });
    }
    found = { rows: [...rows.values()], isCut: round.isCut, last: arms.at(-1) ?? null };
    if (productsIn(found.rows) >= Math.min(enough, most)) return found;
  }
  return found;
}

async function listRound(
  world: World,
  search: Search,
  arms: readonly MatchArm[],
  { most, ...ask }: Omit<Narrowing, "hidden"> & { armLimit: number; most: number },
): Promise<{ rows: FoundRow[]; isCut: boolean }> {
  const find = async (limit: number, of?: readonly string[]) => {
    const armLimit = Math.min(ask.armLimit, limit);
    return new Map(
      await askHere(
        world,
        search,
        async (db, hidden, name) =>
          [name, await listFound(db, search.state.serving, { ...ask, arms, armLimit, hidden, limit })] as const,
        of,
      ),
    );
  };
  const share = shareOf(most, search.names.length);
  const shares = await find(share);
  const cut = [...shares].filter(([, { isCut }]) => isCut).map(([name]) => name);
  const found = [...shares.values()].reduce((sum, { rows }) => sum + rows.length, 0);
  // All of a kind may lie in one database. Where the best are paged through, it is then asked for all of them.
  const isShort = share < most && most === FOUND_MAX && found < PAGED_MIN;
  const again = isShort ? await find(most, cut) : [];
  const parts = [...new Map([...shares, ...again]).values()];
  const rows = parts.flatMap((part) => part.rows).sort((a, b) => a.arm - b.arm || byNumber(a, b));
  return { rows: rows.slice(0, most), isCut: rows.length > most || parts.some(({ isCut }) => isCut) };
}

/** Each product once; the rows of two languages are one product. */
const productsIn = (rows: Iterable<{ productId: string }>): number =>
  new Set(Array.from(rows, ({ productId }) => productId)).size;

type Lister = (db: Database, generation: SearchState["serving"], ask: MatchAsk) => Promise<Walked<MatchedRow>>;

/** The best placed of all databases, in the order of their numbers; none beyond the end of any database's walk. */
export async function listMerged(
  world: World,
  search: Search,
  list: Lister,
  ask: Omit<MatchAsk, "hidden">,
): Promise<Walked<MatchedRow>> {
  const parts = await askHere(world, search, (db, hidden) => list(db, search.state.serving, { ...ask, hidden }));
  const ends = parts.flatMap(({ end }) => end ?? []);
  const end = ends.length > 0 ? Math.min(...ends) : null;
  const rows = parts
    .flatMap((part) => part.rows)
    .filter(({ number }) => end === null || number <= end)
    .sort(byNumber);
  if (rows.length <= ask.limit) return { rows, end };
  const kept = rows.slice(0, ask.limit);
  return { rows: kept, end: kept.at(-1)?.number ?? null };
}

const byNumber = (a: MatchedRow, b: MatchedRow): number => a.number - b.number || (a.productId < b.productId ? -1 : 1);

/** The answers of the databases that may have it and have come in time so far. */
async function askHere<Answer>(
  world: World,
  { state, names, missing }: Search,
  ask: (db: Database, hidden: Narrowing["hidden"], name: string) => Promise<Answer>,
  of: readonly string[] = names,
): Promise<Answer[]> {
  const here = of.filter((name) => !missing.has(name));
  if (here.length === 0) return [];
  const { answers, missing: late } = await askShards(world, here, (db, name) =>
    ask(db, hiddenShards(state, name), name),
  );
  for (const name of late) missing.add(name);
  return [...answers.values()];
}

/**
 * Where the index keeps a product. There are `SHARDS_LOGICAL` logical shards; a placement says which database has each.
 * A product of one root category lies within that category's stretch of shards, so that lists and searches within it ask
 * few databases; one of none or of several roots lies in a stretch of its own kind.
 */
import { SHARDS_LOGICAL, shardOfKey } from "../../base/id.ts";

/** Shards that one root category is spread over: the most databases it can fill. */
export const STRETCH_SHARDS = 64;
/** Stands for products of no root category, and for those of several. */
const MIXED = "";

/** Shards from `from` on, up to the next run, are in `database`, named as its binding is. The first run is from 0. */
type ShardRun = { from: number; database: string };
/** Runs in the order of `from`; neighbours differ. */
export type Placement = readonly ShardRun[];

/** `roots` are the root categories above all that the product is in. */
export function shardOfProduct(productId: string, roots: readonly string[]): number {
  const start = stretchStartOf(rootKeyOf(roots));
  return (start + (shardOfKey(productId) % STRETCH_SHARDS)) % SHARDS_LOGICAL;
}

const rootKeyOf = (roots: readonly string[]): string => (roots.length === 1 ? (roots[0] ?? MIXED) : MIXED);
const stretchStartOf = (root: string): number =>
  Math.floor(shardOfKey(`root:${root}`) / STRETCH_SHARDS) * STRETCH_SHARDS;

export function databaseOf(placement: Placement, shard: number): string {
  return placement.findLast(({ from }) => from <= shard)?.database ?? "";
}

/** Every database that a placement names, in the order of their first shard. */
export const databasesOf = (placement: Placement): string[] => [...new Set(placement.map(({ database }) => database))];

/** The databases in which products of a root category can be, those of several roots among them. */
export function databasesOfRoots(placement: Placement, roots: readonly string[]): string[] {
  const shards = [...roots, MIXED].flatMap((root) => {
    const start = stretchStartOf(root);
    return Array.from({ length: STRETCH_SHARDS }, (_, index) => start + index);
  });
  return [...new Set(shards.map((shard) => databaseOf(placement, shard)))];
}

/** `of[shard]` is the shard's database. */
export function placementOf(of: readonly string[]): Placement {
  return of.flatMap((database, shard) => (shard > 0 && of[shard - 1] === database ? [] : [{ from: shard, database }]));
}

export const everyShardOf = (placement: Placement): string[] =>
  Array.from({ length: SHARDS_LOGICAL }, (_, shard) => databaseOf(placement, shard));

/** A fresh index, spread evenly. */
export function freshPlacement(databases: readonly string[]): Placement {
  return placementOf(
    Array.from(
      { length: SHARDS_LOGICAL },
      (_, shard) => databases[Math.floor((shard * databases.length) / SHARDS_LOGICAL)] ?? "",
    ),
  );
}

/** A database may have so much more or less than its even share, and nothing is moved for it. */
const UNEVEN_MAX = 0.05;

/**
 * The placement over these databases that moves few products from the present one: what lies in a database that is not
 * among them moves, and what a database has beyond its even share, from its end; nothing else does. `weights[shard]` is how
 * many products a shard has; one more is counted for each, so that empty shards are spread too.
 */
export function spreadPlacement(
  placement: Placement,
  databases: readonly string[],
  weights: readonly number[],
): Placement {
  const of = everyShardOf(placement);
  const weightOf = (shard: number) => (weights[shard] ?? 0) + 1;
  const held = new Map(databases.map((database) => [database, 0]));
  const put = (database: string, weight: number) => {
    if (held.has(database)) held.set(database, (held.get(database) ?? 0) + weight);
  };
  for (const [shard, database] of of.entries()) put(database, weightOf(shard));
  const share = of.reduce((sum, _, shard) => sum + weightOf(shard), 0) / databases.length;
  const heaviest = of.reduce((most, _, shard) => Math.max(most, weightOf(shard)), 0);
  const isEven = [...held.values()].every((each) => Math.abs(each - share) <= share * UNEVEN_MAX + heaviest);
  if (isEven && of.every((database) => held.has(database))) return placement;
  const surplusOf = (database: string) => (held.has(database) ? (held.get(database) ?? 0) - share : Infinity);
  for (const [taker] of [...held].sort(([, a], [, b]) => a - b))
    for (let shard = SHARDS_LOGICAL - 1; shard >= 0; shard -= 1) {
      const [giver = "", weight] = [of[shard], weightOf(shard)];
      // Only what leaves the giver with its share, and the taker with no more than its own, is worth a move.
      if (giver === taker || surplusOf(giver) < weight / 2 || surplusOf(taker) > -weight / 2) continue;
      of[shard] = taker;
      put(taker, weight);
      put(giver, -weight);
    }
  return placementOf(of.map((database) => (held.has(database) ? database : lightestOf(held))));
}

const lightestOf = (held: ReadonlyMap<string, number>): string =>
  [...held].reduce((least, each) => (each[1] < least[1] ? each : least))[0];

/** Shards `from` to `to`, both among them, that lie together in one database and belong together in another. */
export type ShardMove = { from: number; to: number; source: string; target: string };

/** The first stretch to move to come nearer to what is wanted; null where nothing is to do. */
export function nextMove(placement: Placement, wanted: Placement): ShardMove | null {
  const [now, then] = [everyShardOf(placement), everyShardOf(wanted)];
  const from = now.findIndex((database, shard) => database !== then[shard]);
  if (from < 0) return null;
  const [source = "", target = ""] = [now[from], then[from]];
  let to = from;
  while (now[to + 1] === source && then[to + 1] === target) to += 1;
  return { from, to, source, target };
}

export const placementAfter = (placement: Placement, { from, to, target }: ShardMove): Placement =>
  placementOf(everyShardOf(placement).map((database, shard) => (shard >= from && shard <= to ? target : database)));

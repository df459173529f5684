/** Tells staff what the index is doing: where it lies, and how far a rebuild or a move of shards came. */
import { SHARDS_LOGICAL } from "../../base/id.ts";
import type { World } from "../../world.ts";
import { countSearchable } from "./index-part-store.ts";
import { everyShardOf } from "./search-shard.ts";
import { readSearchState } from "./search-state-store.ts";

type IndexReport = {
  /** `shards` of `SHARDS_LOGICAL` that lie there; `products` that search finds in them. */
  databases: { name: string; shards: number; products: number }[];
  rebuild: { step: "emptying" | "filling"; products: number; total: number; startedAtMs: number } | null;
  /** `shardsLeft` are to move, those on their way among them. */
  moving: { step: string; source: string; target: string; shardsLeft: number } | null;
};

export async function reportIndex(world: World): Promise<IndexReport> {
  const { placement, serving, rebuild, wanted, moving } = await readSearchState(world.searchShards, world.search);
  const placed = everyShardOf(placement);
  const then = wanted ? everyShardOf(wanted) : placed;
  const databases = await Promise.all(
    [...world.searchShards.databases].map(async ([name, db]) => ({
      name,
      shards: placed.filter((each) => each === name).length,
      products: await countSearchable(db, serving),
    })),
  );
  const shardsLeft = Array.from({ length: SHARDS_LOGICAL }, (_, shard) => shard).filter(
    (shard) => placed[shard] !== then[shard] || (moving && shard >= moving.from && shard <= moving.to),
  ).length;
  return {
    databases,
    rebuild: rebuild && {
      step: rebuild.step,
      products: rebuild.products,
      total: rebuild.total,
      startedAtMs: rebuild.startedAtMs,
    },
    moving: moving && { step: moving.step, source: moving.source, target: moving.target, shardsLeft },
  };
}

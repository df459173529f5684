import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SHARDS_LOGICAL } from "../../worker/base/id.ts";
import {
  databaseOf,
  databasesOf,
  databasesOfRoots,
  everyShardOf,
  freshPlacement,
  nextMove,
  placementAfter,
  STRETCH_SHARDS,
  shardOfProduct,
  spreadPlacement,
} from "../../worker/search/index/search-shard.ts";

const NAMES = ["SEARCH", "SEARCH_2", "SEARCH_3", "SEARCH_4", "SEARCH_5"];
const heldBy = (placement: ReturnType<typeof freshPlacement>, weights: readonly number[] = []) => {
  const held = new Map<string, number>();
  for (const [shard, name] of everyShardOf(placement).entries())
    held.set(name, (held.get(name) ?? 0) + (weights[shard] ?? 0) + 1);
  return held;
};

describe("where a product lies", () => {
  test("products of one root category lie in one stretch, those of several or of none in another", () => {
    const shards = new Set(Array.from({ length: 5_000 }, (_, index) => shardOfProduct(`product-${index}`, ["sound"])));
    expect(shards.size).toBe(STRETCH_SHARDS);
    expect(Math.max(...shards) - Math.min(...shards)).toBe(STRETCH_SHARDS - 1);
    expect(shardOfProduct("a", ["sound", "light"])).toBe(shardOfProduct("a", []));
  });

  test("a category's databases are among those that are asked for it", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 5 }), (id, root, count) => {
        const placement = freshPlacement(NAMES.slice(0, count));
        expect(databasesOfRoots(placement, [root])).toContain(databaseOf(placement, shardOfProduct(id, [root])));
        expect(databasesOfRoots(placement, [root])).toContain(databaseOf(placement, shardOfProduct(id, [root, "x"])));
      }),
    );
  });
});

describe("one database more", () => {
  test.each([1, 2, 3, 4])("beside %i takes its even share, and nothing moves between the others", (count) => {
    const before = freshPlacement(NAMES.slice(0, count));
    const after = spreadPlacement(before, NAMES.slice(0, count + 1), []);
    const [was, is] = [everyShardOf(before), everyShardOf(after)];
    const moved = is.flatMap((name, shard) => (was[shard] === name ? [] : [name]));
    expect(new Set(moved)).toEqual(new Set([NAMES[count]]));
    expect(Math.abs(moved.length - SHARDS_LOGICAL / (count + 1))).toBeLessThanOrEqual(count + 1);
  });

  test("weighs shards by their products", () => {
    const weights = Array.from({ length: SHARDS_LOGICAL }, (_, shard) => (shard < 64 ? 1_000 : 0));
    const held = heldBy(spreadPlacement(freshPlacement(["SEARCH"]), ["SEARCH", "SEARCH_2"], weights), weights);
    expect(Math.abs((held.get("SEARCH") ?? 0) - (held.get("SEARCH_2") ?? 0))).toBeLessThanOrEqual(1_001);
  });

  test("what lies in a database that is no more moves to those that are", () => {
    const after = spreadPlacement(freshPlacement(NAMES.slice(0, 3)), ["SEARCH", "SEARCH_3"], []);
    expect(databasesOf(after).toSorted()).toEqual(["SEARCH", "SEARCH_3"]);
  });

  test("moves stretch by stretch until everything is where it is wanted, and then no more", () => {
    const weights = Array.from({ length: SHARDS_LOGICAL }, (_, shard) => (shard * 7919) % 13);
    const wanted = spreadPlacement(freshPlacement(NAMES.slice(0, 2)), NAMES, weights);
    let placement = freshPlacement(NAMES.slice(0, 2));
    for (let move = nextMove(placement, wanted); move; move = nextMove(placement, wanted))
      placement = placementAfter(placement, move);
    expect(placement).toEqual(wanted);
    expect(spreadPlacement(wanted, NAMES, weights)).toEqual(wanted);
  });
});

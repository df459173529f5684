/**
 * Splits a SKU that is asked for more often than one object takes, while it sells; and joins it again when that is over.
 * What staff split for a planned drop stays split until staff joins it.
 */
import type { World } from "../world.ts";
import { EASED_ASKS } from "./pressure.ts";
import { bucketNameOf } from "./stock-bucket.ts";
import { POLICY_DEFAULT } from "./stock-policy.ts";
import { listSplitByPressure, moveSplit, readPolicies } from "./supply-store.ts";

/** Objects that pressure splits a SKU over. */
export const BUCKETS_OF_PRESSURE = 8;
/** Split SKUs looked at in one turn of the timer. */
const JOINED_MAX = 50;

/** Only where what is out is refused: promises are given by one object. */
export async function relieveStock(world: World, sku: string): Promise<"done"> {
  const policy = (await readPolicies(world.catalog, [sku])).get(sku) ?? POLICY_DEFAULT;
  if (policy.buckets > 0 || policy.whenOut !== "deny" || !policy.tracked) return "done";
  const split = { buckets: BUCKETS_OF_PRESSURE, splitBy: "pressure" } as const;
  if (await moveSplit(world.catalog, sku, policy, split, world.nowMs())) await world.stockOf(sku).split(split.buckets);
  world.log.info("stock.split", { sku, buckets: split.buckets });
  return "done";
}

/** For the timer. */
export async function joinEased(world: World): Promise<void> {
  for (const { sku, policy } of await listSplitByPressure(world.catalog, JOINED_MAX)) {
    // Where a crash came between the policy and the object.
    await world.stockOf(sku).split(policy.buckets);
    if ((await pressureOf(world, sku, policy.buckets)) >= EASED_ASKS) continue;
    const joined = await moveSplit(world.catalog, sku, policy, { buckets: 0, splitBy: null }, world.nowMs());
    if (joined) await world.stockOf(sku).split(0);
  }
}

async function pressureOf(world: World, sku: string, buckets: number): Promise<number> {
  const names = [sku, ...Array.from({ length: buckets }, (_, bucket) => bucketNameOf(sku, bucket))];
  const asks = await Promise.all(names.map((name) => world.stockOf(name).pressure()));
  return asks.reduce((sum, count) => sum + count, 0);
}

/**
 * Splits a SKU that is asked for more often than one object takes, while it sells; and joins it again when that is over.
 * What staff split for a planned drop stays split until staff joins it.
 */
import type { World } from "../world.ts";
import { applyPolicy } from "./apply-policy-flow.ts";
import { EASED_ASKS } from "./pressure.ts";
import { bucketNameOf } from "./stock-bucket.ts";
import type { StockPolicy } from "./stock-policy.ts";
import { listSplitByPressure, readPolicy } from "./supply-store.ts";
import { writePolicy } from "./write-policy-flow.ts";

/** Objects that pressure splits a SKU over. */
export const BUCKETS_OF_PRESSURE = 8;
/** Split SKUs looked at in one turn of the timer. */
const JOINED_MAX = 50;

export async function relieveStock(world: World, sku: string): Promise<"done"> {
  const policy = await readPolicy(world.catalog, sku);
  if (mayBeSplit(policy)) await split(world, sku, policy, { buckets: BUCKETS_OF_PRESSURE, splitBy: "pressure" });
  return "done";
}

/** For the timer. */
export async function joinEased(world: World): Promise<void> {
  for (const { sku, policy } of await listSplitByPressure(world.catalog, JOINED_MAX))
    if ((await pressureOf(world, sku, policy.buckets)) < EASED_ASKS)
      await split(world, sku, policy, { buckets: 0, splitBy: null });
}

/**
 * Promises are given by one object, a buyer's units are counted by one, and what is kept back of one market only lies with
 * the lender: such SKUs are split by nobody but staff, who may think otherwise of limits for buyers.
 */
const mayBeSplit = ({ buckets, whenOut, tracked, buyerMax, safetyStock }: StockPolicy): boolean =>
  buckets === 0 && whenOut === "deny" && tracked && buyerMax === null && Object.keys(safetyStock.markets).length === 0;

async function split(
  world: World,
  sku: string,
  before: StockPolicy,
  change: Pick<StockPolicy, "buckets" | "splitBy">,
): Promise<void> {
  const policy = { ...before, ...change, version: before.version + 1 };
  if (!(await writePolicy(world, sku, policy))) return;
  await applyPolicy(world, sku);
}

async function pressureOf(world: World, sku: string, buckets: number): Promise<number> {
  const names = [sku, ...Array.from({ length: buckets }, (_, bucket) => bucketNameOf(sku, bucket))];
  const asks = await Promise.all(names.map((name) => world.stockOf(name).pressure()));
  return asks.reduce((sum, count) => sum + count, 0);
}

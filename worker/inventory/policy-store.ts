/** Writes policies. One that somebody else changed meanwhile makes the whole batch fail. */
import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { isOvertaken } from "../base/unique-conflict.ts";
import type { Database } from "../world.ts";
import { stockPolicies } from "./policy-tables.ts";
import type { StockPolicy } from "./stock-policy.ts";

/** For a batch. `policy.version` is the new one, one above that which it replaces. */
export function policyWrite(db: Database, sku: string, policy: StockPolicy, atMs: number): BatchItem<"sqlite"> {
  const row = { ...policy, updatedAtMs: atMs };
  const version = sql`CASE ${stockPolicies.version} WHEN ${policy.version - 1} THEN ${policy.version} END`;
  return db
    .insert(stockPolicies)
    .values({ sku, ...row })
    .onConflictDoUpdate({ target: stockPolicies.sku, set: { ...row, version } });
}

/** Whether a batch with a `policyWrite` failed because there is another version by now. */
export const isOtherPolicy = (error: unknown): boolean => isOvertaken(error, "stock_policies");

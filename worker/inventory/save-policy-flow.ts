/** Staff sets how a SKU is sold: written whole with its event or not at all, and never over somebody else's change. */
import { auditEntryOf } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readVariantStockFacts } from "../catalog/product-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { applyPolicy } from "./apply-policy-flow.ts";
import { type PolicyAsk, samePolicy, type WrongPlace, wrongPlaces } from "./policy-change.ts";
import type { StockPolicy } from "./stock-policy.ts";
import { policyOf } from "./supply.ts";
import { readPolicies, readSupply } from "./supply-store.ts";
import { writePolicy } from "./write-policy-flow.ts";

/** `version` is the one the policy has by now. */
export type PolicyProblem = { code: "stock.sku_unknown" } | { code: "stock.policy_changed_meanwhile"; version: number };
export type SavePolicyProblem = PolicyProblem | { code: "request.invalid"; at: readonly WrongPlace[] };
type SavePolicy = { sku: string; policy: PolicyAsk; by: Viewer };

/** The same again changes nothing, and answers the policy as it is. */
export async function savePolicy(
  world: World,
  { sku, policy: ask, by }: SavePolicy,
): Promise<Outcome<StockPolicy, SavePolicyProblem>> {
  const [[facts], supply] = await Promise.all([
    readVariantStockFacts(world.catalog, [sku]),
    readSupply(world.catalog, [sku]),
  ]);
  if (!facts) return refused({ code: "stock.sku_unknown" });
  const before = policyOf(supply, sku);
  if (samePolicy(before, ask)) return done(before);
  if (before.version !== ask.version)
    return refused({ code: "stock.policy_changed_meanwhile", version: before.version });
  const at = wrongPlaces(ask, { isBundle: supply.components.has(sku), nowMs: world.nowMs() });
  if (at.length > 0) return refused({ code: "request.invalid", at });
  const policy = { ...ask, version: before.version + 1, splitBy: splitterOf(before, ask) };
  const entry = auditEntryOf(world, { by, action: "stock.policy_saved", subject: `sku:${sku}`, before, after: ask });
  if (!(await writePolicy(world, sku, policy, entry))) {
    const now = (await readPolicies(world.catalog, [sku])).get(sku);
    return refused({ code: "stock.policy_changed_meanwhile", version: now?.version ?? 0 });
  }
  await applyPolicy(world, sku);
  return done(policy);
}

/** What staff split stays split; what pressure split is left to pressure, unless staff chose another number. */
function splitterOf(before: StockPolicy, ask: PolicyAsk): StockPolicy["splitBy"] {
  if (ask.buckets === before.buckets) return before.splitBy;
  return ask.buckets > 0 ? "staff" : null;
}

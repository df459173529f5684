/** Writes a policy with its event, whole or not at all: whoever wrote it, the event has it applied should the request die. */
import type { AuditEntry } from "../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../admin/pending-audit-store.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import type { World } from "../world.ts";
import { isOtherPolicy, policyWrite } from "./policy-store.ts";
import type { StockPolicy } from "./stock-policy.ts";

/** False where somebody else was first: `policy.version` is one above that which it replaces. `entry` is what is on record of it. */
export async function writePolicy(
  world: World,
  sku: string,
  policy: StockPolicy,
  entry: AuditEntry | null = null,
): Promise<boolean> {
  const db = world.catalog;
  const event = newEvent(world, "stock.policy_changed", { sku });
  try {
    await db.batch([
      policyWrite(db, sku, policy, world.nowMs()),
      ...outboxInserts(db, [event]),
      ...(entry ? [pendingAudit(db, entry)] : []),
    ]);
    if (entry) await settleAudit(world, entry);
  } catch (error) {
    if (isOtherPolicy(error)) return false;
    throw error;
  }
  world.defer(relayOutbox(world, db, [event]));
  return true;
}

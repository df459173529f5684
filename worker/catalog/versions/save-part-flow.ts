/** Changes what belongs to a product without being a field of it, as a version of the product like any other change. */
import type { BatchItem } from "drizzle-orm/batch";
import type { AuditEntry } from "../../admin/audit-store.ts";
import { pendingAudit, settleAudit } from "../../admin/pending-audit-store.ts";
import type { Viewer } from "../../customers/viewer.ts";
import type { StoreEvent } from "../../events/event.ts";
import { outboxInserts, relayOutbox } from "../../events/outbox-store.ts";
import type { World } from "../../world.ts";
import { readProductRecord } from "../product-record-store.ts";
import { guardVersion, productsTouch, refusalOf } from "../product-write-store.ts";
import { versioned } from "./version-write-store.ts";

export type SavePartProblem = { code: "product.changed_meanwhile"; version: number } | { code: "product.unknown" };

/**
 * `version` is the one that was read: where another change came first the whole batch fails, and nothing is changed. `entry` is what
 * is on record of it.
 */
export async function savePart(
  world: World,
  { productId, version, by }: { productId: string; version: number; by: Viewer },
  {
    writes,
    events,
    entry,
  }: { writes: readonly BatchItem<"sqlite">[]; events: readonly StoreEvent[]; entry: AuditEntry },
): Promise<SavePartProblem | null> {
  const db = world.catalog;
  const atMs = world.nowMs();
  try {
    await db.batch([
      guardVersion(db, productId, version),
      ...versioned(db, [productId], { atMs, by: { id: by.id, name: by.name }, source: "staff", note: "" }, [
        productsTouch(db, [productId], atMs),
        ...writes,
      ]),
      ...outboxInserts(db, events),
      pendingAudit(db, entry),
    ]);
  } catch (error) {
    if (refusalOf(error) !== "other_version") throw error;
    const now = await readProductRecord(db, productId);
    return now ? { code: "product.changed_meanwhile", version: now.product.version } : { code: "product.unknown" };
  }
  await settleAudit(world, entry);
  world.defer(relayOutbox(world, db, events));
  return null;
}

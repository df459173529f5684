/**
 * The audit is in another database than the catalogue, so no batch can write both. An entry is written with the change, in the
 * change's own batch, and moved to the audit after it; the timer moves what a crash left behind. Its id makes it one entry, ever.
 */
import { asc, eq, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import { whyOf } from "../base/why.ts";
import type { Database, World } from "../world.ts";
import { type AuditEntry, auditEntryInsert } from "./audit-store.ts";
import { pendingAudits } from "./pending-audit-tables.ts";

/** Of one minute; the rest comes in the next. */
const SWEPT_MAX = 500;

/** For the batch of the change that the entry tells of; `settleAudit` comes after it. */
export const pendingAudit = (db: Database, entry: AuditEntry): BatchItem<"sqlite"> =>
  db.insert(pendingAudits).values({ id: entry.id, atMs: entry.atMs, entry }).onConflictDoNothing();

/** The same beside a write that may write nothing: `isWritten` is a condition that only holds once it did. */
export const pendingAuditIf = (db: Database, entry: AuditEntry, isWritten: SQL): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`INSERT OR IGNORE INTO pending_audits (id, at_ms, entry)
      SELECT ${entry.id}, ${entry.atMs}, ${JSON.stringify(entry)} WHERE ${isWritten}`,
  );

/** Moves an entry to the audit. Never throws: the change is made, and what cannot be moved now is moved by the timer. */
export async function settleAudit(world: World, entry: AuditEntry): Promise<void> {
  try {
    await move(world, entry);
  } catch (error) {
    world.log.error("audit.left_pending", { id: entry.id, why: whyOf(error) });
  }
}

/** For the timer, the oldest first. Repeats safely. */
export async function sweepAudits(world: World): Promise<{ moved: number }> {
  const rows = await world.catalog.select().from(pendingAudits).orderBy(asc(pendingAudits.atMs)).limit(SWEPT_MAX);
  for (const { entry } of rows) await move(world, entry as AuditEntry);
  return { moved: rows.length };
}

async function move(world: World, entry: AuditEntry): Promise<void> {
  await auditEntryInsert(world, entry);
  await world.catalog.delete(pendingAudits).where(eq(pendingAudits.id, entry.id));
}

/** Who did what, and what it changed. Entries are only ever added. */
import { and, desc, eq, lt, or } from "drizzle-orm";
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { auditEntries } from "./audit-tables.ts";

/** `subject` is kind and id, such as `order:7K3M-9QXD-PV2A`. `before` and `after` hold what changed, never a secret. */
export type AuditAsk = { by: Viewer; action: string; subject: string; before: unknown; after: unknown };
export type AuditEntry = typeof auditEntries.$inferSelect;

/** A longer list is cut to so many. */
export const AUDIT_LIMIT_MAX = 100;

/** Adds an entry. Call it once the change is stored; it throws when it cannot be kept. */
export async function recordAudit(world: World, ask: AuditAsk): Promise<void> {
  await auditInsert(world, ask);
}

/** The same as a statement, for a batch on the accounts database. With an id of the caller's own it adds one entry, ever. */
export const auditInsert = (world: World, ask: AuditAsk, id = world.newId()) =>
  auditEntryInsert(world, auditEntryOf(world, ask, id));

/** The entry as it is kept, for whoever writes it in two steps: `pendingAudit`. */
export function auditEntryOf(
  world: Pick<World, "newId" | "nowMs">,
  { by, action, subject, before, after }: AuditAsk,
  id = world.newId(),
): AuditEntry {
  const atMs = world.nowMs();
  return { id, atMs, byId: by.id, byName: by.name, action, subject, before: before ?? null, after: after ?? null };
}

export const auditEntryInsert = (world: World, entry: AuditEntry) =>
  world.accounts.insert(auditEntries).values(entry).onConflictDoNothing();

/** Newest first; of one subject, or of all. `cursor` is the last entry of the page before. */
export async function listAudit(
  world: World,
  ask: { subject?: string; limit: number; cursor?: { atMs: number; id: string } | null },
): Promise<AuditEntry[]> {
  const { subject, cursor } = ask;
  const after = cursor
    ? or(lt(auditEntries.atMs, cursor.atMs), and(eq(auditEntries.atMs, cursor.atMs), lt(auditEntries.id, cursor.id)))
    : undefined;
  return world.accounts
    .select()
    .from(auditEntries)
    .where(and(subject === undefined ? undefined : eq(auditEntries.subject, subject), after))
    .orderBy(desc(auditEntries.atMs), desc(auditEntries.id))
    .limit(Math.min(ask.limit, AUDIT_LIMIT_MAX));
}

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
/** Moved by one statement: so many, while their JSON fits a parameter (2 MB; a UTF-16 unit takes three bytes at most). */
const MOVED_AT_ONCE_MAX = 100;
const MOVED_LENGTH_MAX = 600_000;

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

/** For the timer, the oldest first. Repeats safely. One that cannot be moved is told of, and comes after the others from then on. */
export async function sweepAudits(world: World): Promise<{ moved: number }> {
  const rows = await world.catalog
    .select({ id: pendingAudits.id, entry: sql<string>`${pendingAudits.entry}` })
    .from(pendingAudits)
    .orderBy(asc(pendingAudits.atMs))
    .limit(SWEPT_MAX);
  let moved = 0;
  const room = { failures: FAILURES_MAX };
  for (const part of partsOf(rows)) moved += await moveAll(world, part, room);
  return { moved };
}

/** So many statements of one minute may fail: where the audit is away, the rest need not be tried. */
const FAILURES_MAX = 20;
type Pending = { id: string; entry: string };

/** Where a statement fails, each half is moved by itself. */
async function moveAll(world: World, part: readonly Pending[], room: { failures: number }): Promise<number> {
  try {
    return await moveTogether(world, part);
  } catch (error) {
    room.failures -= 1;
    if (room.failures <= 0) throw error;
    if (part.length === 1) return putBack(world, part, whyOf(error)).then(() => 0);
    const middle = Math.ceil(part.length / 2);
    return (await moveAll(world, part.slice(0, middle), room)) + (await moveAll(world, part.slice(middle), room));
  }
}

async function moveTogether(world: World, part: readonly Pending[]): Promise<number> {
  await world.accounts.run(sql`
    INSERT OR IGNORE INTO audit_entries (id, at_ms, by_id, by_name, action, subject, before, after)
    SELECT value ->> 'id', value ->> 'atMs', value ->> 'byId', value ->> 'byName', value ->> 'action', value ->> 'subject',
      nullif(value -> 'before', 'null'), nullif(value -> 'after', 'null')
    FROM json_each(${`[${part.map(({ entry }) => entry).join(",")}]`})`);
  const kept = await world.accounts.all<{ id: string }>(sql`
    SELECT id FROM audit_entries WHERE id IN (SELECT value FROM json_each(${jsonOf(part)}))`);
  await world.catalog.run(sql`
    DELETE FROM pending_audits WHERE id IN (SELECT value FROM json_each(${jsonOf(kept)}))`);
  const there = new Set(kept.map(({ id }) => id));
  const left = part.filter(({ id }) => !there.has(id));
  if (left.length > 0) await putBack(world, left, "it lacks what an entry of the audit has");
  return kept.length;
}

/** Behind all others: none of them waits for what cannot be moved. */
async function putBack(world: World, part: readonly Pending[], why: string): Promise<void> {
  for (const { id } of part) world.log.error("audit.not_moved", { id, why });
  await world.catalog.run(sql`UPDATE pending_audits SET at_ms = ${world.nowMs()}
    WHERE id IN (SELECT value FROM json_each(${jsonOf(part)}))`);
}

const jsonOf = (rows: readonly { id: string }[]): string => JSON.stringify(rows.map(({ id }) => id));

function partsOf(rows: readonly Pending[]): Pending[][] {
  const parts: Pending[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    length += row.entry.length + 1;
    if (length > MOVED_LENGTH_MAX || parts.at(-1)?.length === MOVED_AT_ONCE_MAX) {
      parts.push([]);
      length = row.entry.length + 1;
    }
    parts.at(-1)?.push(row);
  }
  return parts;
}

async function move(world: World, entry: AuditEntry): Promise<void> {
  await auditEntryInsert(world, entry);
  await world.catalog.delete(pendingAudits).where(eq(pendingAudits.id, entry.id));
}

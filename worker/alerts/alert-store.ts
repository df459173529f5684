/** Low stock as staff are told of it: which SKUs are low since when, who wants a mail, and which mail named what. */
import { and, asc, eq, isNull, lt, max, sql } from "drizzle-orm";
import type { StoreEvent } from "../events/event.ts";
import { outboxInserts } from "../events/outbox-store.ts";
import type { Database } from "../world.ts";
import { lowStockAlerts, lowStockDigests, lowStockReaders } from "./alert-tables.ts";

/** SKUs that one digest speaks of; the next one has the rest. */
export const DIGEST_SKUS_MAX = 200;
/** Of the staff, those who asked first. */
export const READERS_MAX = 50;
const DIGESTS_KEPT_MS = 30 * 86_400_000;

/** A SKU that is low already keeps its time, and is not told again. */
export async function insertAlert(db: Database, sku: string, nowMs: number): Promise<void> {
  await db.insert(lowStockAlerts).values({ sku, sinceMs: nowMs }).onConflictDoNothing();
}

/** It is above its level: the next fall is another alert. */
export async function deleteAlert(db: Database, sku: string): Promise<void> {
  await db.delete(lowStockAlerts).where(eq(lowStockAlerts.sku, sku));
}

/** Since when each of some SKUs is low; those that are not, or never moved, are left out. */
export async function readLowSince(db: Database, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ sku: lowStockAlerts.sku, sinceMs: lowStockAlerts.sinceMs })
    .from(lowStockAlerts)
    .where(sql`${lowStockAlerts.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`);
  return new Map(rows.map(({ sku, sinceMs }) => [sku, sinceMs]));
}

/** Low ones that no mail has named, longest first. */
export async function listUntold(db: Database): Promise<string[]> {
  const rows = await db
    .select({ sku: lowStockAlerts.sku })
    .from(lowStockAlerts)
    .where(isNull(lowStockAlerts.digest))
    .orderBy(asc(lowStockAlerts.sinceMs), asc(lowStockAlerts.sku))
    .limit(DIGEST_SKUS_MAX);
  return rows.map(({ sku }) => sku);
}

/** Those that a digest named and that are low still. */
export async function listTold(db: Database, digest: number): Promise<string[]> {
  const rows = await db
    .select({ sku: lowStockAlerts.sku })
    .from(lowStockAlerts)
    .where(eq(lowStockAlerts.digest, digest))
    .orderBy(asc(lowStockAlerts.sinceMs), asc(lowStockAlerts.sku))
    .limit(DIGEST_SKUS_MAX);
  return rows.map(({ sku }) => sku);
}

/** Null before the first. */
export async function readLastDigest(db: Database): Promise<{ number: number; atMs: number } | null> {
  const row = await db
    .select({ number: max(lowStockDigests.number), atMs: max(lowStockDigests.atMs) })
    .from(lowStockDigests)
    .get();
  return row && row.number !== null && row.atMs !== null ? { number: row.number, atMs: row.atMs } : null;
}

/** The digest and its mails' events, all or none. Throws when another timer took the number. */
export async function insertDigest(
  db: Database,
  { number, skus, atMs }: { number: number; skus: readonly string[]; atMs: number },
  events: readonly StoreEvent[],
): Promise<void> {
  const named = sql`${lowStockAlerts.sku} IN (SELECT value FROM json_each(${JSON.stringify(skus)}))`;
  await db.batch([
    db.insert(lowStockDigests).values({ number, atMs }),
    db
      .update(lowStockAlerts)
      .set({ digest: number })
      .where(and(named, isNull(lowStockAlerts.digest))),
    db.delete(lowStockDigests).where(lt(lowStockDigests.atMs, atMs - DIGESTS_KEPT_MS)),
    ...outboxInserts(db, events),
  ]);
}

export async function listReaders(db: Database): Promise<string[]> {
  const rows = await db
    .select({ userId: lowStockReaders.userId })
    .from(lowStockReaders)
    .orderBy(asc(lowStockReaders.sinceMs), asc(lowStockReaders.userId))
    .limit(READERS_MAX);
  return rows.map(({ userId }) => userId);
}

export async function isReader(db: Database, userId: string): Promise<boolean> {
  const row = await db.select().from(lowStockReaders).where(eq(lowStockReaders.userId, userId)).get();
  return row !== undefined;
}

/** Repeats safely. */
export async function setReader(
  db: Database,
  { userId, wants, nowMs }: { userId: string; wants: boolean; nowMs: number },
): Promise<void> {
  if (wants) await db.insert(lowStockReaders).values({ userId, sinceMs: nowMs }).onConflictDoNothing();
  else await db.delete(lowStockReaders).where(eq(lowStockReaders.userId, userId));
}

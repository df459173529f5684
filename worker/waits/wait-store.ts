/** Wishes to be told that a SKU is back, in the accounts database. An address is kept until it was written to, no longer. */
import { and, asc, eq, lt, sql } from "drizzle-orm";
import { mailboxOf } from "../base/email.ts";
import { hexOf } from "../base/hex.ts";
import { statement } from "../base/statement.ts";
import type { StoreEvent } from "../events/event.ts";
import { outboxInserts } from "../events/outbox-store.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Database } from "../world.ts";
import { CALL_LOST_MS, WAIT_KEPT_MS, WAITS_PER_ADDRESS_MAX, WAVE_MS } from "./wait.ts";
import { stockCalls, stockWaits } from "./wait-tables.ts";

export type Wait = typeof stockWaits.$inferSelect;
export type WaitAsk = { id: string; sku: string; market: MarketId; email: string; emailKey: string; nowMs: number };

const PRUNE_MAX = 1_000;
/** Turns are counted on while they may matter; longer than a wave. */
const CALLS_KEPT_MS = 7 * 86_400_000;
/** SKUs that the timer looks at again in one turn. */
const CALLING_MAX = 25;

/** 64 hexadecimal digits that stand for a mailbox, and tell nothing of it to who does not have the secret. */
export async function emailKeyOf(secret: string, email: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const way = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), way, false, ["sign"]);
  return hexOf(await crypto.subtle.sign("HMAC", key, bytes(`wait: ${mailboxOf(email)}`)));
}

/** Repeats safely: an address waits for a SKU once, in the market that it asked in last, and keeps its place. */
export async function insertWait(db: Database, { nowMs, ...ask }: WaitAsk): Promise<void> {
  const row = { ...ask, email: ask.email.trim(), state: "open" as const, createdAtMs: nowMs };
  await db.batch([
    db
      .insert(stockWaits)
      .values(row)
      .onConflictDoUpdate({
        target: [stockWaits.sku, stockWaits.emailKey],
        set: { market: row.market, email: row.email },
      }),
    statement(
      db,
      sql`DELETE FROM stock_waits WHERE email_key = ${row.emailKey} AND id NOT IN (SELECT id FROM stock_waits
        WHERE email_key = ${row.emailKey} ORDER BY created_at_ms DESC LIMIT ${WAITS_PER_ADDRESS_MAX})`,
    ),
  ]);
}

/** Those who wait longest, first. */
export async function listOpenWaits(db: Database, sku: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: stockWaits.id })
    .from(stockWaits)
    .where(and(eq(stockWaits.sku, sku), eq(stockWaits.state, "open")))
    .orderBy(asc(stockWaits.createdAtMs), asc(stockWaits.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** The last turn's number, 0 before there was one, and how many were called within the last `WAVE_MS`. */
export async function readCalls(
  db: Database,
  sku: string,
  nowMs: number,
): Promise<{ number: number; calledInWave: number }> {
  const row = await db
    .select({
      number: sql<number>`coalesce(max(${stockCalls.number}), 0)`,
      calledInWave: sql<number>`coalesce(sum(${stockCalls.called}) FILTER (WHERE ${stockCalls.atMs} > ${nowMs - WAVE_MS}), 0)`,
    })
    .from(stockCalls)
    .where(eq(stockCalls.sku, sku))
    .get();
  return row ?? { number: 0, calledInWave: 0 };
}

export type Turn = { sku: string; number: number; waitIds: readonly string[]; atMs: number };

/** One turn, with its events, all or none. Throws when another caller took this turn's number. */
export async function insertTurn(
  db: Database,
  { sku, number, waitIds, atMs }: Turn,
  events: readonly StoreEvent[],
): Promise<void> {
  await db.batch([
    db.insert(stockCalls).values({ sku, number, called: waitIds.length, atMs }),
    db
      .update(stockWaits)
      .set({ state: "called", calledAtMs: atMs })
      .where(sql`${stockWaits.id} IN (SELECT value FROM json_each(${JSON.stringify(waitIds)}))`),
    ...outboxInserts(db, events),
  ]);
}

export async function readWait(db: Database, id: string): Promise<Wait | null> {
  return (await db.select().from(stockWaits).where(eq(stockWaits.id, id)).get()) ?? null;
}

/** It waits on: there is nothing to tell yet. */
export async function reopenWait(db: Database, id: string): Promise<void> {
  await db.update(stockWaits).set({ state: "open", calledAtMs: null }).where(eq(stockWaits.id, id));
}

/** It was told. */
export async function deleteWait(db: Database, id: string): Promise<void> {
  await db.delete(stockWaits).where(eq(stockWaits.id, id));
}

/** Takes back all that an address waits for. A key that nobody has takes back nothing, and looks the same. */
export async function deleteWaitsOf(db: Database, emailKey: string): Promise<void> {
  await db.delete(stockWaits).where(eq(stockWaits.emailKey, emailKey));
}

/** SKUs some of whose waiting people were called lately, and some not yet. Any of them, so that none is left out for long. */
export async function listSkusToGoOn(db: Database): Promise<string[]> {
  const rows = await db.all<{ sku: string }>(sql`
    SELECT DISTINCT sku FROM stock_calls c
    WHERE EXISTS (SELECT 1 FROM stock_waits w WHERE w.sku = c.sku AND w.state = 'open')
    ORDER BY random() LIMIT ${CALLING_MAX}`);
  return rows.map(({ sku }) => sku);
}

/** Forgets what is old, and lets those wait on whose call led to nothing. Bounded: the rest waits for the next turn. */
export async function pruneWaits(db: Database, nowMs: number): Promise<void> {
  const old = sql`${stockWaits.id} IN (SELECT id FROM stock_waits
    WHERE created_at_ms < ${nowMs - WAIT_KEPT_MS} LIMIT ${PRUNE_MAX})`;
  const lost = sql`${stockWaits.id} IN (SELECT id FROM stock_waits
    WHERE state = 'called' AND called_at_ms < ${nowMs - CALL_LOST_MS} LIMIT ${PRUNE_MAX})`;
  await db.batch([
    db.delete(stockWaits).where(old),
    db.update(stockWaits).set({ state: "open", calledAtMs: null }).where(lost),
    db.delete(stockCalls).where(lt(stockCalls.atMs, nowMs - CALLS_KEPT_MS)),
  ]);
}

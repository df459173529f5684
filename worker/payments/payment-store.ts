/** Reads and writes payments, refunds and the provider's messages. Inserts are statements: they belong into a larger batch. */
import { and, asc, eq, gte, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { conflictTableOf } from "../base/unique-conflict.ts";
import type { RefundState } from "../orders/order.ts";
import type { Database } from "../world.ts";
import { payments, refunds, webhookEvents } from "./payment-tables.ts";

export type Payment = typeof payments.$inferSelect;
export type Refund = typeof refunds.$inferSelect;
type Statement = BatchItem<"sqlite">;

const PRUNE_MAX = 1_000;

export const paymentInsert = (db: Database, payment: Payment): Statement => db.insert(payments).values(payment);
export const refundInsert = (db: Database, refund: Refund): Statement => db.insert(refunds).values(refund);

/** For one that is not there yet: alone, and as often as asked. */
export async function insertPaymentOnce(db: Database, payment: Payment): Promise<void> {
  await db.insert(payments).values(payment).onConflictDoNothing();
}

/** False when there is one of this id. */
export async function insertRefundOnce(db: Database, refund: Refund): Promise<boolean> {
  const inserted = await db.insert(refunds).values(refund).onConflictDoNothing().returning({ id: refunds.id });
  return inserted.length === 1;
}

/** Fails the batch it is in when the message was handled before. */
export const messageInsert = (db: Database, message: { id: string; type: string }, atMs: number): Statement =>
  db.insert(webhookEvents).values({ id: message.id, kind: message.type, receivedAtMs: atMs });

/** One batch of effects that wait for nothing else. A message among them that was handled before makes it do nothing. */
export async function storeEffects(db: Database, effects: readonly Statement[]): Promise<true> {
  const [first, ...rest] = effects;
  if (!first) return true;
  try {
    await db.batch([first, ...rest]);
  } catch (error) {
    if (conflictTableOf(error) !== "webhook_events") throw error;
  }
  return true;
}

/** Whether its effect is stored. */
export async function hasMessage(db: Database, id: string): Promise<boolean> {
  const row = await db.select({ id: webhookEvents.id }).from(webhookEvents).where(eq(webhookEvents.id, id)).get();
  return row !== undefined;
}

/** Bounded: the rest waits for the next turn. */
export async function pruneMessages(db: Database, beforeMs: number): Promise<void> {
  const old = db
    .select({ id: webhookEvents.id })
    .from(webhookEvents)
    .where(lt(webhookEvents.receivedAtMs, beforeMs))
    .limit(PRUNE_MAX);
  await db.delete(webhookEvents).where(sql`${webhookEvents.id} IN ${old}`);
}

/** As statements, so that an order and its money are read at one moment. */
export const selectPayments = (db: Database, orderId: string) =>
  db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.capturedAtMs));
export const selectRefunds = (db: Database, orderId: string) =>
  db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.createdAtMs), asc(refunds.id));

export async function readPayment(db: Database, id: string): Promise<Payment | null> {
  return (await db.select().from(payments).where(eq(payments.id, id)).get()) ?? null;
}

export async function readRefund(db: Database, id: string): Promise<Refund | null> {
  return (await db.select().from(refunds).where(eq(refunds.id, id)).get()) ?? null;
}

/** Refunds the provider was perhaps never asked for: no answer of it is stored. Oldest first. */
export async function listUnaskedRefunds(
  db: Database,
  ask: { fromMs: number; toMs: number; limit: number },
): Promise<Refund[]> {
  const { fromMs, toMs, limit } = ask;
  const made = and(gte(refunds.createdAtMs, fromMs), lte(refunds.createdAtMs, toMs));
  return db
    .select()
    .from(refunds)
    .where(and(eq(refunds.state, "pending"), isNull(refunds.providerId), made))
    .orderBy(asc(refunds.createdAtMs))
    .limit(limit);
}

/**
 * Refunds that the provider has taken and the bank has not settled, oldest first: each once in `everyMs`, counted from when
 * it was made, for a timer that comes in `turnMs`.
 */
export async function listRefundsOnTheirWay(
  db: Database,
  { nowMs, everyMs, turnMs, limit }: { nowMs: number; everyMs: number; turnMs: number; limit: number },
): Promise<Refund[]> {
  const isTurn = sql`${refunds.createdAtMs} <= ${nowMs - everyMs} AND (${nowMs} - ${refunds.createdAtMs}) % ${everyMs} < ${turnMs}`;
  return db
    .select()
    .from(refunds)
    .where(and(eq(refunds.state, "pending"), isNotNull(refunds.providerId), isTurn))
    .orderBy(asc(refunds.createdAtMs))
    .limit(limit);
}

/** Stores how the provider says a refund stands, if it is still in the state it leaves. */
export const refundUpdate = (
  db: Database,
  id: string,
  leaves: RefundState,
  set: Pick<Refund, "state" | "providerId" | "settledAtMs" | "restocked">,
): Statement =>
  db
    .update(refunds)
    .set(set)
    .where(and(eq(refunds.id, id), eq(refunds.state, leaves)));

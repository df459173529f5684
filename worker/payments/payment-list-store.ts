/** Payments and refunds, many at a time: for those who lay them beside something else. */
import { asc, gt, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../world.ts";
import type { Payment, Refund } from "./payment-store.ts";
import { payments, refunds } from "./payment-tables.ts";

const isOneOf = (column: SQLiteColumn, ids: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** A stretch by id; begin with an empty text. */
export async function listPayments(db: Database, after: string, limit: number): Promise<Payment[]> {
  return db.select().from(payments).where(gt(payments.id, after)).orderBy(asc(payments.id)).limit(limit);
}

/** The same of refunds. */
export async function listRefunds(db: Database, after: string, limit: number): Promise<Refund[]> {
  return db.select().from(refunds).where(gt(refunds.id, after)).orderBy(asc(refunds.id)).limit(limit);
}

export async function listPaymentsOfOrders(db: Database, orderIds: readonly string[]): Promise<Payment[]> {
  return db.select().from(payments).where(isOneOf(payments.orderId, orderIds));
}

/** Those of these ids that there are. */
export async function readPayments(db: Database, ids: readonly string[]): Promise<Map<string, Payment>> {
  return new Map((await db.select().from(payments).where(isOneOf(payments.id, ids))).map((row) => [row.id, row]));
}

export async function readRefunds(db: Database, ids: readonly string[]): Promise<Map<string, Refund>> {
  return new Map((await db.select().from(refunds).where(isOneOf(refunds.id, ids))).map((row) => [row.id, row]));
}

export async function listRefundsOfPayments(db: Database, paymentIds: readonly string[]): Promise<Refund[]> {
  return db.select().from(refunds).where(isOneOf(refunds.paymentId, paymentIds));
}

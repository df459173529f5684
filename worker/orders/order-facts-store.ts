/** What orders came of and came to: for those who lay many of them beside something else. */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { orderLines, orders } from "./order-tables.ts";

const FACTS = {
  id: orders.id,
  checkoutId: orders.checkoutId,
  totalMinor: orders.totalMinor,
  currency: orders.currency,
  placedAtMs: orders.placedAtMs,
  stockCommittedAtMs: orders.stockCommittedAtMs,
  shipping: orders.shipping,
  allocation: orders.allocation,
};
export type BookedOrder = { [Name in keyof typeof FACTS]: (typeof orders.$inferSelect)[Name] };

/** A stretch by number; begin with an empty text. */
export async function listBookedOrders(db: Database, after: string, limit: number): Promise<BookedOrder[]> {
  return db.select(FACTS).from(orders).where(gt(orders.id, after)).orderBy(asc(orders.id)).limit(limit);
}

/** Those of these numbers that there are. */
export async function readBookedOrders(db: Database, ids: readonly string[]): Promise<Map<string, BookedOrder>> {
  if (ids.length === 0) return new Map();
  const asked = sql`${orders.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return new Map((await db.select(FACTS).from(orders).where(asked)).map((row) => [row.id, row]));
}

/** Those of these checkouts that there are, by checkout. */
export async function readOrdersOfCheckouts(db: Database, ids: readonly string[]): Promise<Map<string, BookedOrder>> {
  if (ids.length === 0) return new Map();
  const asked = sql`${orders.checkoutId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return new Map((await db.select(FACTS).from(orders).where(asked)).map((row) => [row.checkoutId, row]));
}

/** Those of these numbers of which something is downloaded. */
export async function readDigitalOrders(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const asked = sql`${orderLines.orderId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const rows = await db
    .selectDistinct({ id: orderLines.orderId })
    .from(orderLines)
    .where(and(asked, eq(orderLines.digital, true)));
  return new Set(rows.map(({ id }) => id));
}

const AMOUNTS = {
  id: orders.id,
  checkoutId: orders.checkoutId,
  currency: orders.currency,
  subtotalMinor: orders.subtotalMinor,
  discountMinor: orders.discountMinor,
  shippingMinor: orders.shippingMinor,
  taxMinor: orders.taxMinor,
  taxIncluded: orders.taxIncluded,
  totalMinor: orders.totalMinor,
  tax: orders.tax,
};
export type TaxedOrder = { [Name in keyof typeof AMOUNTS]: (typeof orders.$inferSelect)[Name] };

/** What orders came to, and their tax by rate: a stretch by number. */
export const listTaxedOrders = (db: Database, after: string, limit: number): Promise<TaxedOrder[]> =>
  db.select(AMOUNTS).from(orders).where(gt(orders.id, after)).orderBy(asc(orders.id)).limit(limit);

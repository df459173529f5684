/** Which orders are a customer's: a projection of `order.placed`, because orders themselves live on many databases. */
import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { customerOrders } from "./account-tables.ts";

export type CustomerOrder = { customerId: string; orderId: string; placedAtMs: number };
export const CUSTOMER_ORDERS_LIMIT_MAX = 50;

/** Repeats safely: an order is a customer's once. */
export async function insertCustomerOrder(db: Database, order: CustomerOrder): Promise<void> {
  await db.insert(customerOrders).values(order).onConflictDoNothing();
}

/** The same for many, in one statement. */
export async function insertCustomerOrders(db: Database, orders: readonly CustomerOrder[]): Promise<void> {
  if (orders.length === 0) return;
  await db.run(sql`INSERT OR IGNORE INTO customer_orders (customer_id, order_id, placed_at_ms)
    SELECT value ->> 'customerId', value ->> 'orderId', value ->> 'placedAtMs' FROM json_each(${JSON.stringify(orders)})`);
}

/** Numbers of those orders that are in their customers' lists. */
export async function readListedOrders(db: Database, orders: readonly CustomerOrder[]): Promise<Set<string>> {
  if (orders.length === 0) return new Set();
  const rows = await db.all<{ id: string }>(sql`SELECT order_id AS id FROM json_each(${JSON.stringify(orders)})
    JOIN customer_orders ON customer_id = value ->> 'customerId' AND order_id = value ->> 'orderId'`);
  return new Set(rows.map(({ id }) => id));
}

/** Newest first. `cursor` is the last one of the page before. */
export async function listCustomerOrderIds(
  db: Database,
  ask: { customerId: string; limit: number; cursor?: { placedAtMs: number; orderId: string } | null },
): Promise<{ orderId: string; placedAtMs: number }[]> {
  const { customerId, cursor } = ask;
  const after = cursor
    ? or(
        lt(customerOrders.placedAtMs, cursor.placedAtMs),
        and(eq(customerOrders.placedAtMs, cursor.placedAtMs), lt(customerOrders.orderId, cursor.orderId)),
      )
    : undefined;
  return db
    .select({ orderId: customerOrders.orderId, placedAtMs: customerOrders.placedAtMs })
    .from(customerOrders)
    .where(and(eq(customerOrders.customerId, customerId), after))
    .orderBy(desc(customerOrders.placedAtMs), desc(customerOrders.orderId))
    .limit(Math.min(ask.limit, CUSTOMER_ORDERS_LIMIT_MAX));
}

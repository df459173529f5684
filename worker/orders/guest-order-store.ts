/** Orders of no account, by the address they were placed with, and the account they come into. */
import { and, asc, eq, gte, isNull, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { orders } from "./order-tables.ts";

/** `email` as orders keep it. Oldest first. */
export async function listGuestOrders(
  db: Database,
  { email, sinceMs, limit }: { email: string; sinceMs: number; limit: number },
): Promise<{ id: string; placedAtMs: number }[]> {
  return db
    .select({ id: orders.id, placedAtMs: orders.placedAtMs })
    .from(orders)
    .where(and(eq(orders.email, email), isNull(orders.customerId), gte(orders.placedAtMs, sinceMs)))
    .orderBy(asc(orders.placedAtMs))
    .limit(limit);
}

/** Those of them that are nobody's yet, in one statement. Repeats safely. */
export async function giveOrders(
  db: Database,
  owned: readonly { orderId: string; customerId: string }[],
): Promise<void> {
  await db.run(sql`UPDATE orders SET customer_id = owned.value ->> 'customerId'
    FROM json_each(${JSON.stringify(owned)}) AS owned
    WHERE orders.id = owned.value ->> 'orderId' AND orders.customer_id IS NULL`);
}

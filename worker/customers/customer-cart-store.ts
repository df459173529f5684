/** Which cart a customer finds again at sign-in. */
import { eq } from "drizzle-orm";
import type { Database } from "../world.ts";
import { customerCarts } from "./account-tables.ts";

/** The id of the customer's cart; null for one who has none yet. The cart itself may have expired. */
export async function readCustomerCart(db: Database, customerId: string): Promise<string | null> {
  const row = await db
    .select({ cartId: customerCarts.cartId })
    .from(customerCarts)
    .where(eq(customerCarts.customerId, customerId))
    .get();
  return row?.cartId ?? null;
}

/** Sets the customer's cart, in place of the one before. */
export async function upsertCustomerCart(
  db: Database,
  { customerId, cartId, nowMs }: { customerId: string; cartId: string; nowMs: number },
): Promise<void> {
  await db
    .insert(customerCarts)
    .values({ customerId, cartId, updatedAtMs: nowMs })
    .onConflictDoUpdate({ target: customerCarts.customerId, set: { cartId, updatedAtMs: nowMs } });
}

/**
 * Makes `cartId` the customer's cart unless there is one already; answers the one that counts. Two sign-ins at the same
 * moment agree on one cart.
 */
export async function claimCustomerCart(
  db: Database,
  { customerId, cartId, nowMs }: { customerId: string; cartId: string; nowMs: number },
): Promise<string> {
  await db.insert(customerCarts).values({ customerId, cartId, updatedAtMs: nowMs }).onConflictDoNothing();
  return (await readCustomerCart(db, customerId)) ?? cartId;
}

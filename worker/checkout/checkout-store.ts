/** Reads and writes checkouts. A checkout changes by its moves alone: see checkout-move-store.ts. */
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import type { Database } from "../world.ts";
import type { CheckoutState } from "./checkout.ts";
import { checkoutMoves, checkouts } from "./checkout-tables.ts";

export type Checkout = typeof checkouts.$inferSelect;

export async function readCheckout(db: Database, id: string): Promise<Checkout | null> {
  return (await db.select().from(checkouts).where(eq(checkouts.id, id)).get()) ?? null;
}

/** False when the id is taken: the request is a repeat. */
export async function insertCheckout(db: Database, checkout: Checkout): Promise<boolean> {
  const inserted = await db.insert(checkouts).values(checkout).onConflictDoNothing().returning({ id: checkouts.id });
  return inserted.length === 1;
}

/** Checkouts in a state that nobody touched since, longest untouched first. */
export async function listUntouchedCheckouts(
  db: Database,
  ask: { state: CheckoutState; sinceMs: number; limit: number },
): Promise<Checkout[]> {
  return db
    .select()
    .from(checkouts)
    .where(and(eq(checkouts.state, ask.state), lte(checkouts.updatedAtMs, ask.sinceMs)))
    .orderBy(asc(checkouts.updatedAtMs))
    .limit(ask.limit);
}

/** Notes that the timer has looked at it, so that its next turn looks at others first. */
export async function touchCheckout(db: Database, { id, version }: Checkout, atMs: number): Promise<void> {
  await db
    .update(checkouts)
    .set({ updatedAtMs: atMs })
    .where(and(eq(checkouts.id, id), eq(checkouts.version, version)));
}

/**
 * Forgets checkouts that ended unpaid, with the addresses of people who never became customers. Oldest first; answers how
 * many went. Their moves go with them.
 */
export async function pruneUnpaidCheckouts(
  db: Database,
  ask: { state: "abandoned" | "expired"; beforeMs: number; limit: number },
): Promise<number> {
  const old = db
    .select({ id: checkouts.id })
    .from(checkouts)
    .where(and(eq(checkouts.state, ask.state), lte(checkouts.updatedAtMs, ask.beforeMs)))
    .orderBy(asc(checkouts.updatedAtMs))
    .limit(ask.limit);
  const [, gone] = await db.batch([
    db.delete(checkoutMoves).where(inArray(checkoutMoves.checkoutId, old)),
    db.delete(checkouts).where(inArray(checkouts.id, old)).returning({ id: checkouts.id }),
  ]);
  return gone.length;
}

/** Whether its goods left the cart for a delayed payment. */
export async function wasOnItsWay(db: Database, id: string): Promise<boolean> {
  const waited = and(eq(checkoutMoves.checkoutId, id), eq(checkoutMoves.cause, "payment_on_its_way"));
  return (await db.select({ version: checkoutMoves.version }).from(checkoutMoves).where(waited).get()) !== undefined;
}

/** Whether it was in that state once, and went on. */
export async function hasLeft(db: Database, id: string, leaves: CheckoutState): Promise<boolean> {
  const left = and(eq(checkoutMoves.checkoutId, id), eq(checkoutMoves.leaves, leaves));
  return (await db.select({ version: checkoutMoves.version }).from(checkoutMoves).where(left).get()) !== undefined;
}

/** Why it is in the state it is in. */
export async function readCause(db: Database, { id, version }: Checkout): Promise<string | null> {
  const move = await db
    .select({ cause: checkoutMoves.cause })
    .from(checkoutMoves)
    .where(and(eq(checkoutMoves.checkoutId, id), eq(checkoutMoves.version, version)))
    .get();
  return move?.cause ?? null;
}

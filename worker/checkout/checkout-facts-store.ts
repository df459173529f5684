/** How checkouts stand, without what was bought: for those who lay many of them beside something else. */
import { asc, gt, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { checkouts } from "./checkout-tables.ts";

const FACTS = {
  id: checkouts.id,
  state: checkouts.state,
  holdAttempt: checkouts.holdAttempt,
  totalMinor: checkouts.totalMinor,
  currency: checkouts.currency,
  paymentSessionId: checkouts.paymentSessionId,
  orderId: checkouts.orderId,
  createdAtMs: checkouts.createdAtMs,
  expiresAtMs: checkouts.expiresAtMs,
  updatedAtMs: checkouts.updatedAtMs,
};
export type CheckoutFacts = { [Name in keyof typeof FACTS]: (typeof checkouts.$inferSelect)[Name] };

/** A stretch by id; begin with an empty text. */
export async function listCheckoutFacts(db: Database, after: string, limit: number): Promise<CheckoutFacts[]> {
  return db.select(FACTS).from(checkouts).where(gt(checkouts.id, after)).orderBy(asc(checkouts.id)).limit(limit);
}

/** Those of these ids that there are, in one query. */
export async function readCheckoutFacts(db: Database, ids: readonly string[]): Promise<Map<string, CheckoutFacts>> {
  if (ids.length === 0) return new Map();
  const asked = sql`${checkouts.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return new Map((await db.select(FACTS).from(checkouts).where(asked)).map((row) => [row.id, row]));
}

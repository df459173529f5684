/** Refunds that a person should look at: the provider never answered, or says "on its way" for longer than any bank takes. */
import { and, asc, eq, isNotNull, isNull, lte, or } from "drizzle-orm";
import type { Database } from "../world.ts";
import { refunds } from "./payment-tables.ts";

/** Ids, longest waiting first. */
export async function listOverdueRefunds(
  db: Database,
  ask: { unansweredSinceMs: number; onItsWaySinceMs: number; limit: number },
): Promise<string[]> {
  const { state, providerId, createdAtMs } = refunds;
  const unanswered = and(isNull(providerId), lte(createdAtMs, ask.unansweredSinceMs));
  const onItsWay = and(isNotNull(providerId), lte(createdAtMs, ask.onItsWaySinceMs));
  const rows = await db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(state, "pending"), or(unanswered, onItsWay)))
    .orderBy(asc(createdAtMs))
    .limit(ask.limit);
  return rows.map(({ id }) => id);
}

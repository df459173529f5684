/** Checkouts that the timer should have ended by now. */
import { and, asc, eq, lte, or } from "drizzle-orm";
import type { Database } from "../world.ts";
import { checkouts } from "./checkout-tables.ts";
import { HOLDING_MAX_MS, PROCESSING_MAX_MS } from "./checkout-timing.ts";

/** Ids, longest waiting first. `graceMs` is how long the timer may take before it is late. */
export async function listOverdueCheckouts(
  db: Database,
  ask: { nowMs: number; graceMs: number; limit: number },
): Promise<string[]> {
  const { state, createdAtMs, expiresAtMs } = checkouts;
  const dueMs = ask.nowMs - ask.graceMs;
  const rows = await db
    .select({ id: checkouts.id })
    .from(checkouts)
    .where(
      or(
        and(eq(state, "holding"), lte(createdAtMs, dueMs - HOLDING_MAX_MS)),
        and(eq(state, "held"), lte(expiresAtMs, dueMs)),
        and(eq(state, "processing"), lte(createdAtMs, dueMs - PROCESSING_MAX_MS)),
      ),
    )
    .orderBy(asc(createdAtMs))
    .limit(ask.limit);
  return rows.map(({ id }) => id);
}

/** Events that should have been sent by now, in one database's outbox. */
import { and, asc, isNull, lte } from "drizzle-orm";
import type { Database } from "../world.ts";
import { outbox } from "./outbox-tables.ts";

/** As `kind id`, oldest first. */
export async function listOverdueEvents(db: Database, ask: { madeBeforeMs: number; limit: number }): Promise<string[]> {
  const rows = await db
    .select({ id: outbox.id, kind: outbox.kind })
    .from(outbox)
    .where(and(isNull(outbox.sentAtMs), lte(outbox.createdAtMs, ask.madeBeforeMs)))
    .orderBy(asc(outbox.createdAtMs))
    .limit(ask.limit);
  return rows.map(({ id, kind }) => `${kind} ${id}`);
}

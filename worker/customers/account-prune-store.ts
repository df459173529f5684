/** Forgets sessions and links that ended. Bounded: the rest waits for the next turn. */
import { lt, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import { session, verification } from "./account-tables.ts";

const PRUNE_MAX = 1_000;

/** `db` is the accounts database. Repeats safely. */
export async function pruneAccounts(db: Database, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  const ended = db.select({ id: session.id }).from(session).where(lt(session.expiresAt, now)).limit(PRUNE_MAX);
  const old = db
    .select({ id: verification.id })
    .from(verification)
    .where(lt(verification.expiresAt, now))
    .limit(PRUNE_MAX);
  await db.batch([
    db.delete(session).where(sql`${session.id} IN ${ended}`),
    db.delete(verification).where(sql`${verification.id} IN ${old}`),
  ]);
}

/** Reads and writes which VAT numbers are asked about again. */
import { and, asc, desc, eq, isNull, lte, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import type { RecheckState } from "./vat-recheck.ts";
import { vatRechecks } from "./vat-recheck-tables.ts";

export type VatRecheck = typeof vatRechecks.$inferSelect;

/** Once an order. */
export async function insertRecheck(db: Database, row: VatRecheck): Promise<void> {
  await db.insert(vatRechecks).values(row).onConflictDoNothing();
}

export async function readRecheck(db: Database, orderId: string): Promise<VatRecheck | null> {
  return (await db.select().from(vatRechecks).where(eq(vatRechecks.orderId, orderId)).get()) ?? null;
}

export const listDueRechecks = (db: Database, nowMs: number, limit: number): Promise<VatRecheck[]> =>
  db.select().from(vatRechecks).where(lte(vatRechecks.nextAtMs, nowMs)).orderBy(asc(vatRechecks.nextAtMs)).limit(limit);

/** Counts a try and says when the next one is. False when another timer took it. */
export async function claimRecheck(
  db: Database,
  { orderId, tries }: VatRecheck,
  nextAtMs: number | null,
): Promise<boolean> {
  const taken = await db
    .update(vatRechecks)
    .set({ tries: tries + 1, nextAtMs, ...(nextAtMs === null && { state: "unanswered" as const }) })
    .where(and(eq(vatRechecks.orderId, orderId), eq(vatRechecks.tries, tries)))
    .returning({ orderId: vatRechecks.orderId });
  return taken.length > 0;
}

type Answered = Pick<VatRecheck, "orderId" | "consultation"> & { state: RecheckState; answeredAtMs: number };
export async function answerRecheck(db: Database, { orderId, ...answer }: Answered): Promise<void> {
  await db
    .update(vatRechecks)
    .set({ ...answer, nextAtMs: null, version: sql`version + 1` })
    .where(and(eq(vatRechecks.orderId, orderId), isNull(vatRechecks.answeredAtMs)));
}

/** Of a state, the newest answer first. */
export const listRechecks = (db: Database, state: RecheckState, limit: number): Promise<VatRecheck[]> =>
  db
    .select()
    .from(vatRechecks)
    .where(eq(vatRechecks.state, state))
    .orderBy(desc(vatRechecks.answeredAtMs), asc(vatRechecks.orderId))
    .limit(limit);

/** Denials of numbers that tax was left out for, and that nobody has seen to. */
export const listOpenDenials = (db: Database, limit: number): Promise<VatRecheck[]> =>
  db
    .select()
    .from(vatRechecks)
    .where(
      and(
        eq(vatRechecks.state, "denied"),
        eq(vatRechecks.treatment, "reverse_charge"),
        isNull(vatRechecks.settledAtMs),
      ),
    )
    .orderBy(desc(vatRechecks.answeredAtMs), asc(vatRechecks.orderId))
    .limit(limit);

/** Fails the batch where it has another version by now. `row` is as it is afterwards. */
export const denialSettle = (db: Database, row: VatRecheck): BatchItem<"sqlite"> =>
  statement(
    db,
    sql`UPDATE vat_rechecks SET settled_at_ms = ${row.settledAtMs}, settled_by_name = ${row.settledByName},
      version = CASE version WHEN ${row.version - 1} THEN ${row.version} END WHERE order_id = ${row.orderId}`,
  );

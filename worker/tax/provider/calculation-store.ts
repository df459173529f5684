/** Keeps what a tax provider answered, and which sales it was told of. */
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { Database } from "../../world.ts";
import type { TaxAnswer } from "../tax-answer.ts";
import { taxCalculations, taxTransactions } from "./calculation-tables.ts";

const PRUNE_MAX = 1_000;

export async function readCalculationOf(db: Database, askHash: string, nowMs: number): Promise<TaxAnswer | null> {
  const row = await db
    .select({ answer: taxCalculations.answer })
    .from(taxCalculations)
    .where(and(eq(taxCalculations.askHash, askHash), gt(taxCalculations.keptUntilMs, nowMs)))
    .get();
  return row?.answer ?? null;
}

/** Of two that asked at once, the first is kept: answers the one that counts. */
export async function keepCalculation(
  db: Database,
  row: typeof taxCalculations.$inferInsert,
  nowMs: number,
): Promise<TaxAnswer> {
  const [kept] = await db
    .insert(taxCalculations)
    .values(row)
    .onConflictDoUpdate({
      target: taxCalculations.askHash,
      set: row,
      setWhere: lt(taxCalculations.keptUntilMs, nowMs + 1),
    })
    .returning({ answer: taxCalculations.answer });
  return kept?.answer ?? (await readCalculationOf(db, row.askHash, nowMs)) ?? row.answer;
}

/** Forgets those that count no more. Bounded: the rest waits for the next turn. */
export async function pruneCalculations(db: Database, nowMs: number): Promise<void> {
  const old = db
    .select({ askHash: taxCalculations.askHash })
    .from(taxCalculations)
    .where(lt(taxCalculations.keptUntilMs, nowMs))
    .limit(PRUNE_MAX);
  await db.delete(taxCalculations).where(sql`${taxCalculations.askHash} IN ${old}`);
}

export async function readTransaction(db: Database, orderId: string): Promise<string | null> {
  const row = await db.select().from(taxTransactions).where(eq(taxTransactions.orderId, orderId)).get();
  return row?.transactionId ?? null;
}

export async function keepTransaction(db: Database, row: typeof taxTransactions.$inferInsert): Promise<void> {
  await db.insert(taxTransactions).values(row).onConflictDoNothing();
}

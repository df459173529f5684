/** Keeps what the register said of VAT numbers. */
import { and, desc, eq, gt } from "drizzle-orm";
import type { Database } from "../../world.ts";
import { vatChecks } from "./vat-check-tables.ts";

export type KeptCheck = Omit<typeof vatChecks.$inferSelect, "id">;

/** The newest answer since a moment; null where there is none. */
export async function readVatCheck(db: Database, vatNumber: string, sinceMs: number): Promise<KeptCheck | null> {
  const row = await db
    .select()
    .from(vatChecks)
    .where(and(eq(vatChecks.vatNumber, vatNumber), gt(vatChecks.atMs, sinceMs)))
    .orderBy(desc(vatChecks.atMs), desc(vatChecks.id))
    .limit(1)
    .get();
  return row ?? null;
}

export async function insertVatCheck(db: Database, check: KeptCheck): Promise<void> {
  await db.insert(vatChecks).values(check);
}

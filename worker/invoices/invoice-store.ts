/**
 * Reads and writes invoices. Their number is counted by the statement that inserts them, inside the batch of the payment or
 * refund: one database writes one batch after the other, and a batch that fails leaves no number behind.
 */
import { asc, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../base/statement.ts";
import type { Database } from "../world.ts";
import { invoices } from "./invoice-tables.ts";

export type Invoice = typeof invoices.$inferSelect;
/** One that has no number yet. */
export type NewInvoice = Omit<Invoice, "number">;

/** Written once. A credit note of an order from before there were invoices is not written. */
export function invoiceInsert(
  db: Database,
  { series, document, orderId, kind, day, issuedAtMs, facts }: NewInvoice,
): BatchItem<"sqlite"> {
  return statement(
    db,
    sql`INSERT INTO invoices (series, number, document, order_id, kind, day, issued_at_ms, facts)
      SELECT ${series}, (SELECT COALESCE(MAX(number), 0) + 1 FROM invoices WHERE series = ${series}),
        ${document}, ${orderId}, ${kind}, ${day}, ${issuedAtMs}, ${JSON.stringify(facts)}
      WHERE (${kind === "invoice" ? 1 : 0} OR EXISTS (SELECT 1 FROM invoices WHERE document = ${orderId}))
        AND NOT EXISTS (SELECT 1 FROM invoices WHERE document = ${document})`,
  );
}

/** Of an order, the first issued first. */
export const listInvoices = (db: Database, orderId: string): Promise<Invoice[]> =>
  db
    .select()
    .from(invoices)
    .where(eq(invoices.orderId, orderId))
    .orderBy(asc(invoices.issuedAtMs), asc(invoices.number));

/** Invoices for those who lay many of them beside something else. */
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../world.ts";
import type { Invoice } from "./invoice-store.ts";
import { invoices } from "./invoice-tables.ts";

/** The invoices, not the notes, of these orders. */
export async function listInvoicesOfOrders(db: Database, orderIds: readonly string[]): Promise<Invoice[]> {
  if (orderIds.length === 0) return [];
  const asked = sql`${invoices.orderId} IN (SELECT value FROM json_each(${JSON.stringify(orderIds)}))`;
  return db
    .select()
    .from(invoices)
    .where(and(asked, eq(invoices.kind, "invoice")));
}

/** The same with their notes, of each order in the order in which they were issued. */
export async function listDocumentsOfOrders(db: Database, orderIds: readonly string[]): Promise<Invoice[]> {
  if (orderIds.length === 0) return [];
  const asked = sql`${invoices.orderId} IN (SELECT value FROM json_each(${JSON.stringify(orderIds)}))`;
  return db.select().from(invoices).where(asked).orderBy(asc(invoices.issuedAtMs), asc(invoices.number));
}

/** `id` is `series:number`; `before` is the number that comes before it in its series, 0 where it is the first. */
export type NumberedInvoice = Pick<Invoice, "series" | "number" | "document" | "orderId" | "day"> & {
  id: string;
  before: number;
};

/** A stretch by series and number, notes among them; begin with an empty text. */
export async function listNumberedInvoices(db: Database, after: string, limit: number): Promise<NumberedInvoice[]> {
  const at = after.lastIndexOf(":");
  const isPast: SQL = sql`(series, number) > (${after.slice(0, Math.max(at, 0))}, ${Number(after.slice(at + 1))})`;
  return db.all<NumberedInvoice>(sql`
    SELECT series || ':' || number AS id, series, number, document, order_id AS orderId, day,
      COALESCE((SELECT MAX(other.number) FROM invoices AS other
        WHERE other.series = invoices.series AND other.number < invoices.number), 0) AS before
    FROM invoices WHERE ${isPast} ORDER BY series, number LIMIT ${limit}`);
}

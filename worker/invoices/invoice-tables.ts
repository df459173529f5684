import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { InvoiceFacts, InvoiceKind } from "./invoice.ts";

/** In the database of their order. Only ever added, each in the batch of what it documents. */
export const invoices = sqliteTable(
  "invoices",
  {
    series: text("series").notNull(),
    number: integer("number").notNull(),
    /** What it documents, once: the order's number, or the refund's id. */
    document: text("document").notNull().unique(),
    orderId: text("order_id").notNull(),
    kind: text("kind").$type<InvoiceKind>().notNull(),
    /** On the seller's calendar. */
    day: text("day").notNull(),
    issuedAtMs: integer("issued_at_ms").notNull(),
    facts: text("facts", { mode: "json" }).$type<InvoiceFacts>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.series, table.number] }), index("order_invoices").on(table.orderId)],
);

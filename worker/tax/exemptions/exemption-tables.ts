import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ExemptionKind } from "./exemption.ts";

/** Certificates of customers who pay no tax. A row is never deleted and changes once: when staff end it. */
export const taxExemptions = sqliteTable(
  "tax_exemptions",
  {
    id: text("id").primaryKey(),
    customerId: text("customer_id").notNull(),
    /** The account's when it was recorded, for staff to find it by. */
    email: text("email").notNull(),
    country: text("country").notNull(),
    /** Empty: the whole country. */
    region: text("region").notNull(),
    kind: text("kind").$type<ExemptionKind>().notNull(),
    certificate: text("certificate").notNull(),
    validFrom: text("valid_from").notNull(),
    validUntil: text("valid_until"),
    byName: text("by_name").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    endedAtMs: integer("ended_at_ms"),
    endedByName: text("ended_by_name"),
    version: integer("version").notNull(),
  },
  (table) => [
    index("tax_exemptions_of_customer").on(table.customerId, table.endedAtMs),
    index("tax_exemptions_newest").on(table.createdAtMs, table.id),
  ],
);

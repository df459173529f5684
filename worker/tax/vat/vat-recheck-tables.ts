import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Treatment } from "../place-of-supply.ts";
import type { RecheckState } from "./vat-recheck.ts";

/** Orders whose VAT number the register could not be asked about, and what it said later. */
export const vatRechecks = sqliteTable(
  "vat_rechecks",
  {
    orderId: text("order_id").primaryKey(),
    /** With its prefix. */
    vatNumber: text("vat_number").notNull(),
    /** How the order was taxed meanwhile. */
    treatment: text("treatment").$type<Treatment>().notNull(),
    state: text("state").$type<RecheckState>().notNull(),
    tries: integer("tries").notNull(),
    /** When it is asked again; null once that is over. */
    nextAtMs: integer("next_at_ms"),
    answeredAtMs: integer("answered_at_ms"),
    consultation: text("consultation").notNull(),
    /** Of a denial: who of the staff saw to it, and when. */
    settledByName: text("settled_by_name"),
    settledAtMs: integer("settled_at_ms"),
    version: integer("version").notNull(),
  },
  (table) => [
    // Holds those that wait, so the timer reads no others.
    index("vat_rechecks_due").on(table.nextAtMs).where(sql`next_at_ms IS NOT NULL`),
    index("vat_rechecks_by_state").on(table.state, table.answeredAtMs),
  ],
);

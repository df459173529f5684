import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What the register said of a number, each time it was asked and answered: evidence, so nothing of it is changed. */
export const vatChecks = sqliteTable(
  "vat_checks",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** With its prefix. */
    vatNumber: text("vat_number").notNull(),
    isListed: integer("is_listed", { mode: "boolean" }).notNull(),
    /** Under which the register keeps that it was asked; empty where it gave none. */
    consultation: text("consultation").notNull(),
    name: text("name").notNull(),
    address: text("address").notNull(),
    /** The shop's own number, with which it asked; empty without one. */
    askedBy: text("asked_by").notNull(),
    atMs: integer("at_ms").notNull(),
  },
  (table) => [index("vat_checks_newest").on(table.vatNumber, table.atMs)],
);

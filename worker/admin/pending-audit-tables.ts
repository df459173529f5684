import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Entries of the audit that were written with a change of the catalogue, and are not in the audit yet. */
export const pendingAudits = sqliteTable("pending_audits", {
  id: text("id").primaryKey(),
  atMs: integer("at_ms").notNull(),
  entry: text("entry", { mode: "json" }).notNull(),
});

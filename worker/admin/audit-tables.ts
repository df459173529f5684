import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who did what, and what it changed. Rows are only ever added. */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: text("id").primaryKey(),
    atMs: integer("at_ms").notNull(),
    byId: text("by_id").notNull(),
    byName: text("by_name").notNull(),
    action: text("action").notNull(),
    /** Kind and id of what was changed, such as `order:7K3M-9QXD-PV2A`. */
    subject: text("subject").notNull(),
    before: text("before", { mode: "json" }),
    after: text("after", { mode: "json" }),
  },
  (table) => [index("audit_newest").on(table.atMs), index("audit_by_subject").on(table.subject, table.atMs)],
);

/** A message the consumers gave up on, kept until staff replay or discard it. */
export const deadLetters = sqliteTable(
  "dead_letters",
  {
    id: text("id").primaryKey(),
    message: text("message", { mode: "json" }).notNull(),
    receivedAtMs: integer("received_at_ms").notNull(),
    replayedAtMs: integer("replayed_at_ms"),
    replayedBy: text("replayed_by"),
  },
  (table) => [index("dead_letters_open").on(table.replayedAtMs, table.receivedAtMs)],
);

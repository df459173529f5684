import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { EventKind } from "./event.ts";

/** Each database that changes has its own outbox: an event is committed in the batch of the change it tells. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<EventKind>().notNull(),
    payload: text("payload", { mode: "json" }).notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    sentAtMs: integer("sent_at_ms"),
  },
  (table) => [index("outbox_unsent").on(table.sentAtMs, table.createdAtMs)],
);

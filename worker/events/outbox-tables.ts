import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
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

/** Written in the batch of a consumer's effect, so that an event seen twice has one effect. */
export const handledEvents = sqliteTable(
  "handled_events",
  {
    eventId: text("event_id").notNull(),
    consumer: text("consumer").notNull(),
    handledAtMs: integer("handled_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.consumer] })],
);

import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** One row a mail, claimed before it is sent: an event seen twice sends one mail. Holds no address and no text. */
export const mails = sqliteTable(
  "mails",
  {
    /** What the mail is about, such as `order.placed:7K3M-9QXD-PV2A`: two events about it are one mail. */
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    /** `sending`: it is being handed over; where it stays so, nobody knows whether it went out. */
    state: text("state").$type<"claimed" | "sending" | "sent">().notNull(),
    claimedAtMs: integer("claimed_at_ms").notNull(),
    sentAtMs: integer("sent_at_ms"),
  },
  // Holds the few that are under way, or that a crash left.
  (table) => [index("mails_unsent").on(table.id).where(sql`state <> 'sent'`)],
);

/** What was sent, whole: written only where `MAILBOX` is `on`, which is a local store. */
export const mailbox = sqliteTable(
  "mailbox",
  {
    id: text("id").primaryKey(),
    to: text("to").notNull(),
    from: text("from").notNull(),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    locale: text("locale").notNull(),
    headers: text("headers", { mode: "json" }).$type<Readonly<Record<string, string>>>().notNull().default({}),
    sentAtMs: integer("sent_at_ms").notNull(),
    messageId: text("message_id"),
    /** How often it was sent; whoever receives it keeps one. */
    sends: integer("sends").notNull().default(1),
  },
  (table) => [index("mailbox_newest").on(table.sentAtMs), uniqueIndex("mailbox_by_message_id").on(table.messageId)],
);

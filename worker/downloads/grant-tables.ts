import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who may download what: a row for each file of each line of an order. Lies with its order. */
export const downloadGrants = sqliteTable(
  "download_grants",
  {
    orderId: text("order_id").notNull(),
    sku: text("sku").notNull(),
    fileId: text("file_id").notNull(),
    position: integer("position").notNull(),
    name: text("name").notNull(),
    type: text("type").notNull(),
    bytes: integer("bytes").notNull(),
    /** Links of an earlier issue open nothing. */
    issue: integer("issue").notNull(),
    downloadsMax: integer("downloads_max").notNull(),
    days: integer("days").notNull(),
    used: integer("used").notNull(),
    resumedBytes: integer("resumed_bytes").notNull(),
    untilMs: integer("until_ms").notNull(),
    lastAtMs: integer("last_at_ms"),
    revokedAtMs: integer("revoked_at_ms"),
    revokedBy: text("revoked_by"),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.sku, table.fileId] })],
);

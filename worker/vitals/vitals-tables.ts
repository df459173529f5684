import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * How fast pages came: how many of a day (UTC), market and kind had a metric in a bucket. Rows are as many as there are kinds,
 * however many pages are looked at, and nothing in them says who looked.
 */
export const pageVitals = sqliteTable(
  "page_vitals",
  {
    day: text("day").notNull(),
    market: text("market").notNull(),
    page: text("page").notNull(),
    connection: text("connection").notNull(),
    device: text("device").notNull(),
    metric: text("metric").notNull(),
    /** Of `BUCKETS`. */
    bucket: integer("bucket").notNull(),
    pages: integer("pages").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.day, table.market, table.page, table.connection, table.device, table.metric, table.bucket],
    }),
  ],
);

/** Messages whose counts are in already: a queue may bring one twice. */
export const vitalDeliveries = sqliteTable(
  "vital_deliveries",
  { id: text("id").primaryKey(), atMs: integer("at_ms").notNull() },
  (table) => [index("vital_deliveries_at").on(table.atMs)],
);

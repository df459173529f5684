import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where a store without `STORE_ORIGIN` is reached, as one of its staff reached it: the highest version counts. */
export const storeAddresses = sqliteTable("store_addresses", {
  version: integer("version").primaryKey(),
  /** Scheme and host, no slash at the end. */
  origin: text("origin").notNull(),
  byName: text("by_name").notNull(),
  atMs: integer("at_ms").notNull(),
});

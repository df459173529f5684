import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What came of fetching a picture from an address, so that none is fetched twice, and none that fails forever. */
export const pictureFetches = sqliteTable("picture_fetches", {
  address: text("address").primaryKey(),
  /** Its key in R2; null where it was not taken. */
  mediaKey: text("media_key"),
  /** Why not, for people; empty where it was. */
  why: text("why").notNull(),
  atMs: integer("at_ms").notNull(),
});

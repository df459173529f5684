import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Tags whose pages are to be purged from the cache in front, where it takes no more asks for now. */
export const pagePurges = sqliteTable(
  "page_purges",
  {
    tag: text("tag").primaryKey(),
    askedAtMs: integer("asked_at_ms").notNull(),
  },
  (table) => [index("page_purges_oldest").on(table.askedAtMs, table.tag)],
);

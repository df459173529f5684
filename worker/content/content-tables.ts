import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Locale } from "../markets/markets.ts";
import type { ContentPage } from "./content-page.ts";

/** What staff wrote for a page in a locale; where there is nothing, the page says what comes with the store. */
export const contentPages = sqliteTable(
  "content_pages",
  {
    page: text("page").$type<ContentPage>().notNull(),
    locale: text("locale").$type<Locale>().notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    /** Markdown. */
    body: text("body").notNull(),
    /** The text that comes with the store is shown again. */
    archived: integer("archived", { mode: "boolean" }).notNull(),
    version: integer("version").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.page, table.locale] })],
);

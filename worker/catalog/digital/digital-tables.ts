import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { variants } from "../catalog-tables.ts";
import type { DigitalFile } from "./digital.ts";

/** A variant with a row here is a download. Its files lie in R2, under ids; what was sold names them too, so none is deleted. */
export const digitalGoods = sqliteTable("digital_goods", {
  sku: text("sku")
    .primaryKey()
    .references(() => variants.sku),
  files: text("files", { mode: "json" }).$type<readonly DigitalFile[]>().notNull(),
  /** Of each file, for each unit bought. */
  downloadsMax: integer("downloads_max").notNull(),
  days: integer("days").notNull(),
});

import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
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

/** Files that are on their way in, in parts. A row goes once its file is whole, or after days in which nobody finished it. */
export const fileUploads = sqliteTable(
  "file_uploads",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    type: text("type").notNull(),
    bytes: integer("bytes").notNull(),
    /** R2's name of the upload. */
    uploadId: text("upload_id").notNull(),
    begunAtMs: integer("begun_at_ms").notNull(),
  },
  (table) => [index("file_uploads_by_time").on(table.begunAtMs)],
);

export const fileParts = sqliteTable(
  "file_parts",
  {
    fileId: text("file_id").notNull(),
    number: integer("number").notNull(),
    etag: text("etag").notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.number] })],
);

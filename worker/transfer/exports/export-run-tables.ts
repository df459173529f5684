import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Currency } from "../../pricing/money.ts";
import type { ExportFormat } from "../export-flow.ts";
import type { ExportState } from "./export-run.ts";

/** Exports that the store writes by itself, a stretch of products a step. The file lies in R2, under the run's id. */
export const exportRuns = sqliteTable(
  "export_runs",
  {
    id: text("id").primaryKey(),
    format: text("format").$type<ExportFormat>().notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    state: text("state").$type<ExportState>().notNull(),
    byId: text("by_id").notNull(),
    byName: text("by_name").notNull(),
    /** Products there were when it began, and how many of them are written. */
    total: integer("total").notNull(),
    products: integer("products").notNull(),
    /** The product after which it goes on. */
    afterId: text("after_id").notNull(),
    bytes: integer("bytes").notNull(),
    /** R2's name of the file until it is whole, and the parts that it has. */
    uploadId: text("upload_id").notNull(),
    parts: text("parts", { mode: "json" }).$type<readonly { partNumber: number; etag: string }[]>().notNull(),
    /** Steps since it last came further. */
    tries: integer("tries").notNull().default(0),
    /** Goes up with each step, so that of two at once only one counts. */
    step: integer("step").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [
    index("export_runs_newest").on(table.createdAtMs, table.id),
    index("export_runs_by_state").on(table.state, table.updatedAtMs),
  ],
);

import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { DropStatus } from "./drop.ts";

/** Sales that open at a time. Tickets and passes are in the drop's own objects. */
export const drops = sqliteTable(
  "drops",
  {
    id: text("id").primaryKey(),
    title: text("title").notNull(),
    skus: text("skus", { mode: "json" }).$type<readonly string[]>().notNull(),
    status: text("status").$type<DropStatus>().notNull(),
    opensAtMs: integer("opens_at_ms").notNull(),
    closesAtMs: integer("closes_at_ms").notNull(),
    passMs: integer("pass_ms").notNull(),
    ratePerMinute: integer("rate_per_minute").notNull(),
    /** One more at each change. */
    version: integer("version").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [index("drops_by_end").on(table.status, table.closesAtMs)],
);

import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TaxClass } from "./tax-class.ts";
import type { TaxKind } from "./tax-rate.ts";
import type { TaxSettings } from "./tax-settings.ts";

/** Who sells and where the shop is registered: a row for each time staff saved it, the highest version counts. */
export const taxSettings = sqliteTable("tax_settings", {
  version: integer("version").primaryKey(),
  facts: text("facts", { mode: "json" }).$type<Omit<TaxSettings, "version">>().notNull(),
  byName: text("by_name").notNull(),
  atMs: integer("at_ms").notNull(),
});

/** Rates that staff added beside those of the release. A row is never changed: a later one of the same day takes its place. */
export const taxRates = sqliteTable(
  "tax_rates",
  {
    country: text("country").notNull(),
    /** Empty: the whole country. */
    region: text("region").notNull(),
    kind: text("kind").$type<TaxKind>().notNull(),
    taxClass: text("tax_class").$type<TaxClass>().notNull(),
    fromDate: text("from_date").notNull(),
    /** Which of those of one day; the highest counts. */
    revision: integer("revision").notNull(),
    per100k: integer("per_100k").notNull(),
    /** The law or page that says so. */
    source: text("source").notNull(),
    byName: text("by_name").notNull(),
    atMs: integer("at_ms").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.country, table.region, table.kind, table.taxClass, table.fromDate, table.revision],
    }),
    index("tax_rates_newest").on(table.atMs),
  ],
);

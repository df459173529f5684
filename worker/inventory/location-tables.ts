import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { CUT_OFF_MINUTES } from "./location.ts";
import type { PickupPoint } from "./pickup.ts";

/** Places that goods are shipped from. `main` is always there, with or without a row of its own. */
export const locations = sqliteTable("locations", {
  /** The name of its account in every SKU's ledger; never changed. */
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** ISO 3166-1 alpha-2: the nearest to the shopper ships first. */
  country: text("country").notNull(),
  /** Of two as near, the lower one ships first. */
  priority: integer("priority").notNull(),
  /** What lies at a closed one is counted, but not sold. */
  active: integer("active", { mode: "boolean" }).notNull(),
  /** IANA name: the clock of its cut-off; null is that of the market an order comes from. */
  timeZone: text("time_zone"),
  /** Minutes after midnight. */
  cutOffMinutes: integer("cut_off_minutes").notNull().default(CUT_OFF_MINUTES),
  /** Working days until a parcel is packed. */
  handlingDays: integer("handling_days").notNull().default(0),
  /** What shoppers are told of collecting there; null where nobody does. */
  pickup: text("pickup", { mode: "json" }).$type<PickupPoint>(),
  version: integer("version").notNull(),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

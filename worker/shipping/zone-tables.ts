import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Currency } from "../pricing/money.ts";
import type { Duties, Hazard, ShippingZone } from "./zone.ts";

/** One row a zone with its methods, as it is now. */
export const shippingZones = sqliteTable("shipping_zones", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  currency: text("currency").$type<Currency>().notNull(),
  places: text("places", { mode: "json" }).$type<ShippingZone["places"]>().notNull(),
  methods: text("methods", { mode: "json" }).$type<ShippingZone["methods"]>().notNull(),
  duties: text("duties").$type<Duties>().notNull(),
  active: integer("active", { mode: "boolean" }).notNull(),
  position: integer("position").notNull(),
  version: integer("version").notNull(),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

/** What carriers and customs ask of a product; one that is missing has nothing to say. */
export const shippingGoods = sqliteTable("shipping_goods", {
  productId: text("product_id").primaryKey(),
  hazard: text("hazard").$type<Hazard>(),
  /** Countries (`AE`) and regions (`US-HI`) it is not sent to. */
  notTo: text("not_to", { mode: "json" }).$type<readonly string[]>().notNull(),
  /** Of the Harmonized System: six digits and more. */
  tariffCode: text("tariff_code"),
  /** ISO 3166-1 alpha-2: where it was made. */
  originCountry: text("origin_country"),
  version: integer("version").notNull(),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

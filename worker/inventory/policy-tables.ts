import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { SafetyStock, WhenOut } from "./stock-policy.ts";

/** How a variant is sold. One without a row is counted, refused when it is out, and has no limits. */
export const stockPolicies = sqliteTable("stock_policies", {
  sku: text("sku").primaryKey(),
  /** False: never counted, never out. */
  tracked: integer("tracked", { mode: "boolean" }).notNull(),
  whenOut: text("when_out").$type<WhenOut>().notNull(),
  /** Units that may be sold before they are here. */
  promiseMax: integer("promise_max").notNull(),
  /** When units sold before they are here will ship: what the shopper is told. */
  promisedAtMs: integer("promised_at_ms"),
  safetyStock: text("safety_stock", { mode: "json" }).$type<SafetyStock>().notNull(),
  /** Units of one order, and of one buyer over all orders. */
  orderMax: integer("order_max"),
  buyerMax: integer("buyer_max"),
  /** Objects that its units are lent to, so that more of them sell at once; 0 is not split. */
  buckets: integer("buckets").notNull(),
  /** Who split it: what pressure split, the end of pressure joins. */
  splitBy: text("split_by").$type<"staff" | "pressure">(),
  version: integer("version").notNull(),
  updatedAtMs: integer("updated_at_ms").notNull(),
});

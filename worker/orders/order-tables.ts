import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { VariantOptions } from "../catalog/product.ts";
import type { Address, ShippingChoice } from "../checkout/checkout.ts";
import type { AllocatedUnits } from "../inventory/stock.ts";
import type { StockPromise } from "../inventory/stock-policy.ts";
import type { Currency } from "../pricing/money.ts";
import type { TaxPart } from "../tax/reckon-tax.ts";
import type { OrderTax } from "../tax/tax-answer.ts";
import type { FulfilmentLine, OrderEventKind, OrderState } from "./order.ts";

export const orders = sqliteTable(
  "orders",
  {
    /** The number people see; it can be neither guessed nor counted. */
    id: text("id").primaryKey(),
    /** Opens the order's page without signing in. */
    secret: text("secret").notNull(),
    checkoutId: text("checkout_id").notNull().unique(),
    customerId: text("customer_id"),
    email: text("email").notNull(),
    market: text("market").notNull(),
    state: text("state").$type<OrderState>().notNull(),
    version: integer("version").notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    subtotalMinor: integer("subtotal_minor").notNull(),
    discountMinor: integer("discount_minor").notNull(),
    shippingMinor: integer("shipping_minor").notNull(),
    taxMinor: integer("tax_minor").notNull(),
    taxIncluded: integer("tax_included", { mode: "boolean" }).notNull(),
    totalMinor: integer("total_minor").notNull(),
    /** Whose tax it is, and what each rate came to; null of orders from before it was kept. */
    tax: text("tax", { mode: "json" }).$type<OrderTax>(),
    shippingAddress: text("shipping_address", { mode: "json" }).$type<Address>().notNull(),
    shipping: text("shipping", { mode: "json" }).$type<ShippingChoice>().notNull(),
    placedAtMs: integer("placed_at_ms").notNull(),
    /** When the holds were turned into sales; null while that is still to be done (a timer sees to it). */
    stockCommittedAtMs: integer("stock_committed_at_ms"),
    /** Which units were sold from which location; null until then. */
    allocation: text("allocation", { mode: "json" }).$type<readonly AllocatedUnits[]>(),
  },
  (table) => [
    index("orders_newest").on(table.placedAtMs, table.id),
    index("orders_by_state").on(table.state, table.placedAtMs),
    index("orders_by_email").on(table.email, table.placedAtMs),
    // Holds the few orders a crash left, so the timer reads no others.
    index("orders_uncommitted").on(table.placedAtMs).where(sql`stock_committed_at_ms IS NULL`),
  ],
);

/** As they were sold: later changes of the catalogue do not reach them. */
export const orderLines = sqliteTable(
  "order_lines",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    sku: text("sku").notNull(),
    position: integer("position").notNull(),
    productId: text("product_id").notNull(),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    options: text("options", { mode: "json" }).$type<VariantOptions>().notNull(),
    image: text("image").notNull(),
    quantity: integer("quantity").notNull(),
    unitMinor: integer("unit_minor").notNull(),
    totalMinor: integer("total_minor").notNull(),
    taxMinor: integer("tax_minor").notNull(),
    /** Its parts, tax by tax; null of lines from before they were kept. */
    taxes: text("taxes", { mode: "json" }).$type<readonly TaxPart[]>(),
    /** Of units that were sold before they were here: when they ship. */
    promise: text("promise", { mode: "json" }).$type<StockPromise>(),
    /** Sold as files: there is nothing to ship. */
    digital: integer("digital", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.sku] })],
);

/** A parcel each; `lines` are the units in it. */
export const fulfilments = sqliteTable(
  "fulfilments",
  {
    id: text("id").primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    carrier: text("carrier").notNull(),
    trackingNumber: text("tracking_number").notNull(),
    lines: text("lines", { mode: "json" }).$type<readonly FulfilmentLine[]>().notNull(),
    byId: text("by_id").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (table) => [index("order_fulfilments").on(table.orderId)],
);

/**
 * The order's story, oldest first; what staff and shopper are shown. An order's version is the number of its last event,
 * so two changes made from one version collide here, and the later batch fails whole.
 */
export const orderEvents = sqliteTable(
  "order_events",
  {
    orderId: text("order_id").notNull(),
    number: integer("number").notNull(),
    kind: text("kind").$type<OrderEventKind>().notNull(),
    facts: text("facts", { mode: "json" }).$type<Readonly<Record<string, string | number>>>().notNull(),
    byId: text("by_id"),
    atMs: integer("at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.number] })],
);

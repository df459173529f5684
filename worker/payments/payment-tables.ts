/** Money that came in, money that goes back, and the provider's messages. On the database of the checkout they belong to. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RefundState, RestockLine } from "../orders/order.ts";
import type { Currency } from "../pricing/money.ts";

/** `orderId` is null for money that led to no order, and goes back. */
export const payments = sqliteTable(
  "payments",
  {
    /** The provider's payment intent. */
    id: text("id").primaryKey(),
    checkoutId: text("checkout_id").notNull(),
    orderId: text("order_id"),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    capturedAtMs: integer("captured_at_ms").notNull(),
  },
  (table) => [index("order_payments").on(table.orderId), index("checkout_payments").on(table.checkoutId)],
);

/** Written as `pending` before the provider is asked; the id is the provider's idempotency key. */
export const refunds = sqliteTable(
  "refunds",
  {
    id: text("id").primaryKey(),
    paymentId: text("payment_id").notNull(),
    checkoutId: text("checkout_id").notNull(),
    orderId: text("order_id"),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    reason: text("reason").notNull(),
    /** Units put back on the shelf with it. */
    restock: text("restock", { mode: "json" }).$type<readonly RestockLine[]>().notNull(),
    /** They are there, and stay there should the bank send the money back. */
    restocked: integer("restocked", { mode: "boolean" }).notNull().default(false),
    state: text("state").$type<RefundState>().notNull(),
    providerId: text("provider_id"),
    byId: text("by_id").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    settledAtMs: integer("settled_at_ms"),
  },
  (table) => [
    index("payment_refunds").on(table.paymentId),
    index("order_refunds").on(table.orderId),
    index("refunds_by_state").on(table.state, table.createdAtMs),
  ],
);

/** A provider's message, stored in the batch of its effect: seen twice, it acts once. */
export const webhookEvents = sqliteTable(
  "webhook_events",
  {
    id: text("id").primaryKey(),
    kind: text("kind").notNull(),
    receivedAtMs: integer("received_at_ms").notNull(),
  },
  (table) => [index("webhook_events_oldest").on(table.receivedAtMs)],
);

import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Currency } from "../pricing/money.ts";
import type { CheckoutSnapshot, CheckoutState } from "./checkout.ts";

/** Those that end `abandoned` or `expired` are forgotten after a time; all others stay. */
export const checkouts = sqliteTable(
  "checkouts",
  {
    /** Made by the client: a repeat of the same request finds the first one's answer. */
    id: text("id").primaryKey(),
    /** SHA-256 of the request, to tell a repeat from another request with the same id. */
    requestHash: text("request_hash").notNull(),
    cartId: text("cart_id").notNull(),
    customerId: text("customer_id"),
    market: text("market").notNull(),
    email: text("email").notNull(),
    state: text("state").$type<CheckoutState>().notNull(),
    /** Counts moves; a move names the version it leaves. */
    version: integer("version").notNull(),
    /** Which set of holds is the current one: holding again after they ran out starts a new set. */
    holdAttempt: integer("hold_attempt").notNull(),
    /** Everything priced, as the shopper saw it; never priced again. */
    snapshot: text("snapshot", { mode: "json" }).$type<CheckoutSnapshot>().notNull(),
    totalMinor: integer("total_minor").notNull(),
    currency: text("currency").$type<Currency>().notNull(),
    paymentSessionId: text("payment_session_id"),
    paymentUrl: text("payment_url"),
    orderId: text("order_id"),
    createdAtMs: integer("created_at_ms").notNull(),
    expiresAtMs: integer("expires_at_ms").notNull(),
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [index("checkouts_by_state").on(table.state, table.updatedAtMs)],
);

/** Every move of every checkout. Its key makes two moves from one version impossible: the later batch fails whole. */
export const checkoutMoves = sqliteTable(
  "checkout_moves",
  {
    checkoutId: text("checkout_id").notNull(),
    version: integer("version").notNull(),
    leaves: text("leaves").$type<CheckoutState>().notNull(),
    enters: text("enters").$type<CheckoutState>().notNull(),
    cause: text("cause").notNull(),
    atMs: integer("at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.checkoutId, table.version] })],
);

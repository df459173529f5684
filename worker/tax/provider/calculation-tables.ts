import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TaxAnswer } from "../tax-answer.ts";

/** What a provider answered, by what it was asked: the same ask again neither changes nor costs anything. No address is kept. */
export const taxCalculations = sqliteTable(
  "tax_calculations",
  {
    /** SHA-256 of what was asked. */
    askHash: text("ask_hash").primaryKey(),
    calculationId: text("calculation_id").notNull(),
    answer: text("answer", { mode: "json" }).$type<TaxAnswer>().notNull(),
    /** After it the provider is asked again. */
    keptUntilMs: integer("kept_until_ms").notNull(),
  },
  (table) => [index("tax_calculations_old").on(table.keptUntilMs)],
);

/** Sales that the provider was told of, so that money that goes back is told of, too. */
export const taxTransactions = sqliteTable("tax_transactions", {
  orderId: text("order_id").primaryKey(),
  transactionId: text("transaction_id").notNull(),
  atMs: integer("at_ms").notNull(),
});

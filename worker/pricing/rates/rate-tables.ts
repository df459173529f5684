import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Currency } from "../money.ts";
import type { FeedProblem } from "./rate-feed.ts";
import type { FetchFailure } from "./rate-source.ts";

/** Units of a currency for one euro, as the European Central Bank published them for a day. Kept for `RATES_KEPT_DAYS`. */
export const exchangeRates = sqliteTable(
  "exchange_rates",
  {
    date: text("date").notNull(),
    currency: text("currency").notNull(),
    rate: text("rate").notNull(),
  },
  (table) => [primaryKey({ columns: [table.date, table.currency] })],
);

/** What staff set in place of the bank's rate, and until when it counts. */
export const rateOverrides = sqliteTable("rate_overrides", {
  currency: text("currency").$type<Currency>().primaryKey(),
  rate: text("rate").notNull(),
  reason: text("reason").notNull(),
  byName: text("by_name").notNull(),
  fromMs: integer("from_ms").notNull(),
  untilMs: integer("until_ms").notNull(),
});

/** One row: when the bank was asked, when it was last believed, and why it was not. */
export const rateAsks = sqliteTable("rate_asks", {
  id: text("id").$type<"bank">().primaryKey(),
  askedAtMs: integer("asked_at_ms").notNull(),
  believedAtMs: integer("believed_at_ms"),
  failedAtMs: integer("failed_at_ms"),
  failure: text("failure", { mode: "json" }).$type<FeedProblem | FetchFailure>(),
});

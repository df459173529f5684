/** Rates as they are kept: the bank's by the day, what staff set in their place, and how the last asking went. */
import { and, desc, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { Database } from "../../world.ts";
import type { Currency } from "../money.ts";
import { crossRate, isRate } from "./rate.ts";
import type { DayRates, FeedProblem } from "./rate-feed.ts";
import type { FetchFailure } from "./rate-source.ts";
import { exchangeRates, rateAsks, rateOverrides } from "./rate-tables.ts";

/** What can be looked up of the bank's former rates. */
const RATES_KEPT_DAYS = 400;

export type RateOverride = typeof rateOverrides.$inferSelect;
export type RateAsk = {
  askedAtMs: number;
  believedAtMs: number | null;
  failedAtMs: number | null;
  failure: FeedProblem | FetchFailure | null;
};
/** `bank` is the last day that was believed; null before the first. `overrides` are those that count now. */
export type KeptRates = { bank: DayRates | null; overrides: readonly RateOverride[]; ask: RateAsk | null };

export async function readRates(db: Database, nowMs: number): Promise<KeptRates> {
  const [rows, overrides, [ask]] = await db.batch([
    db
      .select({ date: sql<string>`date`, currency: sql<string>`currency`, rate: sql<string>`rate` })
      .from(sql`exchange_rates`)
      .where(sql`date = (SELECT max(date) FROM exchange_rates)`),
    db.select().from(rateOverrides).where(gt(rateOverrides.untilMs, nowMs)).orderBy(rateOverrides.currency),
    db.select().from(rateAsks).limit(1),
  ]);
  const [first] = rows;
  const rates = Object.fromEntries(rows.map(({ currency, rate }) => [currency, rate]));
  return { bank: first ? { date: first.date, rates } : null, overrides, ask: ask ?? null };
}

/** Units for one euro that count now, and where each is from. */
export function ratesInForce({ bank, overrides }: KeptRates): Map<string, { rate: string; source: "bank" | "staff" }> {
  return new Map<string, { rate: string; source: "bank" | "staff" }>([
    ...Object.entries(bank?.rates ?? {}).map(
      ([currency, rate]) => [currency, { rate, source: "bank" as const }] as const,
    ),
    ...overrides.map(({ currency, rate }) => [currency, { rate, source: "staff" as const }] as const),
    ["EUR", { rate: "1", source: "bank" as const }] as const,
  ]);
}

/** One unit of a currency in another, as it counts now; null where one of the two is not known. */
export function rateBetween(
  kept: KeptRates,
  from: Currency,
  to: Currency,
): { rate: string; source: "bank" | "staff" } | null {
  const rates = ratesInForce(kept);
  const [one, other] = [rates.get(from), rates.get(to)];
  if (!one || !other) return null;
  const rate = crossRate(one.rate, other.rate);
  if (!isRate(rate)) return null;
  return { rate, source: [one.source, other.source].includes("staff") ? "staff" : "bank" };
}

/** Units of a currency for a euro as the bank last published them by a day; null where none are kept. */
export async function readBankRate(
  db: Database,
  currency: string,
  day: string,
): Promise<{ rate: string; date: string } | null> {
  const { rate, date } = exchangeRates;
  const isOf = and(eq(exchangeRates.currency, currency), lte(date, day));
  return (await db.select({ rate, date }).from(exchangeRates).where(isOf).orderBy(desc(date)).limit(1).get()) ?? null;
}

/** False where somebody else asks at this moment. */
export async function claimAsk(db: Database, had: RateAsk | null, nowMs: number): Promise<boolean> {
  const { meta } = await db.run(sql`
    INSERT INTO rate_asks (id, asked_at_ms) VALUES ('bank', ${nowMs})
    ON CONFLICT (id) DO UPDATE SET asked_at_ms = excluded.asked_at_ms WHERE asked_at_ms = ${had?.askedAtMs ?? -1}`);
  return meta.changes > 0;
}

export const noteFailure = async (db: Database, failure: FeedProblem | FetchFailure, nowMs: number): Promise<void> => {
  await db.update(rateAsks).set({ failure, failedAtMs: nowMs });
};

/** The bank's rates of a day that were believed. */
export const ratesWrites = (db: Database, { date, rates }: DayRates, nowMs: number): BatchItem<"sqlite">[] => {
  const oldest = new Date(nowMs - RATES_KEPT_DAYS * 86_400_000).toISOString().slice(0, 10);
  return [
    sql`INSERT INTO exchange_rates (date, currency, rate) SELECT ${date}, key, value FROM json_each(${JSON.stringify(rates)})
      WHERE true ON CONFLICT (date, currency) DO UPDATE SET rate = excluded.rate`,
    sql`DELETE FROM exchange_rates WHERE date < ${oldest}`,
    sql`UPDATE rate_asks SET believed_at_ms = ${nowMs}, failed_at_ms = NULL, failure = NULL`,
  ].map((query) => statement(db, query));
};

export const overrideWrite = (db: Database, override: RateOverride): BatchItem<"sqlite"> =>
  statement(db, upsertOverride(override));
const upsertOverride = ({ currency, rate, reason, byName, fromMs, untilMs }: RateOverride): SQL => sql`
  INSERT INTO rate_overrides (currency, rate, reason, by_name, from_ms, until_ms)
  VALUES (${currency}, ${rate}, ${reason}, ${byName}, ${fromMs}, ${untilMs})
  ON CONFLICT (currency) DO UPDATE SET rate = excluded.rate, reason = excluded.reason, by_name = excluded.by_name,
    from_ms = excluded.from_ms, until_ms = excluded.until_ms`;

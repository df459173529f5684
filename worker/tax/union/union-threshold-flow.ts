/** Whether what was counted exceeds the Union's threshold with one sale more, and what that sale adds to the count. */
import { newMemory } from "../../base/memory-store.ts";
import { isInEu } from "../../markets/unions.ts";
import { type Quote, quoteOrder } from "../../pricing/quote.ts";
import { readBankRate } from "../../pricing/rates/rate-store.ts";
import type { World } from "../../world.ts";
import type { PricedForTax, TaxableLine } from "../price-with-tax.ts";
import { quoteByTable } from "../table-tax.ts";
import type { TaxAsk } from "../tax-answer.ts";
import { dayIn } from "../tax-date.ts";
import type { TaxSettings } from "../tax-settings.ts";
import {
  type EuroRate,
  eurMinorOf,
  isPastThreshold,
  isUnionSale,
  isWithinUnion,
  type UnionSale,
  type UnionYear,
  unionYearOf,
} from "./union-sale.ts";
import { countUnrated, listUnionDays } from "./union-sale-store.ts";

/** The bank publishes once a working day. */
const REMEMBERED_MS = 60_000;
const rates = newMemory<string, EuroRate | null>(REMEMBERED_MS);

type Sold = Pick<TaxAsk, "supply" | "to">;
type Sums = Pick<Quote<TaxableLine>["totals"], "totalMinor" | "taxMinor" | "currency">;

const todayOf = (world: World, { seller }: TaxSettings): string => dayIn(seller.timeZone, world.nowMs());

/** `lifts`: the worth by which this sale is the one that exceeds it, which is then what counts of it. */
type Threshold = { isPast: boolean; lifts: UnionSale | null };

/**
 * Asked while staff let the store count, of what goes to another member state: a read of some days' sums. The sale itself
 * counts as it would be taxed at home. One that is begun meanwhile is not seen: what is paid counts.
 */
export async function readThreshold(
  world: World,
  settings: TaxSettings,
  { lines, ask, terms }: PricedForTax<TaxableLine>,
): Promise<Threshold> {
  const { seller, oss } = settings;
  if (oss !== "counted" || !isWithinUnion(seller.country, ask.to)) return { isPast: false, lifts: null };
  const day = todayOf(world, settings);
  const { totals } = quoteOrder(lines, ask, quoteByTable(terms, ask));
  const [days, sale] = await Promise.all([
    listUnionDays(world, seller.country, Number(day.slice(0, 4))),
    unionSaleOf(world, settings, ask, totals),
  ]);
  if (isPastThreshold(day, days, 0)) return { isPast: true, lifts: null };
  const isPast = isPastThreshold(day, days, sale?.eurMinor ?? 0);
  return { isPast, lifts: isPast ? sale : null };
}

/** What an order keeps, whatever staff chose; null for a sale that does not count. Its worth is without tax, with shipping. */
export async function unionSaleOf(
  world: World,
  settings: TaxSettings,
  { supply, to }: Sold,
  { totalMinor, taxMinor, currency }: Sums,
): Promise<UnionSale | null> {
  const home = settings.seller.country;
  if (!isUnionSale(supply.treatment, home, to)) return null;
  const netMinor = totalMinor - taxMinor;
  if (currency === "EUR") return { home, eurMinor: netMinor };
  const rate = await euroRateOn(world, currency, todayOf(world, settings));
  if (!rate) return { home, eurMinor: null };
  return { home, eurMinor: eurMinorOf(netMinor, currency, rate.rate), rate: rate.rate, rateDate: rate.date };
}

/** Of the day, or of the last one the bank published before it. */
export const euroRateOn = (world: World, currency: string, day: string): Promise<EuroRate | null> =>
  rates.recall(`${currency}:${day}`, world.nowMs(), () => readBankRate(world.catalog, currency, day));

/** `years` are this one and the last; `unrated` sales are in no sum, since no rate of their currency was known. */
export type UnionStanding = { home: string; years: readonly [UnionYear, UnionYear]; isPast: boolean; unrated: number };

/** For staff; null where the shop sells from outside the Union. */
export async function readUnionStanding(world: World, settings: TaxSettings): Promise<UnionStanding | null> {
  const home = settings.seller.country;
  if (!isInEu(home)) return null;
  const day = todayOf(world, settings);
  const year = Number(day.slice(0, 4));
  const [days, unrated] = await Promise.all([listUnionDays(world, home, year), countUnrated(world, home, year)]);
  const years = [unionYearOf(year, days), unionYearOf(year - 1, days)] as const;
  return { home, years, isPast: years.some(({ exceededOn }) => exceededOn !== null), unrated };
}

/**
 * Sales to consumers in other member states, counted against the Union's threshold: article 59c of Directive 2006/112/EC.
 * Below it they bear the tax of home; "where, during a calendar year, the threshold is exceeded", that of where they arrive
 * "as of that time" (paragraph 2), and in the whole of the next year (1 c). So the sale that lifts the sum over it is the
 * first that is taxed where it arrives, and none before it is taxed anew.
 */
import { isInEu } from "../../markets/unions.ts";
import { type Currency, minorDigitsOf } from "../../pricing/money.ts";
import type { Treatment } from "../place-of-supply.ts";
import { areaOf, type TaxPlace } from "../tax-place.ts";

/** Article 59c (1) (c): 10,000 euros, without the tax, of goods and digital services together. In cents. */
export const UNION_LIMIT_MINOR = 1_000_000;

/**
 * What an order keeps of it. `home` is the member state it is sold from. `eurMinor`: its worth without tax, in cents; null
 * where no rate was kept. `rate`: units of its currency for a euro, as the bank published them on `rateDate`.
 */
export type UnionSale = { home: string; eurMinor: number | null; rate?: string; rateDate?: string };
export type EuroRate = { rate: string; date: string };

/** Sent from one member state to another (goods to Northern Ireland too), whoever buys and whatever follows for the tax. */
export function isWithinUnion(home: string, to: TaxPlace): boolean {
  const { country, isOutside, isUnion } = areaOf(to);
  return !isOutside && isInEu(home) && isUnion && country !== home;
}

/** A business that owes the tax itself makes an acquisition: that is no such sale. A consumer with a certificate still buys. */
const COUNTED: ReadonlySet<Treatment> = new Set(["oss", "home_rate", "exempt"]);
export const isUnionSale = (treatment: Treatment, home: string, to: TaxPlace): boolean =>
  COUNTED.has(treatment) && isWithinUnion(home, to);

/** Cents, half a cent up. `rate` is a decimal number above zero: units of the currency for one euro. */
export function eurMinorOf(amountMinor: number, currency: Currency, rate: string): number {
  const [units = "", fraction = ""] = rate.split(".");
  const dividend = BigInt(amountMinor) * 100n * 10n ** BigInt(fraction.length);
  const divisor = BigInt(units + fraction) * 10n ** BigInt(minorDigitsOf(currency));
  return Number((dividend * 2n + divisor) / (divisor * 2n));
}

/**
 * One day of what was counted, in cents: `soldMinor` sold, `backMinor` given back of the same year's sales; below zero where
 * the banks sent back more than was given.
 */
export type UnionDay = { day: string; soldMinor: number; backMinor: number };
/** `exceededOn` is the first day the sum stood above the threshold; what is given back later does not undo it. */
export type UnionYear = {
  year: number;
  soldMinor: number;
  backMinor: number;
  sumMinor: number;
  exceededOn: string | null;
};

/**
 * What is given back lowers the sum (articles 73 and 90: the price counts as it is reduced), from the day on: that day's
 * sales are summed before it. `days` may be of several databases and years, in any order.
 */
export function unionYearOf(year: number, days: readonly UnionDay[]): UnionYear {
  const own = days.filter(({ day }) => day.startsWith(`${year}-`)).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const sum: UnionYear = { year, soldMinor: 0, backMinor: 0, sumMinor: 0, exceededOn: null };
  for (const [day, together] of Map.groupBy(own, (each) => each.day)) {
    const exceed = () => {
      if (sum.soldMinor - sum.backMinor > UNION_LIMIT_MINOR) sum.exceededOn ??= day;
    };
    for (const { soldMinor } of together) sum.soldMinor += soldMinor;
    exceed();
    for (const { backMinor } of together) sum.backMinor += backMinor;
    exceed();
  }
  return { ...sum, sumMinor: sum.soldMinor - sum.backMinor };
}

/** Whether a sale of `saleMinor` on a day of this year is taxed where it arrives. `saleMinor` is 0 for one that does not count. */
export function isPastThreshold(day: string, days: readonly UnionDay[], saleMinor: number): boolean {
  const year = Number(day.slice(0, 4));
  const withIt = saleMinor > 0 ? [...days, { day, soldMinor: saleMinor, backMinor: 0 }] : days;
  return [unionYearOf(year, withIt), unionYearOf(year - 1, days)].some(({ exceededOn }) => exceededOn !== null);
}

/** What of a sale is given back, so that all of it is when the whole order is: `beforeMinor` was given back earlier. */
export function unionBackOf(
  eurMinor: number,
  { totalMinor, beforeMinor, amountMinor }: { totalMinor: number; beforeMinor: number; amountMinor: number },
): number {
  const upTo = (soFarMinor: number) =>
    totalMinor === 0
      ? 0
      : Number((BigInt(eurMinor) * BigInt(soFarMinor) * 2n + BigInt(totalMinor)) / (BigInt(totalMinor) * 2n));
  return upTo(beforeMinor + amountMinor) - upTo(beforeMinor);
}

/** The rates that count on a day, as staff look at them: the store's own table with what they added. */
import { TAX_CLASSES, type TaxClass } from "./tax-class.ts";
import type { DatedRate, LevyRates, RateTable, TaxKind } from "./tax-rate.ts";

/** As many as are told at once. */
export const RATES_TOLD_MAX = 200;

/**
 * `fromDate` is its first day; `until` the last before one that is known by now, null where none is. `isAdded`: staff added
 * it. A class without a rate of its own, which bears the standard one, is told in no row.
 */
export type RateInForce = {
  country: string;
  region: string;
  kind: TaxKind;
  taxClass: TaxClass;
  per100k: number;
  fromDate: string;
  until: string | null;
  isAdded: boolean;
};
export type RatesAsk = { day: string; country?: string; taxClass?: TaxClass };

/** By place, tax and class. `shipped` is the table without what staff added. `isWhole` is false where more fit than are told. */
export function ratesInForce(
  table: RateTable,
  shipped: RateTable,
  ask: RatesAsk,
): { rates: RateInForce[]; isWhole: boolean } {
  const found = Object.keys(table)
    .toSorted()
    .filter((key) => ask.country === undefined || key.slice(0, 2) === ask.country)
    .flatMap((key) => (table[key] ?? []).flatMap((levied) => ratesOf(key, levied, shipped[key] ?? [], ask)));
  return { rates: found.slice(0, RATES_TOLD_MAX), isWhole: found.length <= RATES_TOLD_MAX };
}

function ratesOf(key: string, levied: LevyRates, shipped: readonly LevyRates[], ask: RatesAsk): RateInForce[] {
  const had = shipped.find(({ kind }) => kind === levied.kind);
  return TAX_CLASSES.filter((each) => ask.taxClass === undefined || each === ask.taxClass).flatMap((taxClass) => {
    const dated = levied.rates[taxClass] ?? [];
    const at = dated.findLastIndex(({ fromDate }) => fromDate <= ask.day);
    const rate = dated[at];
    if (!rate) return [];
    const next = dated[at + 1];
    return [
      {
        ...{ country: key.slice(0, 2), region: key.slice(3), kind: levied.kind, taxClass, ...rate },
        until: next ? dayBefore(next.fromDate) : null,
        isAdded: !had?.rates[taxClass]?.some((each) => isSame(each, rate)),
      },
    ];
  });
}

const isSame = (one: DatedRate, other: DatedRate): boolean =>
  one.fromDate === other.fromDate && one.per100k === other.per100k;

const DAY_MS = 86_400_000;
const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

/** Countries that have any rate, by their codes. */
export const ratedCountries = (table: RateTable): string[] =>
  [...new Set(Object.keys(table).map((key) => key.slice(0, 2)))].toSorted();

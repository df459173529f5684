/** Rates by place, kind of tax, class of goods and day. Whole numbers per 100,000, so none is rounded: 9.975 % is 9,975. */
import { assert } from "../base/assert.ts";
import type { TaxClass } from "./tax-class.ts";
import type { TaxPlace } from "./tax-place.ts";

/** What rates are parts of. */
export const RATE_BASE = 100_000;
/** `fromDate` is the first day it applies, as `YYYY-MM-DD` on the calendar of the place. The later of two rates counts. */
export type DatedRate = { fromDate: string; per100k: number };

/** Each is a name of its own on pages and invoices. */
export const TAX_KINDS = [
  ...(["vat", "consumption_tax", "sales_tax", "gst", "hst", "pst", "rst", "qst"] as const),
  ...(["igst", "cgst", "sgst", "icms"] as const),
] as const;
export type TaxKind = (typeof TAX_KINDS)[number];

/** A tax that a sale bears. `inside`: it is part of what it is reckoned on, as Brazil's ICMS is. */
export type Levy = { kind: TaxKind; per100k: number; inside?: true };
/** The same over time. A class without a rate of its own on a day has that of `standard`. */
export type LevyRates = {
  kind: TaxKind;
  rates: { standard: readonly DatedRate[] } & Readonly<Partial<Record<TaxClass, readonly DatedRate[]>>>;
  inside?: true;
};
/** By country, or country and region (`CA-QC`); a region's entry has all that is levied there. */
export type RateTable = Readonly<Record<string, readonly LevyRates[]>>;

export const placeKey = ({ country, region }: Pick<TaxPlace, "country" | "region">): string =>
  region === "" ? country : `${country}-${region}`;

/** The region's, else the country's: what is levied there at any time. */
const entryAt = (table: RateTable, place: Pick<TaxPlace, "country" | "region">): readonly LevyRates[] | null =>
  table[placeKey(place)] ?? table[place.country] ?? null;

/** What is levied at a place by a day: a tax that begins later is not yet. Null where nothing is, or nothing is known. */
export function ratesAt(table: RateTable, place: TaxPlace, day: string): readonly LevyRates[] | null {
  const begun = entryAt(table, place)?.filter(({ rates }) =>
    Object.values(rates).some((dated) => rateOn(dated, day) !== null),
  );
  return begun && begun.length > 0 ? begun : null;
}

/** What goods of a class bear at a place on a day, in the order the place names them. A place that levies nothing then is a bug. */
export function leviesAt(table: RateTable, place: TaxPlace, taxClass: TaxClass, day: string): readonly Levy[] {
  const levied = ratesAt(table, place, day);
  assert(levied !== null, "the place has tax rates on that day");
  return levied.flatMap(({ kind, rates, inside }) => {
    const per100k = rateOn(rates[taxClass] ?? [], day) ?? rateOn(rates.standard, day);
    return per100k === null ? [] : [{ kind, per100k, ...(inside && { inside }) }];
  });
}

/** Of rates in order of their days; null before the first. */
const rateOn = (rates: readonly DatedRate[], day: string): number | null =>
  rates.findLast(({ fromDate }) => fromDate <= day)?.per100k ?? null;

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

/** The region's, else the country's; null where the table knows neither. */
export const ratesAt = (table: RateTable, place: TaxPlace): readonly LevyRates[] | null =>
  table[placeKey(place)] ?? table[place.country] ?? null;

/** What goods of a class bear at a place on a day, in the order the place names them. A day before the first rate is a bug. */
export function leviesAt(table: RateTable, place: TaxPlace, taxClass: TaxClass, day: string): readonly Levy[] {
  const levied = ratesAt(table, place);
  assert(levied !== null, "the place has tax rates");
  return levied.map(({ kind, rates, inside }) => {
    const per100k = rateOn(rates[taxClass] ?? [], day) ?? rateOn(rates.standard, day);
    assert(per100k !== null, "the tax rate of that day is known");
    return { kind, per100k, ...(inside && { inside }) };
  });
}

/** Of rates in order of their days; null before the first. */
export const rateOn = (rates: readonly DatedRate[], day: string): number | null =>
  rates.findLast(({ fromDate }) => fromDate <= day)?.per100k ?? null;

/** A rate that staff added: it stands beside those the store came with, and over one of the same day. */
export type AddedRate = DatedRate & { country: string; region: string; kind: TaxKind; taxClass: TaxClass };

/** A region that had no entry begins with what its country levies. */
export function withAdded(table: RateTable, added: readonly AddedRate[]): RateTable {
  const grown: Record<string, readonly LevyRates[]> = { ...table };
  for (const { country, region, kind, taxClass, fromDate, per100k } of added) {
    const key = placeKey({ country, region });
    const levied = grown[key] ?? grown[country] ?? [];
    const had = levied.find((levy) => levy.kind === kind) ?? { kind, rates: { standard: [] } };
    const dated = [...(had.rates[taxClass] ?? []).filter((rate) => rate.fromDate !== fromDate), { fromDate, per100k }];
    dated.sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
    const levy = { ...had, rates: { ...had.rates, [taxClass]: dated } };
    grown[key] = levied.some((each) => each.kind === kind)
      ? levied.map((each) => (each.kind === kind ? levy : each))
      : [...levied, levy];
  }
  return grown;
}

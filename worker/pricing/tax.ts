/**
 * Which tax a sale bears, by the country (and in the US the state) it is sent to and the day it is made. Rates are whole
 * numbers per 100,000, so none is rounded: 6.875 % is 6,875.
 */
import { assert } from "../base/assert.ts";
import { scaleMinor } from "./money.ts";
import { US_STATE_RATES } from "./us-state-rates.ts";

/** What rates are parts of. */
export const RATE_BASE = 100_000;
/** `fromDate` is the first day it applies, in UTC. The later of two rates counts. */
export type DatedRate = { fromDate: string; per100k: number };
/** `region` is the state's code in the US, and read nowhere else. */
export type TaxPlace = { country: string; region: string };

/**
 * Standard rates of value added or consumption tax. Sources: GB gov.uk/vat-rates; DE § 12 (1) UStG, with the half year
 * of 16 % by § 28 UStG; AT § 10 (1) UStG 1994; JP National Tax Agency, consumption tax; AE Federal Decree-Law 8 of 2017;
 * CA Excise Tax Act 165 (GST alone); FR art. 278 CGI; ES art. 90 Ley 37/1992; IT art. 16 DPR 633/1972; PL art. 146ef of the VAT
 * act of 2004; KR art. 30 VAT Act; BR ICMS inside a state, as São Paulo has it; IN 18 % GST, the rate of most electronics.
 */
const COUNTRY_RATES: Readonly<Record<string, readonly DatedRate[]>> = {
  GB: [{ fromDate: "2011-01-04", per100k: 20_000 }],
  DE: [
    { fromDate: "2007-01-01", per100k: 19_000 },
    { fromDate: "2020-07-01", per100k: 16_000 },
    { fromDate: "2021-01-01", per100k: 19_000 },
  ],
  AT: [{ fromDate: "1995-01-01", per100k: 20_000 }],
  JP: [
    { fromDate: "2014-04-01", per100k: 8_000 },
    { fromDate: "2019-10-01", per100k: 10_000 },
  ],
  AE: [{ fromDate: "2018-01-01", per100k: 5_000 }],
  CA: [{ fromDate: "2008-01-01", per100k: 5_000 }],
  FR: [{ fromDate: "2014-01-01", per100k: 20_000 }],
  ES: [{ fromDate: "2012-09-01", per100k: 21_000 }],
  IT: [{ fromDate: "2013-10-01", per100k: 22_000 }],
  PL: [{ fromDate: "2011-01-01", per100k: 23_000 }],
  KR: [{ fromDate: "1977-07-01", per100k: 10_000 }],
  BR: [{ fromDate: "2013-01-01", per100k: 18_000 }],
  IN: [{ fromDate: "2017-07-01", per100k: 18_000 }],
};

/** The rate at a place on a day. A place the store does not sell to, or a day before its first rate, is a bug. */
export function taxRateAt({ country, region }: TaxPlace, atMs: number): number {
  const rates = country === "US" ? US_STATE_RATES[region] : COUNTRY_RATES[country];
  assert(rates !== undefined, "the place has a tax rate");
  const date = new Date(atMs).toISOString().slice(0, 10);
  const rate = rates.findLast(({ fromDate }) => fromDate <= date);
  assert(rate !== undefined, "the tax rate of that day is known");
  return rate.per100k;
}

/** Whether the rate is a region's: then the country alone does not say it. */
export const taxesByRegion = (country: string): boolean => country === "US";

/** Whether shipping is taxed like the goods. In the US it is left untaxed: its taxation differs by state and by how it is billed. */
export const taxesShipping = (country: string): boolean => country !== "US";

/** The tax that a price with tax holds. */
export const taxInside = (grossMinor: number, per100k: number): number =>
  scaleMinor(grossMinor, per100k, RATE_BASE + per100k);

/** The tax that comes on top of a price without. */
export const taxOnTop = (netMinor: number, per100k: number): number => scaleMinor(netMinor, per100k, RATE_BASE);

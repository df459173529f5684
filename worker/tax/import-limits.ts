/**
 * Up to what worth the seller takes the tax of goods that come over a border; above it whoever brings them in owes it there.
 * Sources: HMRC, "VAT and overseas goods sold directly to customers in the UK" (consignments of up to £135); articles 14 (4) 2
 * and 369l of Directive 2006/112/EC (consignments of up to €150); Skatteetaten, "Value Added Tax on low value imported goods"
 * (each item below NOK 3,000, no foodstuffs). Worth is without tax and delivery. Other countries have no limit here.
 */
import { isInEu } from "../markets/unions.ts";
import { type Currency, minorDigitsOf } from "../pricing/money.ts";
import type { TaxClass } from "./tax-class.ts";
import { areaOf, type TaxPlace } from "./tax-place.ts";

/** `fromDate` as in rates. `amountMinor` in hundredths. `isIncluded`: what is worth just as much is still the seller's. */
export type ImportLimit = {
  fromDate: string;
  currency: "GBP" | "EUR" | "NOK";
  amountMinor: number;
  of: "consignment" | "item";
  isIncluded: boolean;
  /** Whose tax is never the seller's. */
  without: readonly TaxClass[];
};
const LIMIT_DIGITS = 2;

const CONSIGNMENT = { of: "consignment", isIncluded: true, without: [] } as const;
const LIMITS: Readonly<Record<string, readonly ImportLimit[]>> = {
  GB: [{ fromDate: "2021-01-01", currency: "GBP", amountMinor: 135_00, ...CONSIGNMENT }],
  EU: [{ fromDate: "2021-07-01", currency: "EUR", amountMinor: 150_00, ...CONSIGNMENT }],
  NO: [
    {
      ...{ fromDate: "2020-04-01", currency: "NOK", amountMinor: 3_000_00 },
      ...{ of: "item", isIncluded: false, without: ["food"] },
    },
  ],
};

/** That of where goods go, on a day; null where there is none. */
export function importLimitOf(to: TaxPlace, day: string): ImportLimit | null {
  const { country } = areaOf(to);
  return LIMITS[isInEu(country) ? "EU" : country]?.findLast(({ fromDate }) => fromDate <= day) ?? null;
}

/** `netMinor` is the worth of all units of a line. */
export type WorthLine = { netMinor: number; quantity: number; taxClass: TaxClass };
/** Units for a euro, as decimal numbers: of the currency the goods are sold in, and of the limit's. */
export type LimitRates = { sold: string; limit: string };

/** Exactly, without rounding either side. */
export function isOverLimit(
  { amountMinor, of, isIncluded, without }: ImportLimit,
  lines: readonly WorthLine[],
  sold: Currency,
  rates: LimitRates,
): boolean {
  if (lines.some(({ taxClass }) => without.includes(taxClass))) return true;
  const isOver = (netMinor: number, times: number) => {
    const worth = BigInt(netMinor) * scaled(rates.limit, rates.sold) * 10n ** BigInt(LIMIT_DIGITS);
    const most = BigInt(amountMinor * times) * scaled(rates.sold, rates.limit) * 10n ** BigInt(minorDigitsOf(sold));
    return isIncluded ? worth > most : worth >= most;
  };
  if (of === "item") return lines.some(({ netMinor, quantity }) => isOver(netMinor, quantity));
  return isOver(
    lines.reduce((sum, { netMinor }) => sum + netMinor, 0),
    1,
  );
}

/** A decimal number as a whole one, with as many places as the longer of both has. */
function scaled(rate: string, other: string): bigint {
  const places = Math.max(...[rate, other].map((text) => text.split(".")[1]?.length ?? 0));
  const [units = "", fraction = ""] = rate.split(".");
  return BigInt(units + fraction.padEnd(places, "0"));
}

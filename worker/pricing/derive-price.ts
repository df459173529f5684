/**
 * Prices in the lists of five currencies for goods that come with a US price only. The rates are the demo store's, fixed on 1 October
 * 2026, so that importing a file twice gives the same prices. Lists that follow another go by rates of the day (price-list.ts).
 */
import { assert } from "../base/assert.ts";
import { amountMaxOf, minorDigitsOf, scaleMinor } from "./money.ts";

/** The price lists that an import fills from dollars alone; each is of the currency it is called by. */
export const IMPORT_LISTS = ["USD", "GBP", "EUR", "JPY", "AED"] as const;
export type ImportList = (typeof IMPORT_LISTS)[number];

/**
 * `per100`: what 100 US dollars become, with the tax that the currency's market shows in its prices (20 %, 19 %, 10 %,
 * 5 %). `stepMinor`: prices are whole multiples of it: 10 yen, and 25 fils, the UAE's smallest coin.
 */
const RATES: Readonly<Record<ImportList, { per100: number; stepMinor: number }>> = {
  USD: { per100: 100, stepMinor: 1 },
  GBP: { per100: 91, stepMinor: 1 },
  EUR: { per100: 104, stepMinor: 1 },
  JPY: { per100: 16_500, stepMinor: 10 },
  AED: { per100: 386, stepMinor: 25 },
};

/** The dearest US price, in cents, whose price in every currency may be charged. */
export const BASE_MINOR_MAX = Math.floor((amountMaxOf("AED") * 100) / 386) - 25;

/** The price in a currency of what costs `usdMinor` US cents before tax; never zero. */
export function derivePrice(usdMinor: number, currency: ImportList): number {
  assert(Number.isSafeInteger(usdMinor) && usdMinor > 0 && usdMinor <= BASE_MINOR_MAX, "a base price is within limits");
  const { per100, stepMinor } = RATES[currency];
  const centsPerUnit = 10 ** (minorDigitsOf("USD") - minorDigitsOf(currency));
  return stepMinor * Math.max(1, scaleMinor(usdMinor, per100, 100 * centsPerUnit * stepMinor));
}

/**
 * What an order costs, to the last minor unit. Tax is rounded once for the whole order (as Japan's invoice rules ask, and
 * the others allow) and then split over lines and shipping, so the parts always sum to the whole.
 */
import { assert } from "../base/assert.ts";
import type { Totals } from "../checkout/checkout.ts";
import type { Market } from "../markets/markets.ts";
import { splitMinor, sumMinor } from "./money.ts";
import { type TaxPlace, taxesShipping, taxInside, taxOnTop, taxRateAt } from "./tax.ts";

type Line = { unitMinor: number; quantity: number };
/** `taxMinor` is in `totalMinor` or comes on top of it, as the market shows its prices. */
export type QuotedLine<L extends Line> = L & { totalMinor: number; taxMinor: number };
export type Quote<L extends Line> = {
  lines: QuotedLine<L>[];
  /** Line taxes and this sum to `totals.taxMinor`. */
  shippingTaxMinor: number;
  totals: Totals;
};

/** Lines keep what else they hold. `address` is one that `checkAddress` took; `nowMs` picks the tax rate of the day. */
export function quoteOrder<L extends Line>(ask: {
  market: Market;
  lines: readonly L[];
  shipping: { amountMinor: number };
  address: TaxPlace;
  nowMs: number;
}): Quote<L> {
  const { market, shipping, address } = ask;
  const lineTotals = ask.lines.map(({ unitMinor, quantity }) => unitMinor * quantity);
  const taxIncluded = market.taxDisplay === "inclusive";
  const rate = taxRateAt(address, ask.nowMs);
  const taxed = [...lineTotals, taxesShipping(address.country) ? shipping.amountMinor : 0];
  const taxMinor = taxIncluded ? taxInside(sumMinor(taxed), rate) : taxOnTop(sumMinor(taxed), rate);
  const taxes = splitMinor(taxMinor, taxed);
  const subtotalMinor = sumMinor(lineTotals);
  const totals = totalsOf(market, { subtotalMinor, shippingMinor: shipping.amountMinor, taxMinor, taxIncluded });
  const lines = ask.lines.map((line, at) => ({ ...line, totalMinor: lineTotals[at] ?? 0, taxMinor: taxes[at] ?? 0 }));
  return { lines, shippingTaxMinor: taxes.at(-1) ?? 0, totals };
}

type Parts = Pick<Totals, "subtotalMinor" | "shippingMinor" | "taxMinor" | "taxIncluded">;

function totalsOf({ currency }: Market, parts: Parts): Totals {
  const discountMinor = 0;
  const onTop = parts.taxIncluded ? 0 : parts.taxMinor;
  const totalMinor = parts.subtotalMinor - discountMinor + parts.shippingMinor + onTop;
  assert(Number.isSafeInteger(totalMinor) && totalMinor >= 0, "a total is a whole number, not negative");
  return { currency, ...parts, discountMinor, totalMinor };
}

/**
 * Prices what is sent over a border at which its buyer pays what is asked: the store takes the tax up to the worth that the
 * law leaves to sellers, and none of it above, so that nobody pays it twice.
 */
import { importLimitOf, isOverLimit, type LimitRates, type WorthLine } from "./import-limits.ts";
import {
  type PricedForTax,
  priceForTax,
  type TaxableLine,
  type TaxableOrder,
  type TaxFacts,
} from "./price-with-tax.ts";
import { taxOfParts } from "./reckon-tax.ts";
import { quoteByTable } from "./table-tax.ts";

/** `isLowValue`: the store takes the tax of it as the law has sellers do, and customs do not ask for it. */
export type PricedAtBorder<L extends TaxableLine> = PricedForTax<L> & { isLowValue: boolean };

/** `rates` are null where they are not known: then the store takes the tax whatever the worth. */
export function priceAtBorder<L extends TaxableLine>(
  facts: TaxFacts,
  order: TaxableOrder<L>,
  rates: LimitRates | null,
): PricedAtBorder<L> {
  const usual = priceForTax(facts, order);
  const limit = order.asksAtBorder ? importLimitOf(order.to, usual.ask.day) : null;
  if (!limit || !rates || usual.ask.supply.place === null) return { ...usual, isLowValue: false };
  return isOverLimit(limit, worthOf(usual), usual.ask.currency, rates)
    ? { ...priceForTax({ ...facts, isLeftToBorder: true }, order), isLowValue: false }
    : { ...usual, isLowValue: true };
}

/** Of the goods in the parcel: downloads cross no border. */
function worthOf({ lines, ask, terms }: PricedForTax<TaxableLine>): WorthLine[] {
  const taxed = quoteByTable(terms, ask).lines;
  return ask.lines.flatMap(({ amountMinor, quantity, taxClass }, at) => {
    if (lines[at]?.digital) return [];
    const netMinor = ask.included ? amountMinor - taxOfParts(taxed[at] ?? []) : amountMinor;
    return [{ netMinor, quantity, taxClass }];
  });
}

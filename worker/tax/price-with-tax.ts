/**
 * From a market's shown prices to what is asked of a tax reckoner. Prices that hold a tax which this sale does not bear
 * (a business that owes it itself, what leaves the area, an exempt buyer) have it taken out, unit by unit, and the sale
 * then goes on as one of prices without tax.
 */
import type { Market } from "../markets/markets.ts";
import { payableMinor, sumMinor } from "../pricing/money.ts";
import { isWithinState, type Supply, supplyOf, type TaxBuyer } from "./place-of-supply.ts";
import { type TaxedItem, withoutTax } from "./reckon-tax.ts";
import { leviesOf, shareShipping, type TableTerms } from "./table-tax.ts";
import type { TaxAddress, TaxAsk } from "./tax-answer.ts";
import type { TaxClass } from "./tax-class.ts";
import { dayIn } from "./tax-date.ts";
import type { RateTable } from "./tax-rate.ts";
import type { TaxSettings } from "./tax-settings.ts";

/** What the store knows of tax at a moment; `isPastThreshold` and `isLeftToBorder` as `supplyOf` takes them. */
export type TaxFacts = {
  settings: TaxSettings;
  table: RateTable;
  isPastThreshold?: boolean;
  isLeftToBorder?: boolean;
};
/** `digital`: nothing of it is sent. */
export type TaxableLine = {
  sku: string;
  unitMinor: number;
  quantity: number;
  taxClass?: TaxClass;
  digital?: boolean;
};
export type TaxableOrder<L extends TaxableLine> = {
  market: Market;
  lines: readonly L[];
  shippingMinor: number;
  to: TaxAddress;
  /** The goods lie there and are not sent. */
  collected?: boolean;
  /** They cross a border of customs or of tax, and their buyer pays what is asked there. */
  asksAtBorder?: boolean;
  buyer: TaxBuyer;
  nowMs: number;
};
/** `lines` and `shippingMinor` as they are charged; `included` says whether they hold tax. */
export type PricedForTax<L extends TaxableLine> = { lines: L[]; ask: TaxAsk; terms: TableTerms };

/** The day is the market's: the rate is that of the day on which the shopper orders, where the shopper is. */
export function priceForTax<L extends TaxableLine>(facts: TaxFacts, order: TaxableOrder<L>): PricedForTax<L> {
  const { market, to } = order;
  const day = dayIn(market.timeZone, order.nowMs);
  const { collected = false } = order;
  const supply = supplyOf({ ...facts, day, collected }, to, order.buyer);
  const place = supply.place ?? supply.relief;
  const terms = { table: facts.table, withinState: place !== null && isWithinState(facts.settings, place) };
  const shown = market.taxDisplay === "inclusive";
  const isRelieved = shown && supply.place === null && supply.relief !== null;
  const { lines, shippingMinor } = isRelieved ? relieve(terms, supply, day, order) : order;
  const ask = {
    currency: market.currency,
    included: shown && !isRelieved,
    lines: lines.map(({ sku, unitMinor, quantity, taxClass = "standard" }) => ({
      ...{ reference: sku, quantity, taxClass },
      amountMinor: unitMinor * quantity,
    })),
    ...{ shippingMinor, to, supply, day },
  };
  return { lines: [...lines], ask, terms };
}

function relieve<L extends TaxableLine>(
  terms: TableTerms,
  { treatment, relief }: Supply,
  day: string,
  { market: { currency }, lines, shippingMinor }: TaxableOrder<L>,
) {
  const held = { supply: { treatment, place: relief, relief }, day };
  const goods: TaxedItem[] = lines.map(({ unitMinor, quantity, taxClass = "standard" }) => ({
    amountMinor: unitMinor * quantity,
    levies: leviesOf(terms, held, taxClass),
  }));
  const shares = shareShipping(goods, shippingMinor, relief);
  return {
    lines: lines.map((line, at) => ({
      ...line,
      unitMinor: payableMinor(withoutTax(line.unitMinor, goods[at]?.levies ?? []), currency),
    })),
    shippingMinor: payableMinor(
      sumMinor(shares.map(({ amountMinor, levies }) => withoutTax(amountMinor, levies))),
      currency,
    ),
  };
}

/** An order priced as a checkout prices it, by rules alone: with the rates and the settings a new store has. */
import type { Market } from "../../worker/markets/markets.ts";
import { marketOfFacts } from "../../worker/markets/markets.ts";
import { type Quote, quoteOrder } from "../../worker/pricing/quote.ts";
import { CONSUMER, type TaxBuyer } from "../../worker/tax/place-of-supply.ts";
import { priceForTax, type TaxableLine, type TaxFacts } from "../../worker/tax/price-with-tax.ts";
import { SHIPPED_RATES } from "../../worker/tax/shipped-rates.ts";
import { quoteByTable } from "../../worker/tax/table-tax.ts";
import { type OrderTax, orderTaxOf, type TaxAddress } from "../../worker/tax/tax-answer.ts";
import { FIRST_SETTINGS, type TaxSettings } from "../../worker/tax/tax-settings.ts";
import { marketFacts } from "./markets.ts";

export const shippedFacts = (over: Partial<TaxSettings> = {}): TaxFacts => ({
  settings: { ...FIRST_SETTINGS, ...over },
  table: SHIPPED_RATES,
});
export const soldFrom = (country: string, region = ""): Partial<TaxSettings> => ({
  seller: { ...FIRST_SETTINGS.seller, country, region },
});

export type QuoteAsk<L extends TaxableLine = TaxableLine> = {
  market: Market;
  lines: readonly L[];
  shippingMinor?: number;
  to: Partial<TaxAddress> & { country: string };
  buyer?: TaxBuyer;
  nowMs?: number;
  settings?: Partial<TaxSettings>;
};
export const NOW_MS = Date.UTC(2026, 9, 1, 12);

export function quoteFor<L extends TaxableLine>(ask: QuoteAsk<L>): Quote<L> & { tax: OrderTax } {
  const { market, lines, shippingMinor = 0, buyer = CONSUMER, nowMs = NOW_MS } = ask;
  const to = { line1: "", city: "", region: "", postalCode: "", ...ask.to };
  const priced = priceForTax(shippedFacts(ask.settings), { market, lines, shippingMinor, to, buyer, nowMs });
  const answer = quoteByTable(priced.terms, priced.ask);
  return { ...quoteOrder(priced.lines, priced.ask, answer), tax: orderTaxOf(priced.ask, answer) };
}

/** A market like the American, but for what is said. */
export const marketLike = (over: Parameters<typeof marketFacts>[0]): Market => marketOfFacts(marketFacts(over));

/** Prices an order with its tax: by the store's own rates of the day, or by a provider where staff say so. */
import { done, type Outcome } from "../base/outcome.ts";
import { type Quote, quoteOrder } from "../pricing/quote.ts";
import type { World } from "../world.ts";
import { priceForTax, type TaxableLine, type TaxableOrder } from "./price-with-tax.ts";
import { reckonOrder, type TaxUnavailable } from "./provider/ask-provider-flow.ts";
import { type OrderTax, orderTaxOf } from "./tax-answer.ts";
import { readTaxFacts } from "./tax-store.ts";
import { readThreshold, unionSaleOf } from "./union/union-threshold-flow.ts";
import type { BusinessBuyer } from "./vat/business-flow.ts";

export type TaxedOrder<L extends TaxableLine> = Quote<L> & { tax: OrderTax };

/** `told` is the business that buys, as the order keeps it. Of a cart, the same is asked of a provider once. */
export async function quoteTaxed<L extends TaxableLine>(
  world: World,
  { told, cartId, ...order }: Omit<TaxableOrder<L>, "nowMs"> & Pick<BusinessBuyer, "told"> & { cartId: string },
): Promise<Outcome<TaxedOrder<L>, TaxUnavailable>> {
  const facts = await readTaxFacts(world);
  const asked = { ...order, nowMs: world.nowMs() };
  const usual = priceForTax(facts, asked);
  const { isPast: isPastThreshold, lifts } = await readThreshold(world, facts.settings, usual);
  const priced = isPastThreshold ? priceForTax({ ...facts, isPastThreshold }, asked) : usual;
  const reckoned = await reckonOrder(world, facts.settings, priced, cartId);
  if (!reckoned.ok) return reckoned;
  const answer = reckoned.value;
  const quote = quoteOrder(priced.lines, priced.ask, answer);
  const own = await unionSaleOf(world, facts.settings, priced.ask, quote.totals);
  const union = own && (lifts ?? own);
  const tax = { ...orderTaxOf(priced.ask, answer), ...(told && { buyer: told }), ...(union && { union }) };
  return done({ ...quote, tax });
}

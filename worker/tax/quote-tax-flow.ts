/** Prices an order with its tax, by the store's own rates of the day. */
import { type Quote, quoteOrder } from "../pricing/quote.ts";
import type { World } from "../world.ts";
import { priceForTax, type TaxableLine, type TaxableOrder } from "./price-with-tax.ts";
import { quoteByTable } from "./table-tax.ts";
import { type OrderTax, orderTaxOf } from "./tax-answer.ts";
import { readTaxFacts } from "./tax-store.ts";
import type { BusinessBuyer } from "./vat/business-flow.ts";

export type TaxedOrder<L extends TaxableLine> = Quote<L> & { tax: OrderTax };

/** `told` is the business that buys, as the order keeps it. */
export async function quoteTaxed<L extends TaxableLine>(
  world: World,
  { told, ...order }: Omit<TaxableOrder<L>, "nowMs"> & Pick<BusinessBuyer, "told">,
): Promise<TaxedOrder<L>> {
  const priced = priceForTax(await readTaxFacts(world), { ...order, nowMs: world.nowMs() });
  const answer = quoteByTable(priced.terms, priced.ask);
  const tax = { ...orderTaxOf(priced.ask, answer), ...(told && { buyer: told }) };
  return { ...quoteOrder(priced.lines, priced.ask, answer), tax };
}

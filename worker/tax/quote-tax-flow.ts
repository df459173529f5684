/** Prices an order with its tax: by the store's own rates of the day, or by a provider where staff say so. */
import { done, type Outcome } from "../base/outcome.ts";
import { type Quote, quoteOrder } from "../pricing/quote.ts";
import type { World } from "../world.ts";
import { importLimitOf, type LimitRates } from "./import-limits.ts";
import { priceAtBorder } from "./price-at-border.ts";
import type { TaxableLine, TaxableOrder } from "./price-with-tax.ts";
import { reckonOrder, type TaxUnavailable } from "./provider/ask-provider-flow.ts";
import { type OrderTax, orderTaxOf } from "./tax-answer.ts";
import { dayIn } from "./tax-date.ts";
import { readTaxFacts } from "./tax-store.ts";
import { euroRateOn, readThreshold, unionSaleOf } from "./union/union-threshold-flow.ts";
import type { BusinessBuyer } from "./vat/business-flow.ts";

/** `isLowValue` as `priceAtBorder` says it. */
export type TaxedOrder<L extends TaxableLine> = Quote<L> & { tax: OrderTax; isLowValue: boolean };

/** `told` is the business that buys, as the order keeps it. Of a cart, the same is asked of a provider once. */
export async function quoteTaxed<L extends TaxableLine>(
  world: World,
  { told, cartId, ...order }: Omit<TaxableOrder<L>, "nowMs"> & Pick<BusinessBuyer, "told"> & { cartId: string },
): Promise<Outcome<TaxedOrder<L>, TaxUnavailable>> {
  const facts = await readTaxFacts(world);
  const asked = { ...order, nowMs: world.nowMs() };
  const rates = await readLimitRates(world, asked);
  const usual = priceAtBorder(facts, asked, rates);
  const { isPast: isPastThreshold, lifts } = await readThreshold(world, facts.settings, usual);
  const priced = isPastThreshold ? priceAtBorder({ ...facts, isPastThreshold }, asked, rates) : usual;
  const reckoned = await reckonOrder(world, facts.settings, priced, cartId);
  if (!reckoned.ok) return reckoned;
  const answer = reckoned.value;
  const quote = quoteOrder(priced.lines, priced.ask, answer);
  const own = await unionSaleOf(world, facts.settings, priced.ask, quote.totals);
  const union = own && (lifts ?? own);
  const tax = { ...orderTaxOf(priced.ask, answer), ...(told && { buyer: told }), ...(union && { union }) };
  return done({ ...quote, tax, isLowValue: priced.isLowValue });
}

/** Of the order's day. Null where there is nothing to compare, or one of the two is not known. */
async function readLimitRates(
  world: World,
  { asksAtBorder, to, market, nowMs }: TaxableOrder<TaxableLine>,
): Promise<LimitRates | null> {
  const day = dayIn(market.timeZone, nowMs);
  const limit = asksAtBorder ? importLimitOf(to, day) : null;
  if (!limit) return null;
  if (limit.currency === market.currency) return { sold: "1", limit: "1" };
  const [sold, limited] = await Promise.all([
    perEuroOn(world, market.currency, day),
    perEuroOn(world, limit.currency, day),
  ]);
  return sold !== null && limited !== null ? { sold, limit: limited } : null;
}

const perEuroOn = async (world: World, currency: string, day: string): Promise<string | null> =>
  currency === "EUR" ? "1" : ((await euroRateOn(world, currency, day))?.rate ?? null);

/** Prices as two fields each, and what is changed of them. A price may be added or changed, never taken away. Pure. */

import type { Price } from "../../worker/catalog/product.ts";
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";
import type { Currency } from "../../worker/pricing/money.ts";
import type { Fault, Faults, Sent } from "./admin-fields.ts";

type PriceDraft = { price: Price | null; faults: Faults };
type PriceFields = { amount: string; compareAt: string };

/** Names of a price's two fields. `of` is the variant's SKU, or what else it is a price of. */
export const priceFields = (of: string, currency: Currency): PriceFields => ({
  amount: `price.${of}.${currency}`,
  compareAt: `compareAt.${of}.${currency}`,
});

/** What the two fields show of a price; both are empty where there is none. */
export const shownPrice = (price: Price | undefined, currency: Currency): PriceFields => ({
  amount: price ? textOfMinor(price.amountMinor, currency) : "",
  compareAt: price?.compareAtMinor ? textOfMinor(price.compareAtMinor, currency) : "",
});

/** A price of null: nothing was changed, or not rightly. */
export function draftPrice(had: Price | undefined, of: string, currency: Currency, sent: Sent): PriceDraft {
  const fields = priceFields(of, currency);
  const shown = shownPrice(had, currency);
  const typed = { amount: sent(fields.amount).trim(), compareAt: sent(fields.compareAt).trim() };
  if (typed.amount === shown.amount && typed.compareAt === shown.compareAt) return { price: null, faults: {} };
  const amountMinor = minorOfText(typed.amount, currency);
  const compareAtMinor = typed.compareAt === "" ? null : minorOfText(typed.compareAt, currency);
  const faults: Record<string, Fault> = {};
  if (!amountMinor)
    faults[fields.amount] = { key: typed.amount === "" && had ? "admin.fault.priceGone" : "admin.fault.price" };
  if (typed.compareAt !== "" && !(compareAtMinor && compareAtMinor > (amountMinor ?? 0)))
    faults[fields.compareAt] = { key: "admin.fault.compareAt" };
  if (!amountMinor || Object.keys(faults).length > 0) return { price: null, faults };
  return { price: { amountMinor, compareAtMinor }, faults };
}

/** The prices of a product's variants as fields, and what is changed of them. A price may be added or changed, never taken away. Pure. */

import type { Price, Variant } from "../../worker/catalog/product.ts";
import type { ProductChanges } from "../../worker/catalog/product-change.ts";
import { CURRENCIES, type Currency } from "../../worker/pricing/money.ts";
import type { Fault, Faults, Sent } from "./admin-fields.ts";
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";

type Draft = { changes: Pick<ProductChanges, "variants">; faults: Faults };
type PriceDraft = { price: Price | null; faults: Faults };

/** Names of a price's two fields. `index` is the variant's place in the product. */
export const priceFields = (index: number, currency: Currency) =>
  ({ amount: `price.${index}.${currency}`, compareAt: `compareAt.${index}.${currency}` }) as const;

/** What the two fields show of a price; both are empty where there is none. */
export const shownPrice = (price: Price | undefined, currency: Currency) => ({
  amount: price ? textOfMinor(price.amountMinor, currency) : "",
  compareAt: price?.compareAtMinor ? textOfMinor(price.compareAtMinor, currency) : "",
});

/** Only what differs from what was shown is in `changes`; a price with a fault is not among them. */
export function draftPrices(variants: readonly Variant[], sent: Sent): Draft {
  let faults: Faults = {};
  const changed = variants.flatMap(({ sku, prices: had }, index) => {
    const prices: Partial<Record<Currency, Price>> = {};
    for (const currency of CURRENCIES) {
      const draft = draftPrice(had[currency], index, currency, sent);
      faults = { ...faults, ...draft.faults };
      if (draft.price) prices[currency] = draft.price;
    }
    return Object.keys(prices).length > 0 ? [{ sku, prices }] : [];
  });
  return { changes: changed.length > 0 ? { variants: changed } : {}, faults };
}

/** A price of null: nothing was changed, or not rightly. */
function draftPrice(had: Price | undefined, index: number, currency: Currency, sent: Sent): PriceDraft {
  const fields = priceFields(index, currency);
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

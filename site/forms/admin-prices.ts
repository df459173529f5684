/** Prices as two fields each, and what is changed of them. A price may be added or changed, never taken away. Pure. */
import { minorOfText, textOfMinor } from "../../worker/pricing/amount-text.ts";
import { type Currency, isPayableMinor, payableStepOf } from "../../worker/pricing/money.ts";
import type { ListedPrice, Price } from "../../worker/pricing/price.ts";
import type { PriceList, PriceListId } from "../../worker/pricing/price-list.ts";
import type { Fault, Faults, Sent } from "./admin-fields.ts";

type PriceDraft = { price: Price | null; faults: Faults };
type PriceFields = { amount: string; compareAt: string };
type Of = Pick<PriceList, "id" | "currency">;

/** Names of a price's two fields. `of` is the variant's SKU, or what else it is a price of. */
export const priceFields = (of: string, listId: PriceListId): PriceFields => ({
  amount: `price.${of}.${listId}`,
  compareAt: `compareAt.${of}.${listId}`,
});

/** What the two fields show of a price; both are empty where there is none of its own. */
export const shownPrice = (price: ListedPrice | undefined, { currency }: Of): PriceFields => ({
  amount: price && !price.derived ? textOfMinor(price.amountMinor, currency) : "",
  compareAt: price?.compareAtMinor && !price.derived ? textOfMinor(price.compareAtMinor, currency) : "",
});

/** Of an amount that ends in what cards do not know, such as a tenth of a fils. */
export const unpayableFault = (currency: Currency): Fault => ({
  key: "prices.fault.unpayable",
  values: { currency, step: textOfMinor(payableStepOf(currency), currency) },
});

/** A price of null: nothing was changed, or not rightly. What a sale and tiers ask stays as it is. */
export function draftPrice(had: ListedPrice | undefined, of: string, list: Of, sent: Sent): PriceDraft {
  const fields = priceFields(of, list.id);
  const shown = shownPrice(had, list);
  const typed = { amount: sent(fields.amount).trim(), compareAt: sent(fields.compareAt).trim() };
  if (typed.amount === shown.amount && typed.compareAt === shown.compareAt) return { price: null, faults: {} };
  const amountMinor = minorOfText(typed.amount, list.currency);
  const compareAtMinor = typed.compareAt === "" ? null : minorOfText(typed.compareAt, list.currency);
  const faults: Record<string, Fault> = {};
  if (!amountMinor)
    faults[fields.amount] = { key: typed.amount === "" && had ? "admin.fault.priceGone" : "admin.fault.price" };
  if (typed.compareAt !== "" && !(compareAtMinor && compareAtMinor > (amountMinor ?? 0)))
    faults[fields.compareAt] = { key: "admin.fault.compareAt" };
  if (amountMinor && !isPayableMinor(amountMinor, list.currency)) faults[fields.amount] = unpayableFault(list.currency);
  if (compareAtMinor && !isPayableMinor(compareAtMinor, list.currency))
    faults[fields.compareAt] = unpayableFault(list.currency);
  if (!amountMinor || Object.keys(faults).length > 0) return { price: null, faults };
  const { sale, tiers } = (had?.derived ? undefined : had) ?? {};
  return { price: { amountMinor, compareAtMinor, ...(sale && { sale }), ...(tiers && { tiers }) }, faults };
}

/**
 * A price list has a price for each variant it sells, in one currency. One list is filled by hand and by imports; another
 * follows a base: its prices times a rate and a margin, onto its steps, but for those that are set by hand. A list follows
 * only lists that follow none, so a change never runs on through several.
 */
import { amountMaxOf, type Currency, isCurrency, payableStepOf } from "./money.ts";
import { isPayablePrice, isWithinMax, type Price } from "./price.ts";
import { isRate } from "./rates/rate.ts";
import { isRounding, MARGIN_BP_MAX, MARGIN_BP_MIN, type Rounding, ratioOf } from "./rounding.ts";

/** A currency's own list has the currency's code; others what staff call them. */
export type PriceListId = string;
export const PRICE_LIST_ID = /^[A-Z][A-Z0-9-]{1,31}$/;
/** Every product has a price in each, so they are few. */
export const PRICE_LISTS_MAX = 50;
export const LIST_NAME_LENGTH_MAX = 80;
/** What a store begins with. */
export const SHIPPED_LISTS: readonly PriceListId[] = [
  ...["USD", "GBP", "EUR", "JPY", "AED", "CAD", "PLN", "KRW", "BRL", "INR"],
];

/** `bank`: the European Central Bank's; `staff`: entered by hand; `shipped`: what the list came with. */
export const RATE_SOURCES = ["bank", "staff", "shipped"] as const;
export type RateSource = (typeof RATE_SOURCES)[number];

/** `rate` whole units of the list's currency for one of the base's, of `rateDate` (a calendar day). */
export type Derivation = {
  baseId: PriceListId;
  rate: string;
  rateDate: string;
  rateSource: RateSource;
  marginBp: number;
  rounding: Rounding;
  /** It takes a new rate of the day when that lies further away than this from the one it has; null: it stays. */
  followBp: number | null;
};
export type PriceList = {
  id: PriceListId;
  name: string;
  currency: Currency;
  derivation: Derivation | null;
  version: number;
};

/** The list of the market, else of its currency. */
export const priceListOf = (market: { priceListId?: string | null; currency: Currency }): PriceListId =>
  market.priceListId ?? market.currency;

export const FOLLOW_BP_MAX = 5_000;
export type ListWrong = { path: string; why: string };

/** What is wrong with a price in a list: there is none of this id, or its amounts cannot be charged. Null where nothing is. */
export function wrongInList(listId: PriceListId, price: Price, lists: readonly PriceList[]): string | null {
  const list = lists.find(({ id }) => id === listId);
  if (!list) return "names a price list that is not there";
  if (!isWithinMax(price, list.currency))
    return `has an amount above what can be paid in ${list.currency}: ${amountMaxOf(list.currency)}`;
  if (isPayablePrice(price, list.currency)) return null;
  return `has an amount that cannot be paid: no multiple of ${payableStepOf(list.currency)}`;
}

/** What is wrong with a list among the others; empty where nothing is. */
export function wrongList(list: Omit<PriceList, "version">, others: readonly PriceList[]): ListWrong[] {
  const { derivation } = list;
  const named: ListWrong[] =
    isCurrency(list.id) && list.id !== list.currency ? [{ path: "currency", why: `is not ${list.id}` }] : [];
  if (!derivation) return named;
  const base = others.find(({ id }) => id === derivation.baseId && id !== list.id);
  const wrong = named;
  if (!base) wrong.push({ path: "derivation.baseId", why: "is no other price list" });
  else if (base.derivation)
    wrong.push({ path: "derivation.baseId", why: `follows a list itself: ${base.derivation.baseId}` });
  if (others.some((other) => other.derivation?.baseId === list.id))
    wrong.push({ path: "derivation", why: "is not for a list that others follow" });
  if (!isRate(derivation.rate)) wrong.push({ path: "derivation.rate", why: "is no rate above zero" });
  else if (base && !ratioOf(derivation.rate, derivation.marginBp, base.currency, list.currency))
    wrong.push({ path: "derivation.rate", why: "is out of all proportion" });
  if (derivation.marginBp < MARGIN_BP_MIN || derivation.marginBp > MARGIN_BP_MAX)
    wrong.push({ path: "derivation.marginBp", why: `is not from ${MARGIN_BP_MIN} to ${MARGIN_BP_MAX}` });
  if (!isRounding(derivation.rounding, list.currency))
    wrong.push({
      path: "derivation.rounding",
      why: `is no step that ${list.currency} can be paid in, or lies below it`,
    });
  return wrong;
}

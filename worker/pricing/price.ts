/**
 * What a variant costs in a price list: always, while a sale lasts, and by quantity. A sale begins and ends by the clock
 * alone, so whoever shows or charges a price asks what it is at a moment.
 */
import { amountMaxOf, type Currency, isPayableMinor } from "./money.ts";

/** From `fromMs` until just before `untilMs`; null: until staff end it. */
export type Sale = { amountMinor: number; fromMs: number; untilMs: number | null };
/** What each unit costs from so many on. */
export type Tier = { from: number; amountMinor: number };
/** In minor units. `compareAtMinor` is what it cost before, or null. Tiers rise in `from` and fall in price. */
export type Price = {
  amountMinor: number;
  compareAtMinor: number | null;
  sale?: Sale | null;
  tiers?: readonly Tier[];
};
/**
 * As it is kept. `priorMinor`: the lowest that was asked in the 30 days before the present price, or the coming sale,
 * began; null where nothing is known of the time before. `derived`: follows another list.
 */
export type ListedPrice = Price & { priorMinor?: number | null; derived?: true };
/**
 * What is asked at a moment. `beforeMinor`: what staff say it cost before; null where it is not reduced. `priorMinor` says
 * nothing then either. `untilMs`: when a sale that is on ends.
 */
export type PriceNow = {
  amountMinor: number;
  beforeMinor: number | null;
  priorMinor: number | null;
  untilMs: number | null;
  tiers: readonly Tier[];
};

export const TIERS_MAX = 6;
/** Days before a reduction whose lowest price counts: article 6a (2) of Directive 98/6/EC. */
export const PRIOR_DAYS = 30;

export const isOnSaleAt = ({ fromMs, untilMs }: Sale, nowMs: number): boolean =>
  fromMs <= nowMs && (untilMs === null || nowMs < untilMs);

export function priceAt(price: ListedPrice, nowMs: number): PriceNow {
  const sale = price.sale && isOnSaleAt(price.sale, nowMs) ? price.sale : null;
  const amountMinor = sale?.amountMinor ?? price.amountMinor;
  const before = price.compareAtMinor ?? price.amountMinor;
  const isReduced = before > amountMinor;
  return {
    amountMinor,
    beforeMinor: isReduced ? before : null,
    priorMinor: isReduced ? (price.priorMinor ?? null) : null,
    untilMs: sale?.untilMs ?? null,
    tiers: (price.tiers ?? []).filter((tier) => tier.amountMinor < amountMinor),
  };
}

/** Of each unit of so many. */
export const unitMinorOf = (
  { amountMinor, tiers }: Pick<PriceNow, "amountMinor" | "tiers">,
  quantity: number,
): number => Math.min(amountMinor, ...tiers.filter(({ from }) => from <= quantity).map((tier) => tier.amountMinor));

/** The share by which `amountMinor` lies under another, 0 to 1, in whole hundredths that are never overstated. */
export const savedShare = (amountMinor: number, beforeMinor: number): number =>
  Math.floor(((beforeMinor - amountMinor) * 100) / beforeMinor) / 100;

/** Whether each of its amounts may be charged in the currency. */
export const isPayablePrice = (price: Price, currency: Currency): boolean =>
  amountsOf(price).every((minor) => isPayableMinor(minor, currency));
/** Whether each of its amounts is one that an order may come to. */
export const isWithinMax = (price: Price, currency: Currency): boolean =>
  amountsOf(price).every((minor) => minor <= amountMaxOf(currency));
const amountsOf = ({ amountMinor, compareAtMinor, sale, tiers = [] }: Price): number[] => [
  amountMinor,
  compareAtMinor ?? 0,
  sale?.amountMinor ?? 0,
  ...tiers.map((tier) => tier.amountMinor),
];

/** What is wrong with a price by itself; null where nothing is. */
export function wrongPrice({ amountMinor, compareAtMinor, sale, tiers = [] }: Price): WrongPrice | null {
  if (compareAtMinor !== null && compareAtMinor <= amountMinor) return "compare_at_not_higher";
  if (sale && sale.amountMinor >= amountMinor) return "sale_not_lower";
  if (sale && sale.untilMs !== null && sale.untilMs <= sale.fromMs) return "sale_ends_first";
  const rises = tiers.every((tier, at) => at === 0 || tier.from > (tiers[at - 1]?.from ?? 0));
  const falls = tiers.every((tier, at) => tier.amountMinor < (tiers[at - 1]?.amountMinor ?? amountMinor));
  if (!rises) return "tiers_not_rising";
  return falls ? null : "tiers_not_falling";
}
export type WrongPrice =
  | "compare_at_not_higher"
  | "sale_not_lower"
  | "sale_ends_first"
  | "tiers_not_rising"
  | "tiers_not_falling";

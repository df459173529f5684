/**
 * What a reduced price is compared with. In the European Union whoever announces a reduction states the lowest price of the
 * 30 days before it (article 6a of Directive 98/6/EC, as amended by (EU) 2019/2161), and a percentage or "before" goes by
 * that price alone (Court of Justice, C-330/23, Aldi Süd). Elsewhere it is what staff say it cost before.
 */
import { isInEu } from "../markets/unions.ts";
import { type ListedPrice, PRIOR_DAYS, type Price, type PriceNow, priceAt } from "./price.ts";

/** `lowest30Days`: `minor` is the prior price of the directive, and has to be told as such. */
export type Before = { minor: number; lowest30Days: boolean };

/** A market that sells to one member state is held to the directive. */
export const tellsPriorPrice = ({ countries }: { countries: readonly string[] }): boolean => countries.some(isInEu);

/** Null where no reduction may be told: not reduced, or not against what was asked in the 30 days before. */
export function beforeOf(
  price: Pick<PriceNow, "amountMinor" | "beforeMinor" | "priorMinor">,
  market: { countries: readonly string[] },
): Before | null {
  if (price.beforeMinor === null) return null;
  if (!tellsPriorPrice(market)) return { minor: price.beforeMinor, lowest30Days: false };
  const { priorMinor } = price;
  return priorMinor !== null && priorMinor > price.amountMinor ? { minor: priorMinor, lowest30Days: true } : null;
}

/** The lowest price that was asked on a day of UTC, counted from 1970, and ended that day. */
export type Former = { endedOn: number; lowMinor: number };
const DAY_MS = 86_400_000;
const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);

/**
 * The prior price that would be kept if a price were written at a moment in place of the one there is: for whoever shows what
 * comes of it before it is saved. What is kept is reckoned by worker/catalog/former-price-store.ts; a test holds the two
 * together.
 */
export function priorIfWritten(
  had: ListedPrice | undefined,
  next: Price,
  formers: readonly Former[],
  nowMs: number,
): number | null {
  const [sale, before] = [next.sale ?? null, next.compareAtMinor];
  const kept = had && isSamePrice(had, next) ? (had.priorMinor ?? null) : carriedPrior(had, next, nowMs);
  if (kept === null && before === null && !sale) return null;
  const firstDay = dayOf(Math.max(sale?.fromMs ?? 0, nowMs)) - PRIOR_DAYS;
  const asked = [...formers, ...(had && !isSamePrice(had, next) ? endedBy(had, nowMs) : [])].filter(
    ({ endedOn }) => endedOn >= firstDay,
  );
  const lowest = asked.length > 0 ? Math.min(...asked.map(({ lowMinor }) => lowMinor)) : null;
  const prior = kept ?? lowest ?? before ?? next.amountMinor;
  return sale && sale.fromMs > nowMs ? Math.min(prior, next.amountMinor) : prior;
}

/** A reduction that goes on at the same price is measured by what was asked before it began. */
function carriedPrior(had: ListedPrice | undefined, next: Price, nowMs: number): number | null {
  if (!had) return null;
  const { amountMinor } = priceAt(had, nowMs);
  const isReduced = amountMinor < (had.compareAtMinor ?? had.amountMinor);
  return isReduced && priceAt(next, nowMs).amountMinor === amountMinor ? (had.priorMinor ?? null) : null;
}

/** What a price asked until it is replaced, and what its sale asked that is over. */
function endedBy(had: ListedPrice, nowMs: number): Former[] {
  const untilMs = had.sale?.untilMs ?? null;
  const now = { endedOn: dayOf(nowMs), lowMinor: priceAt(had, nowMs).amountMinor };
  if (!had.sale || untilMs === null || untilMs > nowMs) return [now];
  return [now, { endedOn: dayOf(untilMs), lowMinor: had.sale.amountMinor }];
}

const isSamePrice = (one: ListedPrice, other: ListedPrice): boolean => textOf(one) === textOf(other);
const textOf = ({ amountMinor, compareAtMinor, sale, tiers = [], derived }: ListedPrice): string =>
  JSON.stringify([
    ...[
      amountMinor,
      compareAtMinor,
      derived ?? false,
      sale?.amountMinor ?? 0,
      sale?.fromMs ?? 0,
      sale?.untilMs ?? null,
    ],
    tiers.map(({ from, amountMinor: each }) => [from, each]),
  ]);

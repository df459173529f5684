/**
 * The price that a shopper had before them when they pressed a button: a page may be older than a change of price. It is their
 * browser's word, so nothing is charged by it; the cart says by it what has changed.
 */
import { amountMaxOf, type Currency, isCurrency } from "../pricing/money.ts";
import { TIERS_MAX } from "../pricing/price.ts";
import type { Terms } from "./honoured-price.ts";

/** Of one unit, and of several. */
export type SeenPrice = Terms & { currency: Currency };

/** A cart may show two prices as one: what is honoured, and today's tiers. */
export const SEEN_TIERS_MAX = 2 * TIERS_MAX;
const TEXT = /^([A-Z]{3}):(\d{1,12})((?:,\d{1,6}x\d{1,12})*)$/;

/** As a form carries it: `USD:7000`, with what several cost as `USD:7000,5x6500`. `readSeen` reads it. */
export const seenText = ({ amountMinor, tiers }: Terms, currency: Currency): string =>
  [`${currency}:${amountMinor}`, ...tiers.map((tier) => `${tier.from}x${tier.amountMinor}`)].join(",");

/** Undefined for a form that says nothing, as of a page from before; null for what is no price. */
export function readSeen(text: string): SeenPrice | null | undefined {
  if (text === "") return undefined;
  const [, currency = "", amount = "", rest = ""] = TEXT.exec(text) ?? [];
  const tiers = rest.split(",").slice(1).map(tierOf);
  if (!isCurrency(currency) || tiers.length > SEEN_TIERS_MAX) return null;
  const seen = { currency, amountMinor: Number(amount), tiers };
  return [seen, ...tiers].every(({ amountMinor }) => amountMinor <= amountMaxOf(currency)) ? seen : null;
}

function tierOf(text: string) {
  const [from, amountMinor] = text.split("x").map(Number);
  return { from: from ?? 0, amountMinor: amountMinor ?? 0 };
}

/** Whether it says something else than the price of today, so that there is something to tell. */
export const differs = (seen: SeenPrice, currency: Currency, { amountMinor, tiers }: Terms): boolean =>
  seenText(seen, seen.currency) !== seenText({ amountMinor, tiers }, currency);

/**
 * A price in the cart is honoured: what was shown when a line was put in, or last changed, is asked for `PRICE_HONOURED_MS`,
 * at any quantity the cart takes. A lower price counts at once; a higher one only after that, and is then told.
 */
import { type Tier, unitMinorOf } from "../pricing/price.ts";
import type { CartLine } from "./cart.ts";

/** A day. docs/money.md states it to shop owners. */
export const PRICE_HONOURED_MS = 24 * 3_600_000;

/** What a variant costs, of one unit and of several. */
export type Terms = { amountMinor: number; tiers: readonly Tier[] };
type Shown = Pick<CartLine, "unitMinor" | "tiers" | "honouredUntilMs">;

/** What the shopper was shown for each of so many units; null where nobody showed a price in this market. */
export const seenMinor = ({ unitMinor, tiers = [] }: Shown, quantity: number): number | null =>
  unitMinor === null ? null : unitMinorOf({ amountMinor: unitMinor, tiers }, quantity);

/** Of each unit: today's price, or the one that is still honoured where that is lower. */
export function askedMinor(line: Shown & { quantity: number }, today: Terms, nowMs: number): number {
  const now = unitMinorOf(today, line.quantity);
  const seen = isHonoured(line, nowMs) ? seenMinor(line, line.quantity) : null;
  return seen === null ? now : Math.min(seen, now);
}

/** The same of any quantity: what the shopper is shown with a line. Tiers of both are in it; of several the lowest counts. */
export function askedTerms(line: Shown, today: Terms, nowMs: number): Terms {
  if (line.unitMinor === null || !isHonoured(line, nowMs))
    return { amountMinor: today.amountMinor, tiers: today.tiers };
  const amountMinor = Math.min(line.unitMinor, today.amountMinor);
  return {
    amountMinor,
    tiers: [...(line.tiers ?? []), ...today.tiers].filter((tier) => tier.amountMinor < amountMinor),
  };
}

/** Of two promises for the same article the lower that still stands; without one, the first. */
export function lowerPromise<Line extends Shown>(own: Line, other: Line, quantity: number, nowMs: number): Line {
  const [mine, theirs] = [own, other].map((line) => (isHonoured(line, nowMs) ? seenMinor(line, quantity) : null));
  return theirs != null && (mine == null || theirs < mine) ? other : own;
}

const isHonoured = ({ honouredUntilMs }: Shown, nowMs: number): boolean =>
  honouredUntilMs !== undefined && nowMs < honouredUntilMs;

/** What a line remembers once it is put in or changed: today's price, or the lower one that it was promised before. */
export function rememberedPrice(had: Shown | undefined, today: Terms, quantity: number, nowMs: number): Shown {
  const fresh = {
    unitMinor: today.amountMinor,
    ...(today.tiers.length > 0 && { tiers: today.tiers }),
    honouredUntilMs: nowMs + PRICE_HONOURED_MS,
  };
  if (!had || !isHonoured(had, nowMs)) return fresh;
  const seen = seenMinor(had, quantity);
  if (seen === null || seen >= unitMinorOf(today, quantity)) return fresh;
  const { unitMinor, tiers, honouredUntilMs } = had;
  return { unitMinor, ...(tiers && { tiers }), ...(honouredUntilMs !== undefined && { honouredUntilMs }) };
}

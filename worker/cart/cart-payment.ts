/**
 * Which checkout a cart is paid by: one at a time. Another takes its place only once it is over or has been bought, so
 * that no two of a cart's checkouts can be paid, in however many tabs "pay" is pressed. Where its goods go into another
 * cart, that is closed first too, and what may still be paid late goes with the goods.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { MarketId } from "../markets/markets.ts";
import type { CartLine } from "./cart.ts";

/** `purchases` counts how often goods have left the cart, bought or for another cart; what was priced before may not be paid. */
export type Paying = {
  paying?: { checkoutId: string; isBought: boolean };
  purchases?: number;
  /** Checkouts of goods that came out of another cart: over, but a payment may yet come late. */
  late?: readonly string[];
  leaving?: Leaving;
  mergedInto?: Merge;
};
/** Goods on their way into another cart. Until they are there nothing of the cart can be paid. */
export type Leaving = {
  into: string;
  purchases: number;
  market: MarketId;
  lines: readonly CartLine[];
  late: readonly string[];
};
/** Where goods went that were priced while `purchases` was lower; `there` is what that cart counted then. */
export type Merge = { cartId: string; purchases: number; there: number };
/** Goods as they were priced: in which cart, and how much had left it by then. */
export type GoodsAt = { cartId: string; purchases: number };
/** `purchases` as they were when the cart was priced. `replaces` are checkouts that the caller has seen to be over. */
export type PaymentClaim = { purchases: number; replaces: readonly string[] };
/** `other_pays`: that checkout is to be ended first. `bought_since`: goods left the cart after it was priced. `leaves`: they are leaving it. */
export type ClaimProblem = { code: "other_pays"; checkoutId: string } | { code: "bought_since" | "gone" | "leaves" };
/** `merged`: the goods are in that cart now. */
export type TakeOutProblem = { code: "merged"; to: GoodsAt } | { code: "gone" | "leaves" };

/** Late ones that a cart knows of: more never came to one cart within the days in which a payment can be late. */
const LATE_MAX = 16;

/** What changes of the cart. */
export function claimPayment(cart: Paying, checkoutId: string, ask: PaymentClaim): Outcome<Paying, ClaimProblem> {
  if (cart.leaving) return refused({ code: "leaves" });
  if ((cart.purchases ?? 0) !== ask.purchases) return refused({ code: "bought_since" });
  const other = payersOf(cart).find((id) => ![checkoutId, ...ask.replaces].includes(id));
  if (other !== undefined) return refused({ code: "other_pays", checkoutId: other });
  return done({ paying: { checkoutId, isBought: false }, late: [] });
}

/** All in it goes into another cart; said again, it is as it was said first. Refused as a claim is. */
export function beginLeaving(
  cart: Paying & { market: MarketId; lines: readonly CartLine[] },
  { into, replaces }: { into: string; replaces: readonly string[] },
): Outcome<{ leaving: Leaving }, ClaimProblem> {
  const { leaving, purchases = 0, market, lines } = cart;
  if (leaving) return done({ leaving });
  if (lines.length === 0) return refused({ code: "gone" });
  const late = payersOf(cart);
  const other = late.find((id) => !replaces.includes(id));
  if (other !== undefined) return refused({ code: "other_pays", checkoutId: other });
  return done({ leaving: { into, purchases, market, lines, late } });
}

/** Once they are in the other cart, which counted `there`; null where they did not fit, and stay. */
export function endLeaving<Kept extends Paying>(cart: Kept & { leaving: Leaving }, there: number | null): Kept {
  const { leaving, paying, late = [], ...rest } = cart;
  if (there === null) return { ...rest, ...(paying && { paying }), late } as unknown as Kept;
  const purchases = leaving.purchases + 1;
  return { ...rest, purchases, mergedInto: { cartId: leaving.into, purchases, there } } as unknown as Kept;
}

/** Who goods came from may be paid late: it stays to be looked at before this cart is paid. */
export const withLate = ({ late = [] }: Paying, came: readonly string[]): Paying => ({
  late: [...new Set([...late, ...came])].slice(-LATE_MAX),
});

/** What was bought leaves the cart: what was priced before it may not be paid. */
export function takenOutBy({ paying, purchases = 0, late = [] }: Paying, checkoutId: string): Paying {
  const isPaying = paying?.checkoutId === checkoutId;
  return {
    ...(isPaying && { paying: { ...paying, isBought: true } }),
    late: late.filter((id) => id !== checkoutId),
    purchases: purchases + 1,
  };
}

/** Where goods are that were priced in this cart; null where they are in it, if anywhere. */
export const wentTo = ({ mergedInto }: Paying, purchases: number): GoodsAt | null =>
  mergedInto && purchases < mergedInto.purchases ? { cartId: mergedInto.cartId, purchases: mergedInto.there } : null;

const payersOf = ({ paying, late = [] }: Paying): string[] => [
  ...(paying && !paying.isBought ? [paying.checkoutId] : []),
  ...late,
];

/**
 * Which checkout a cart is paid by: one at a time. Another takes its place only once it is over or has been bought, so
 * that no two of a cart's checkouts can be paid, in however many tabs "pay" is pressed.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";

/** `purchases` counts those whose goods have left the cart; what was priced before one of them may have been bought by it. */
export type Paying = { paying?: { checkoutId: string; isBought: boolean }; purchases?: number };
/** `purchases` as they were when the cart was priced. `replaces` is a checkout that the caller has seen to be over. */
export type PaymentClaim = { purchases: number; replaces: string | null };
/** `other_pays`: that checkout is to be ended first. `bought_since`: the cart was paid after it was priced. */
export type ClaimProblem = { code: "other_pays"; checkoutId: string } | { code: "bought_since" | "gone" };

/** What changes of the cart. */
export function claimPayment(
  { paying, purchases = 0 }: Paying,
  checkoutId: string,
  ask: PaymentClaim,
): Outcome<Paying, ClaimProblem> {
  if (purchases !== ask.purchases) return refused({ code: "bought_since" });
  const isFree = !paying || paying.isBought || [checkoutId, ask.replaces].includes(paying.checkoutId);
  if (!isFree) return refused({ code: "other_pays", checkoutId: paying.checkoutId });
  return done({ paying: { checkoutId, isBought: false } });
}

/** Goods leave the cart as bought under their checkout's own id; other goods that leave it are no purchase. */
export function takenOutBy({ paying, purchases = 0 }: Paying, operationId: string): Paying {
  if (paying?.checkoutId !== operationId || paying.isBought) return {};
  return { paying: { ...paying, isBought: true }, purchases: purchases + 1 };
}

/**
 * Begins a purchase: prices the cart, holds its units, creates the payment. The id is the client's, so the request may be
 * sent any number of times, at once or after a crash: there is one checkout, one set of holds and one payment.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { DropEntryProblem } from "../drops/drop-problem.ts";
import { enterDrops, NOTHING_SHOWN, type Shown, tellHeld } from "../drops/enter-drop-flow.ts";
import type { World } from "../world.ts";
import { answerOf, type BeginCheckout, type CheckoutAnswer } from "./checkout-answer.ts";
import type { CheckoutProblem } from "./checkout-problem.ts";
import { insertCheckout, readCheckout } from "./checkout-store.ts";
import { claimAndHold } from "./claim-cart-flow.ts";
import { newCheckout, requestHashOf } from "./new-checkout.ts";
import { type PriceProblem, priceCheckout } from "./price-checkout-flow.ts";
import { awaitAnswer, refuseHeld, repeatCheckout } from "./repeat-checkout-flow.ts";

/** `replayed`: this is the answer of an earlier request with the same id. */
export type BegunCheckout = CheckoutAnswer & { replayed: boolean };
export type BeginProblem = PriceProblem | DropEntryProblem;

/**
 * What cannot be priced is refused before anything is written, so its id is still free. A refusal for want of stock or of
 * a payment ends the checkout: another try needs another id. The same id with another ask is `checkout.id_taken`.
 * `shown` lets in what is sold in a drop.
 */
export async function beginCheckout(
  world: World,
  ask: BeginCheckout,
  shown: Shown = NOTHING_SHOWN,
): Promise<Outcome<BegunCheckout, BeginProblem>> {
  const db = world.ordersOfCheckout(ask.id);
  const first = await readCheckout(db, ask.id);
  if (first) return asReplay(await repeatCheckout(world, first, requestHashOf(ask)));
  const priced = await priceCheckout(world, ask);
  if (!priced.ok) return priced;
  const { totalMinor } = priced.value.totals;
  if (ask.totalMinor !== undefined && ask.totalMinor !== totalMinor)
    return refused({ code: "checkout.total_changed", totalMinor });
  // A bundle is kept by the drop of any part of it.
  const { lines } = priced.value;
  const entered = await enterDrops(world, { checkoutId: ask.id, customerId: ask.customerId, lines, shown });
  if (!entered.ok) return entered;
  const checkout = newCheckout(ask, priced.value, world.nowMs());
  // Written before any hold, so that a crash leaves a trace to undo.
  if (!(await insertCheckout(db, checkout))) {
    const other = await readCheckout(db, ask.id);
    assert(other !== null, "a taken id has a checkout");
    return asReplay(await repeatCheckout(world, other, checkout.requestHash));
  }
  const held = await claimAndHold(world, checkout);
  if (held.ok && entered.value.length > 0) world.defer(tellHeld(world, entered.value));
  if (held.ok) return done({ ...answerOf(held.value), replayed: false });
  return held.problem.code === "moved_before" ? asReplay(await awaitAnswer(world, checkout)) : refuseHeld(held.problem);
}

const asReplay = (answer: Outcome<CheckoutAnswer, CheckoutProblem>): Outcome<BegunCheckout, CheckoutProblem> =>
  answer.ok ? done({ ...answer.value, replayed: true }) : refused(answer.problem);

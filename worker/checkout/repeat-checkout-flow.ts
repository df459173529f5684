/**
 * What a request with an id that was used before is answered: the first one's answer, once there is one. While the first
 * is at work it waits; when the first seems dead it takes over, which is safe because every step repeats.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { World } from "../world.ts";
import { answerOf, type CheckoutAnswer, isAnswerable } from "./checkout-answer.ts";
import { moveCheckout } from "./checkout-move-store.ts";
import type { CheckoutProblem } from "./checkout-problem.ts";
import { type Checkout, readCause, readCheckout } from "./checkout-store.ts";
import { HOLDING_MAX_MS, TAKE_OVER_MS, WAIT_MS, WAIT_STEP_MS } from "./checkout-timing.ts";
import { claimAndHold } from "./claim-cart-flow.ts";
import { giveUp, PAYMENT_CAUSES } from "./hold-checkout-flow.ts";
import { readShortages } from "./hold-flow.ts";

type Answer = Promise<Outcome<CheckoutAnswer, CheckoutProblem>>;

/** `checkout.id_taken` when the first ask was another one; `checkout.still_working` when waiting was not enough. */
export async function repeatCheckout(world: World, first: Checkout, requestHash: string): Answer {
  if (first.requestHash !== requestHash) return refused({ code: "checkout.id_taken" });
  if (first.state === "holding" && world.nowMs() - first.updatedAtMs > TAKE_OVER_MS) return takeOver(world, first);
  return awaitAnswer(world, first);
}

/** Waits for whoever is at work on it. */
export async function awaitAnswer(world: World, checkout: Checkout): Answer {
  let current: Checkout | null = checkout;
  for (let waitedMs = 0; current?.state === "holding" && waitedMs < WAIT_MS; waitedMs += WAIT_STEP_MS) {
    await world.sleep(WAIT_STEP_MS);
    current = await readCheckout(world.ordersOfCheckout(checkout.id), checkout.id);
  }
  assert(current !== null, "a checkout is never deleted");
  if (current.state === "holding") return refused({ code: "checkout.still_working" });
  return isAnswerable(current) ? done(answerOf(current)) : refuseAgain(world, current);
}

/** The claim is a move of its own: of two that take over, one loses; and the first, if it is alive, loses its next move. */
async function takeOver(world: World, checkout: Checkout): Answer {
  // Too old for a payment to be made: the timer, which would have ended it, stood still.
  if (world.nowMs() - checkout.createdAtMs > HOLDING_MAX_MS) {
    const gaveUp = await giveUp(world, checkout, "left_behind");
    return gaveUp ? refused({ code: "checkout.moved_on" }) : awaitAnswer(world, checkout);
  }
  const db = world.ordersOfCheckout(checkout.id);
  const claim = { enters: "holding", cause: "taken_over", atMs: world.nowMs() } as const;
  const claimed = await moveCheckout(db, checkout, claim);
  if (!claimed.ok) return awaitAnswer(world, checkout);
  const held = await claimAndHold(world, claimed.value);
  if (held.ok) return done(answerOf(held.value));
  return held.problem.code === "moved_before" ? awaitAnswer(world, checkout) : refuseHeld(held.problem);
}

/** A set of holds that was being given back when its request died cannot be held again: that checkout has ended. */
export const refuseHeld = (problem: CheckoutProblem): Outcome<never, CheckoutProblem> =>
  "lines" in problem && problem.lines?.length === 0 ? refused({ code: "checkout.moved_on" }) : refused(problem);

/** A checkout that was refused stays refused; the shopper begins another. What is short is told as it is now. */
async function refuseAgain(world: World, checkout: Checkout): Answer {
  const db = world.ordersOfCheckout(checkout.id);
  const cause = checkout.state === "abandoned" ? await readCause(db, checkout) : null;
  for (const code of Object.keys(PAYMENT_CAUSES) as (keyof typeof PAYMENT_CAUSES)[])
    if (PAYMENT_CAUSES[code] === cause) return refused({ code });
  if (cause !== "stock_short") return refused({ code: "checkout.moved_on" });
  const lines = await readShortages(world, checkout);
  return refuseHeld({ code: "stock.insufficient", lines });
}

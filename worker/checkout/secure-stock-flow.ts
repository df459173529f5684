/**
 * Makes sure that a payment finds its units: keeps open holds open, and holds again what ran out. A new set of holds is
 * written down before it is placed, so that every hold there may be is known to whoever comes after a crash.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { World } from "../world.ts";
import { HOLD_ATTEMPTS_MAX } from "./checkout-hold.ts";
import { moveCheckout } from "./checkout-move-store.ts";
import type { Checkout } from "./checkout-store.ts";
import { extendNeeds, holdNeeds } from "./hold-flow.ts";

/** `short` carries the checkout as it is now: what it holds is to be given back. */
export type SecureProblem = { code: "moved_before" } | { code: "short"; checkout: Checkout };

/** Answers the checkout with all its units held until then. One that was over is `processing` after it. */
export async function secureStock(
  world: World,
  checkout: Checkout,
  untilMs: number,
): Promise<Outcome<Checkout, SecureProblem>> {
  const missing = await extendNeeds(world, checkout, untilMs);
  if (missing.length === 0 && checkout.state !== "expired") return done(checkout);
  if (checkout.holdAttempt >= HOLD_ATTEMPTS_MAX) return refused({ code: "short", checkout });
  const again = await moveCheckout(world.ordersOfCheckout(checkout.id), checkout, {
    enters: checkout.state === "expired" ? "processing" : checkout.state,
    cause: "held_again",
    atMs: world.nowMs(),
    set: { holdAttempt: checkout.holdAttempt + 1 },
  });
  if (!again.ok) return refused({ code: "moved_before" });
  const held = await holdNeeds(world, again.value, missing, untilMs);
  return held.ok ? done(again.value) : refused({ code: "short", checkout: again.value });
}

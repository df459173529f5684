/**
 * A cart has one checkout that can be paid. Before a new one holds anything it takes the cart from the one before, whose
 * payment page is closed first: of two tabs that press "pay" at once the later to arrive goes on, and where the earlier one
 * was paid already, the later one is refused and its cart has what is left.
 */
import { type Outcome, refused } from "../base/outcome.ts";
import { takeOutBought } from "../cart/cart-flow.ts";
import type { World } from "../world.ts";
import type { MoveCause } from "./checkout-move-store.ts";
import { type Checkout, readCheckout } from "./checkout-store.ts";
import { giveUp, type HoldCheckoutProblem, holdCheckout } from "./hold-checkout-flow.ts";
import { endHeld } from "./sweep-checkouts-flow.ts";

/** Others that press at the same time: each try ends the one that holds the cart. */
const CLAIM_TRIES_MAX = 8;

type ClaimRefusal = { code: "checkout.moved_on" | "payment.unavailable" };
const REFUSALS = {
  "checkout.moved_on": "replaced",
  "payment.unavailable": "payment_unavailable",
} as const satisfies Record<ClaimRefusal["code"], MoveCause>;

/** As `holdCheckout`, for a checkout that has its cart to itself from here on. When refused it has ended. */
export async function claimAndHold(
  world: World,
  checkout: Checkout,
): Promise<Outcome<Checkout, HoldCheckoutProblem | ClaimRefusal>> {
  const claimed = await claimCart(world, checkout);
  if (claimed.ok) return holdCheckout(world, checkout);
  const gaveUp = await giveUp(world, checkout, REFUSALS[claimed.problem.code]);
  return gaveUp ? claimed : refused({ code: "moved_before" });
}

async function claimCart(world: World, { id, cartId, snapshot }: Checkout): Promise<Outcome<null, ClaimRefusal>> {
  const cart = world.cartOf(cartId);
  let replaces: string | null = null;
  for (let tries = 0; cart && tries < CLAIM_TRIES_MAX; tries += 1) {
    const claimed = await cart.beginPayment(id, { replaces, purchases: snapshot.purchases ?? 0 });
    // A payment that came late may have brought it back to life just before.
    if (claimed.ok && (replaces === null || (await endOther(world, replaces)) === "over")) return claimed;
    if (claimed.ok || claimed.problem.code !== "other_pays") break;
    const ended = await endOther(world, claimed.problem.checkoutId);
    if (ended === "unavailable") return refused({ code: "payment.unavailable" });
    if (ended === "bought") break;
    replaces = ended === "over" ? claimed.problem.checkoutId : null;
  }
  return refused({ code: "checkout.moved_on" });
}

/** `bought`: too late, it was paid. `moved`: it is to be looked at again. */
async function endOther(world: World, id: string): Promise<"over" | "bought" | "unavailable" | "moved"> {
  const other = await readCheckout(world.ordersOfCheckout(id), id);
  switch (other?.state) {
    case "holding":
      return (await giveUp(world, other, "replaced")) ? "over" : "moved";
    case "held": {
      const ended = await endHeld(world, other);
      return ended?.state === "held" ? "unavailable" : "moved";
    }
    case "processing":
    case "paid":
      // The goods may not have left the cart yet.
      await takeOutBought(world, other.cartId, id, other.snapshot.lines);
      return "bought";
    default:
      return "over";
  }
}

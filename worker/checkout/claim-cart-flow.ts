/**
 * A cart has one checkout that can be paid. Before a new one holds anything it takes the cart from the one before, whose
 * payment page is closed first: of two tabs that press "pay" at once the later to arrive goes on, and where the earlier one
 * was paid already, the later one is refused and its cart has what is left.
 */
import { type Outcome, refused } from "../base/outcome.ts";
import { takeOutBought } from "../cart/cart-flow.ts";
import { endLeaving } from "../cart/leave-cart-flow.ts";
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
  const replaces: string[] = [];
  for (let tries = 0; cart && tries < CLAIM_TRIES_MAX; tries += 1) {
    const claimed = await cart.beginPayment(id, { replaces, purchases: snapshot.purchases ?? 0 });
    // A payment that came late may have brought one back to life just before.
    if (claimed.ok && (await areOver(world, replaces))) return claimed;
    if (!claimed.ok && claimed.problem.code === "leaves") {
      await endLeaving(world, cartId);
      continue;
    }
    if (claimed.ok || claimed.problem.code !== "other_pays") break;
    const ended = await endOther(world, claimed.problem.checkoutId);
    if (ended === "unavailable") return refused({ code: "payment.unavailable" });
    if (ended === "bought") break;
    if (ended === "over") replaces.push(claimed.problem.checkoutId);
  }
  return refused({ code: "checkout.moved_on" });
}

/**
 * Before the goods of a cart go into another: what it is paid by is ended as a claim ends it, and from then on nothing of it can be
 * paid. False while the provider cannot close its page; then all stays as it is.
 */
export async function closeForLeaving(world: World, cartId: string, into: string): Promise<boolean> {
  const replaces: string[] = [];
  for (let tries = 0; tries < CLAIM_TRIES_MAX; tries += 1) {
    const begun = await world.cartOf(cartId)?.beginLeaving({ into, replaces });
    // With nothing in it there is nothing to be paid.
    if (!begun || begun.ok || begun.problem.code !== "other_pays") return true;
    const ended = await endOther(world, begun.problem.checkoutId);
    if (ended === "unavailable") return false;
    if (ended === "over") replaces.push(begun.problem.checkoutId);
  }
  return false;
}

async function areOver(world: World, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) if ((await endOther(world, id)) !== "over") return false;
  return true;
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
      await takeOutBought(world, other);
      return "bought";
    default:
      return "over";
  }
}

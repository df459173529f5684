/** The shopper turned back: the payment page is closed and the units are free at once, for this shopper too. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { World } from "../world.ts";
import type { CheckoutProblem } from "./checkout-problem.ts";
import { type Checkout, readCheckout } from "./checkout-store.ts";
import { endHeld } from "./sweep-checkouts-flow.ts";

/** Fine for a checkout that has ended already. One that was paid meanwhile answers as paid. */
export async function cancelCheckout(world: World, id: string): Promise<Outcome<Checkout, CheckoutProblem>> {
  const checkout = await readCheckout(world.ordersOfCheckout(id), id);
  if (!checkout) return refused({ code: "checkout.unknown" });
  if (checkout.state === "holding") return refused({ code: "checkout.still_working" });
  if (checkout.state !== "held") return done(checkout);
  const ended = await endHeld(world, checkout);
  return ended && ended.state !== "held" ? done(ended) : refused({ code: "payment.unavailable" });
}

/** Ends a checkout that will not be paid: gives its units back, then says so. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { newEvent, outboxInserts, relayOutbox } from "../events/outbox-store.ts";
import { messageInsert } from "../payments/payment-store.ts";
import type { World } from "../world.ts";
import { type MoveProblem, moveCheckout } from "./checkout-move-store.ts";
import type { Checkout } from "./checkout-store.ts";
import { releaseNeeds } from "./hold-flow.ts";

type Message = { id: string; type: string };

/** The shopper is told only when a payment was tried and failed. `message` is the provider's, when it came by webhook. */
export async function endUnpaid(
  world: World,
  checkout: Checkout,
  cause: "payment_failed" | "not_paid_in_time",
  message: Message | null,
): Promise<Outcome<Checkout, MoveProblem>> {
  await releaseNeeds(world, checkout);
  const db = world.ordersOfCheckout(checkout.id);
  const atMs = world.nowMs();
  const events =
    cause === "payment_failed" ? [newEvent(world, "checkout.payment_failed", { checkoutId: checkout.id })] : [];
  const effects = [...(message ? [messageInsert(db, message, atMs)] : []), ...outboxInserts(db, events)];
  const moved = await moveCheckout(db, checkout, { enters: "expired", cause, atMs }, effects);
  if (!moved.ok) return refused(moved.problem);
  world.defer(relayOutbox(world, db, events));
  return done(moved.value);
}

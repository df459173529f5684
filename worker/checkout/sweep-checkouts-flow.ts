/**
 * For the timer: finishes or undoes whatever a crash left between two steps of a purchase, and asks the provider how
 * sessions ended whose webhook never came. Bounded: what is left over waits for the next run, longest untouched first.
 */
import { whyOf } from "../base/why.ts";
import { takeOutBought } from "../cart/cart-flow.ts";
import { finishLeftOrder } from "../orders/finish-order-flow.ts";
import { listUncommittedOrders } from "../orders/order-store.ts";
import { newsOfSession } from "../payments/payment-news.ts";
import { settleSession } from "../payments/settle-payment-flow.ts";
import { sweepRefunds } from "../payments/sweep-refunds-flow.ts";
import type { Database, World } from "../world.ts";
import type { CheckoutState } from "./checkout.ts";
import {
  type Checkout,
  listUntouchedCheckouts,
  pruneUnpaidCheckouts,
  readCheckout,
  touchCheckout,
} from "./checkout-store.ts";
import {
  COMMIT_GRACE_MS,
  EXPIRY_GRACE_MS,
  HOLDING_MAX_MS,
  PROCESSING_ASK_MS,
  PROCESSING_MAX_MS,
  SESSION_MS,
  UNPAID_KEPT_MS,
} from "./checkout-timing.ts";
import { endUnpaid } from "./end-checkout-flow.ts";
import { giveUp } from "./hold-checkout-flow.ts";

/** Of each kind, in each database. */
const PER_RUN_MAX = 50;
const PRUNED_PER_RUN_MAX = 500;
/** When one that could not be settled is looked at again. */
const RETRY_MS = 5 * 60_000;

/** After `untouchedMs` in a state the timer settles it; what stays in it is looked at again after `againMs`. */
type Sweep = {
  state: CheckoutState;
  untouchedMs: number;
  againMs: number;
  settle: (world: World, checkout: Checkout) => Promise<unknown>;
};
const SWEEPS: readonly Sweep[] = [
  {
    state: "holding",
    untouchedMs: HOLDING_MAX_MS,
    againMs: RETRY_MS,
    settle: (world, checkout) => giveUp(world, checkout, "left_behind"),
  },
  { state: "held", untouchedMs: SESSION_MS + EXPIRY_GRACE_MS, againMs: RETRY_MS, settle: endHeld },
  { state: "processing", untouchedMs: PROCESSING_ASK_MS, againMs: PROCESSING_ASK_MS, settle: askAgain },
];

/** What the timer would do with a checkout that has waited too long, done at once. */
export async function settleWaiting(world: World, checkout: Checkout): Promise<void> {
  await SWEEPS.find(({ state }) => state === checkout.state)?.settle(world, checkout);
}

/** A checkout that fails is logged, and keeps none of the others from its turn. */
export async function sweepCheckouts(world: World): Promise<void> {
  for (const db of world.ordersAll) {
    for (const sweep of SWEEPS) await sweepState(world, db, sweep);
    const placedBeforeMs = world.nowMs() - COMMIT_GRACE_MS;
    for (const { checkoutId } of await listUncommittedOrders(db, { placedBeforeMs, limit: PER_RUN_MAX }))
      await logged(world, checkoutId, finishLeftOrder(world, checkoutId));
    const beforeMs = world.nowMs() - UNPAID_KEPT_MS;
    for (const state of ["abandoned", "expired"] as const)
      await pruneUnpaidCheckouts(db, { state, beforeMs, limit: PRUNED_PER_RUN_MAX });
  }
  await sweepRefunds(world);
}

/** One that did not move is touched, so that it keeps no other waiting; it is looked at again later. */
async function sweepState(world: World, db: Database, { state, untouchedMs, againMs, settle }: Sweep): Promise<void> {
  const sinceMs = world.nowMs() - untouchedMs;
  for (const checkout of await listUntouchedCheckouts(db, { state, sinceMs, limit: PER_RUN_MAX })) {
    await logged(world, checkout.id, settle(world, checkout));
    await touchCheckout(db, checkout, sinceMs + againMs);
  }
}

async function logged(world: World, checkoutId: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    world.log.error("checkout.sweep_failed", { checkoutId, why: whyOf(error) });
  }
}

/** Its time is up: makes the session unpayable, and settles how it ended; it may have been paid in its last second. */
export async function endHeld(world: World, checkout: Checkout): Promise<Checkout | null> {
  if (checkout.paymentSessionId === null) return checkout;
  const session = await world.payments.expireSession(checkout.paymentSessionId);
  const news = session.ok ? newsOfSession(session.value) : null;
  if (!session.ok || news === null) return checkout;
  await settleSession(world, checkout.id, { news, session: session.value, message: null });
  return readCheckout(world.ordersOfCheckout(checkout.id), checkout.id);
}

/** A delayed payment: asks how it stands, and gives it up when it has not come in the time its units are held for. */
async function askAgain(world: World, checkout: Checkout): Promise<void> {
  if (checkout.paymentSessionId === null) return;
  const session = await world.payments.readSession(checkout.paymentSessionId);
  const news = session.ok ? newsOfSession(session.value) : null;
  if (!session.ok || news === null) return;
  if (news !== "on_its_way") return settleSession(world, checkout.id, { news, session: session.value, message: null });
  // Where a crash left them in.
  await takeOutBought(world, checkout);
  if (world.nowMs() - checkout.createdAtMs > PROCESSING_MAX_MS)
    await endUnpaid(world, checkout, "payment_failed", null);
}

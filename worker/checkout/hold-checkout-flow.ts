/**
 * The steps of the request that owns a new checkout: hold every line, or none; then create the payment; then say `held`.
 * A checkout that is over has no open holds: units are given back before the state says so, and whoever gives up claims
 * the checkout first, so that nobody else goes on with holds that are being released.
 */
import { assert } from "../base/assert.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readBegunMarket, readPlace } from "../markets/market-store.ts";
import type { SessionProblem } from "../payments/payment-provider.ts";
import type { World } from "../world.ts";
import type { CheckoutSnapshot } from "./checkout.ts";
import { type MoveCause, moveCheckout } from "./checkout-move-store.ts";
import { type Checkout, readCause, readCheckout } from "./checkout-store.ts";
import { HOLD_GRACE_MS } from "./checkout-timing.ts";
import { type HoldProblem, holdNeeds, releaseNeeds } from "./hold-flow.ts";
import { sessionAskOf } from "./session-ask.ts";

/** `moved_before`: another request has taken this checkout over, and has the answer. */
export type HoldCheckoutProblem = HoldProblem | SessionProblem | { code: "moved_before" };

/** Why a checkout ended whose payment could not be created: kept, so that a repeat is refused the same. */
export const PAYMENT_CAUSES = {
  "payment.unavailable": "payment_unavailable",
  "payment.amount_too_small": "amount_too_small",
  "checkout.total_too_large": "amount_too_large",
  "payment.email_refused": "email_refused",
} as const satisfies Record<SessionProblem["code"], MoveCause>;

const GIVING_UP = "giving_up" satisfies MoveCause;

/**
 * Answers the checkout once it is `held`. When refused it has ended, and its units are given back, unless another
 * request has taken it over. When it throws the same is tried, and else left to the timer.
 */
export async function holdCheckout(world: World, checkout: Checkout): Promise<Outcome<Checkout, HoldCheckoutProblem>> {
  try {
    return await holdAndAsk(world, checkout);
  } catch (error) {
    // Best now; what fails here too is undone by the timer.
    await giveUp(world, checkout, "left_behind").catch(() =>
      world.log.info("checkout.left_behind", { id: checkout.id }),
    );
    throw error;
  }
}

async function holdAndAsk(world: World, checkout: Checkout): Promise<Outcome<Checkout, HoldCheckoutProblem>> {
  const held = await holdNeeds(world, checkout, checkout.snapshot.needs, checkout.expiresAtMs + HOLD_GRACE_MS);
  if (!held.ok) return (await giveUp(world, checkout, "stock_short")) ? held : letGo(world, checkout);
  const market = await readBegunMarket(world, checkout.snapshot.market);
  const place = await readPlace(world, market);
  const session = await world.payments.createSession(sessionAskOf(checkout, market, place));
  if (!session.ok) {
    const gaveUp = await giveUp(world, checkout, PAYMENT_CAUSES[session.problem.code]);
    return gaveUp ? session : letGo(world, checkout);
  }
  const { id: paymentSessionId, url: paymentUrl, amountMinor, currency } = session.value;
  assert(amountMinor === checkout.totalMinor && currency === checkout.currency, "the provider asks for the total");
  const set = { paymentSessionId, paymentUrl, snapshot: withPromises(checkout.snapshot, held.value) };
  const db = world.ordersOfCheckout(checkout.id);
  const moved = await moveCheckout(db, checkout, { enters: "held", cause: "held", atMs: world.nowMs(), set });
  return moved.ok ? done(moved.value) : letGo(world, checkout, paymentSessionId);
}

/**
 * Another request has this checkout. Where it gave it up, it may have given back before this one held: so this one gives back
 * what it holds too, and closes the payment page that nobody was told of. One that took it over goes on with all of that.
 */
async function letGo(
  world: World,
  checkout: Checkout,
  paymentSessionId: string | null = null,
): Promise<Outcome<never, { code: "moved_before" }>> {
  const db = world.ordersOfCheckout(checkout.id);
  const current = await readCheckout(db, checkout.id);
  const isGivenUp =
    current?.state === "abandoned" || (current?.state === "holding" && (await readCause(db, current)) === GIVING_UP);
  if (isGivenUp) await releaseNeeds(world, checkout);
  if (isGivenUp && paymentSessionId !== null) await world.payments.expireSession(paymentSessionId);
  return refused({ code: "moved_before" });
}

/** What was promised is written down as it was told: staff may move the date later, for those who buy then. */
function withPromises(snapshot: CheckoutSnapshot, promised: readonly string[]): CheckoutSnapshot {
  if (promised.length === 0) return snapshot;
  const promises = new Map(snapshot.needs.map(({ sku, promise }) => [sku, promise]));
  const lines = snapshot.lines.map((line) => {
    const parts = (line.components ?? [line]).filter(({ sku }) => promised.includes(sku));
    const latest = parts.flatMap(({ sku }) => promises.get(sku) ?? []).toSorted((a, b) => b.atMs - a.atMs)[0];
    return latest ? { ...line, promise: latest } : line;
  });
  return { ...snapshot, lines };
}

/** Gives everything back and ends the checkout. False when another request has moved it: then it is that one's to end. */
export async function giveUp(world: World, checkout: Checkout, cause: MoveCause): Promise<boolean> {
  const db = world.ordersOfCheckout(checkout.id);
  const claim = { enters: "holding", cause: GIVING_UP, atMs: world.nowMs() } as const;
  const claimed = await moveCheckout(db, checkout, claim);
  if (!claimed.ok) return false;
  await releaseNeeds(world, claimed.value);
  return (await moveCheckout(db, claimed.value, { enters: "abandoned", cause, atMs: world.nowMs() })).ok;
}

/** The provider's own books of the last days against the store's: what it took, and what it gave back. */
import { done, type Outcome } from "../base/outcome.ts";
import { type CheckoutFacts, readCheckoutFacts } from "../checkout/checkout-facts-store.ts";
import { listPaymentsOfOrders, readPayments, readRefunds } from "../payments/payment-list-store.ts";
import type { ListedRefund, ListedSession, PaymentUnavailable } from "../payments/payment-provider.ts";
import type { Payment, Refund } from "../payments/payment-store.ts";
import { nextRefundState } from "../payments/refund-moves.ts";
import { paymentIdOf } from "../payments/refuse-payment-flow.ts";
import type { World } from "../world.ts";
import { type BookTurn, ON_ITS_WAY_MS, PROVIDER_WINDOW_MS } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { byDatabase } from "./stretch-flow.ts";

type Turn = Promise<Outcome<BookTurn, PaymentUnavailable>>;

/** `after` is the provider's own id of the last one; empty to begin. */
export async function examineSessions(world: World, after: string): Turn {
  const page = await world.payments.listSessions(askOf(world, after));
  if (!page.ok) return page;
  const { items, next } = page.value;
  const first = await compareSessions(world, items);
  if (first.length > 0) await world.sleep(ON_ITS_WAY_MS);
  const sessionIds = new Set(first.map(({ at }) => at.sessionId));
  const found: Disagreement[] = [];
  for (const session of items.filter(({ id }) => sessionIds.has(id))) {
    const again = await compareAgain(world, session);
    if (!again.ok) return again;
    found.push(...again.value);
  }
  return done({ checked: items.length, found, next });
}

/** What is paid stays so; one that was not paid when it was listed may be by now. */
async function compareAgain(world: World, session: Session): Promise<Outcome<Disagreement[], PaymentUnavailable>> {
  if (session.payment === "paid") return done(await compareSessions(world, [session]));
  const now = await world.payments.readSession(session.id);
  return now.ok ? done(await compareSessions(world, [now.value])) : now;
}

const askOf = (world: World, after: string) => ({
  sinceMs: world.nowMs() - PROVIDER_WINDOW_MS,
  after: after === "" ? null : after,
});

type Session = Omit<ListedSession, "createdAtMs">;

async function compareSessions(world: World, sessions: readonly Session[]): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  const ids = sessions.map(({ checkoutId }) => checkoutId);
  for (const [db, asked] of byDatabase(world, ids)) {
    const own = new Set(asked);
    const here = sessions.filter(({ checkoutId }) => own.has(checkoutId));
    const [checkouts, payments] = [await readCheckoutFacts(db, asked), await readPayments(db, here.map(paymentIdOf))];
    const orderIds = [...checkouts.values()].flatMap(({ orderId }) => orderId ?? []);
    const paidOrders = new Set((await listPaymentsOfOrders(db, orderIds)).map(({ orderId }) => orderId));
    for (const session of here) {
      const checkout = checkouts.get(session.checkoutId);
      // An order without any payment is told with the orders.
      const isOrders = checkout?.state === "paid" && !paidOrders.has(checkout.orderId);
      if (!isOrders) found.push(...compareSession(session, checkout, payments.get(paymentIdOf(session))));
    }
  }
  return found;
}

function compareSession(
  session: Session,
  checkout: CheckoutFacts | undefined,
  payment: Payment | undefined,
): Disagreement[] {
  const { id: sessionId, checkoutId, amountMinor, currency } = session;
  const at = { sessionId, checkoutId, ...(session.paymentId !== null && { paymentId: session.paymentId }) };
  const facts = { takenMinor: amountMinor, currency };
  if (session.payment !== "paid") {
    const isOrdered = checkout?.state === "paid" && checkout.paymentSessionId === sessionId;
    return isOrdered ? [disagreement("session.not_paid", at, { ...facts, state: session.state })] : [];
  }
  if (!checkout) return [disagreement("session.checkout_unknown", at, facts)];
  if (!payment) return [disagreement("session.unsettled", at, { ...facts, state: checkout.state })];
  if (payment.amountMinor === amountMinor && payment.currency === currency) return [];
  return [disagreement("session.amount_differs", at, { ...facts, paidMinor: payment.amountMinor })];
}

/** The same of refunds. Those of payments that are not this store's are none of its business. */
export async function examineProviderRefunds(world: World, after: string): Turn {
  const page = await world.payments.listRefunds(askOf(world, after));
  if (!page.ok) return page;
  const { items, next } = page.value;
  const first = await compareRefunds(world, items);
  if (first.length > 0) await world.sleep(ON_ITS_WAY_MS);
  const again = new Set(first.map(({ at }) => at.providerId));
  const found = await compareRefunds(
    world,
    items.filter(({ providerId }) => again.has(providerId)),
  );
  return done({ checked: items.length, found, next });
}

/** Neither a payment's id nor a refund's names its database, so every one is asked. */
async function compareRefunds(world: World, refunds: readonly ListedRefund[]): Promise<Disagreement[]> {
  if (refunds.length === 0) return [];
  const known = new Set<string>();
  const own = new Map<string, Refund>();
  for (const db of world.ordersAll) {
    const paymentIds = refunds.flatMap(({ paymentId }) => paymentId ?? []);
    for (const id of (await readPayments(db, paymentIds)).keys()) known.add(id);
    const refundIds = refunds.flatMap(({ refundId }) => refundId ?? []);
    for (const [id, refund] of await readRefunds(db, refundIds)) own.set(id, refund);
  }
  return refunds
    .filter(({ paymentId }) => paymentId !== null && known.has(paymentId))
    .flatMap((refund) => compareRefund(refund, own.get(refund.refundId ?? "")));
}

function compareRefund(there: ListedRefund, here: Refund | undefined): Disagreement[] {
  const { providerId, refundId, paymentId, amountMinor, currency } = there;
  const at = { providerId, paymentId: paymentId ?? "", ...(refundId !== null && { refundId }) };
  const facts = { backMinor: amountMinor, currency, there: there.state };
  if (refundId === null) return there.state === "failed" ? [] : [disagreement("provider_refund.by_hand", at, facts)];
  if (!here) return [disagreement("provider_refund.unknown", at, facts)];
  const both = { ...facts, here: here.state };
  if (here.amountMinor !== amountMinor || here.currency !== currency)
    return [disagreement("provider_refund.amount_differs", at, { ...both, hereMinor: here.amountMinor })];
  if (nextRefundState(here, there) !== null) return [disagreement("provider_refund.state_differs", at, both)];
  const isRevived = here.state === "failed" && there.state !== "failed";
  return isRevived ? [disagreement("provider_refund.revived", at, both)] : [];
}

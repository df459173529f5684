/** Orders against their payments, their checkouts, and the ledgers that sold their units. */
import {
  type CheckoutFacts,
  type CheckoutNeed,
  readCheckoutFacts,
  readNeeds,
} from "../checkout/checkout-facts-store.ts";
import { HOLD_ATTEMPTS_MAX, holdIdOf } from "../checkout/checkout-hold.ts";
import { MAIN, PROMISE } from "../ledger/ledger.ts";
import { type BookedOrder, listBookedOrders } from "../orders/order-facts-store.ts";
import { listPaymentsOfOrders } from "../payments/payment-list-store.ts";
import type { Payment } from "../payments/payment-store.ts";
import type { World } from "../world.ts";
import { type BookTurn, COMMIT_GRACE_MS } from "./book-turn.ts";
import { type Disagreement, disagreement } from "./disagreements.ts";
import { findLastEntry, isPutBack, readHoldState } from "./hold-state-flow.ts";
import { readStretch } from "./stretch-flow.ts";

/** Each line of each is asked of its SKU's object twice. */
const ORDERS_TURN = 50;
const ASKED_AT_ONCE = 10;

export async function examineOrders(world: World, after: string): Promise<BookTurn> {
  const { db, rows, next } = await readStretch(world, after, ORDERS_TURN, listBookedOrders);
  if (!db || rows.length === 0) return { checked: 0, found: [], next };
  const ids = rows.map(({ id }) => id);
  const checkoutIds = rows.map(({ checkoutId }) => checkoutId);
  const [payments, checkouts, needs] = [
    await listPaymentsOfOrders(db, ids),
    await readCheckoutFacts(db, checkoutIds),
    await readNeeds(db, checkoutIds),
  ];
  const found: Disagreement[] = [];
  for (let start = 0; start < rows.length; start += ASKED_AT_ONCE) {
    const asked = rows.slice(start, start + ASKED_AT_ONCE).map(async (order) => [
      ...comparePayments(
        order,
        payments.filter(({ orderId }) => orderId === order.id),
      ),
      ...comparePickup(order),
      ...compareCheckout(order, checkouts.get(order.checkoutId)),
      ...(await compareUnits(world, order, {
        needs: needs.get(order.checkoutId) ?? [],
        attempts: checkouts.get(order.checkoutId)?.holdAttempt ?? 1,
      })),
    ]);
    found.push(...(await Promise.all(asked)).flat());
  }
  return { checked: rows.length, found, next };
}

function comparePayments({ id, checkoutId, totalMinor, currency }: BookedOrder, paid: readonly Payment[]) {
  const at = { orderId: id, checkoutId };
  if (paid.length === 0) return [disagreement("order.payment_missing", at, { totalMinor, currency })];
  return paid
    .filter((one) => one.amountMinor !== totalMinor || one.currency !== currency || paid.length > 1)
    .map((one) =>
      disagreement(
        "order.payment_differs",
        { ...at, paymentId: one.id },
        { totalMinor, currency, paidMinor: one.amountMinor, paidCurrency: one.currency, payments: paid.length },
      ),
    );
}

function compareCheckout({ id, checkoutId }: BookedOrder, checkout: CheckoutFacts | undefined): Disagreement[] {
  if (checkout?.state === "paid" && checkout.orderId === id) return [];
  const facts = { state: checkout?.state ?? "missing", orderId: checkout?.orderId ?? "none" };
  return [disagreement("order.checkout_differs", { orderId: id, checkoutId }, facts)];
}

/** What is collected lies where it is collected. */
function comparePickup({ id, checkoutId, shipping, allocation }: BookedOrder): Disagreement[] {
  const location = shipping.pickup?.location;
  const elsewhere = location === undefined ? [] : (allocation ?? []).filter((units) => units.location !== location);
  return elsewhere.map(({ sku, location: soldAt, quantity }) =>
    disagreement(
      "order.units_elsewhere",
      { orderId: id, checkoutId, sku },
      { location: location ?? "", soldAt, quantity },
    ),
  );
}

/** What a checkout needed of a SKU is sold once, by one of the holds that it may have. */
async function compareUnits(
  world: World,
  order: BookedOrder,
  { needs, attempts }: { needs: readonly CheckoutNeed[]; attempts: number },
): Promise<Disagreement[]> {
  if (order.placedAtMs > world.nowMs() - COMMIT_GRACE_MS) return [];
  const at = { orderId: order.id, checkoutId: order.checkoutId };
  if (order.stockCommittedAtMs === null) return [disagreement("order.units_only_held", at)];
  const found: Disagreement[] = [];
  // What ran out before it was committed was held once more.
  const last = Math.min(attempts, HOLD_ATTEMPTS_MAX) + 1;
  for (const { sku, name, quantity } of needs) {
    const holdIds = Array.from({ length: last }, (_, index) => holdIdOf(order.checkoutId, sku, index + 1));
    const states = await Promise.all(holdIds.map((holdId) => readHoldState(world, name, holdId)));
    const sold = holdIds.filter((_, index) => states[index] === "committed");
    if (sold.length === 0) found.push(disagreement("order.units_not_sold", { ...at, sku }, { quantity }));
    for (const holdId of sold.slice(1))
      if (!(await isPutBack(world, name, holdId, 0)))
        found.push(
          disagreement(
            "order.units_sold_twice",
            { ...at, sku, ledger: name, holdId },
            await readSale(world, name, holdId),
          ),
        );
  }
  return found;
}

/** How many units a hold sold, from where; `promised` of them were sold before they were here. */
async function readSale(world: World, name: string, holdId: string) {
  let [quantity, promised, location] = [0, 0, MAIN as string];
  await findLastEntry(world, name, 0, ({ kind, facts }) => {
    if (kind !== "committed" || facts.holdId !== holdId) return false;
    quantity += Number(facts.quantity);
    if (facts.location === PROMISE) promised += Number(facts.quantity);
    else location = String(facts.location);
    return false;
  });
  return { quantity, promised, location };
}

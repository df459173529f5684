/**
 * Repairs what doctor found, by the flows that the store itself lives by: each repeats safely and may be killed anywhere,
 * so a repair that was cut short is found again, and done again.
 */
import { assert } from "../base/assert.ts";
import { mendPrices } from "../catalog/mend-prices-flow.ts";
import { readCheckout } from "../checkout/checkout-store.ts";
import { settleWaiting } from "../checkout/sweep-checkouts-flow.ts";
import { closeDownloads, grantAgain } from "../downloads/grant-again-flow.ts";
import { releaseUnits, restockUnits } from "../inventory/stock-flow.ts";
import { sendAgain } from "../notifications/send-again-flow.ts";
import { finishLeftOrder } from "../orders/finish-order-flow.ts";
import { newsOfSession } from "../payments/payment-news.ts";
import { readPayment, readRefund } from "../payments/payment-store.ts";
import { reconcileRefund } from "../payments/reconcile-refund-flow.ts";
import { returnPayment, writePaymentDown } from "../payments/return-payment-flow.ts";
import { settleSession } from "../payments/settle-payment-flow.ts";
import { countUnionSale, sumDayAnew } from "../tax/union/count-union-flow.ts";
import type { World } from "../world.ts";
import { MAIL_GRACE_MS } from "./book-turn.ts";
import type { Disagreement, DisagreementCode, RepairableCode } from "./disagreements.ts";
import { unsoldIdOf } from "./hold-state-flow.ts";

type Repair = (world: World, found: Disagreement, byId: string) => Promise<unknown>;

const REPAIRS: Readonly<Record<RepairableCode, Repair>> = {
  "checkout.stuck": async (world, { at }) => {
    const checkout = await readCheckout(world.ordersOfCheckout(idIn(at, "checkoutId")), idIn(at, "checkoutId"));
    if (checkout) await settleWaiting(world, checkout);
  },
  "order.payment_missing": (world, { at }) => writePaymentDown(world, idIn(at, "checkoutId"), idIn(at, "orderId")),
  "order.units_only_held": (world, { at }) => finishLeftOrder(world, idIn(at, "checkoutId")),
  "order.units_not_sold": (world, { at }) => finishLeftOrder(world, idIn(at, "checkoutId")),
  "order.units_sold_twice": putBack,
  "payment.kept": async (world, { at }) => {
    const payment = await readPayment(world.ordersOfCheckout(idIn(at, "checkoutId")), idIn(at, "paymentId"));
    if (payment) await returnPayment(world, payment);
  },
  "refund.waits": settleRefundOf,
  "hold.of_no_checkout": release,
  "hold.of_ended_checkout": release,
  "hold.overdue": release,
  "stock.sold_without_order": putBack,
  "session.unsettled": async (world, { at }) => {
    const session = await world.payments.readSession(idIn(at, "sessionId"));
    const news = session.ok ? newsOfSession(session.value) : null;
    if (session.ok && news === "paid")
      await settleSession(world, session.value.checkoutId, { news, session: session.value, message: null });
  },
  "provider_refund.state_differs": settleRefundOf,
  "mail.unsure": resend,
  "mail.unsure_gone": resend,
  "order.download_missing": (world, { at }) => grantAgain(world, idIn(at, "orderId")),
  "grant.order_missing": (world, { at }) => closeDownloads(world, idIn(at, "orderId")),
  "price.not_derived": (world, { at }) => mendPrices(world, idIn(at, "productId")),
  "price.not_lowest": (world, { at }) => mendPrices(world, idIn(at, "productId")),
  "union_sale.not_counted": (world, { at }) => countUnionSale(world, idIn(at, "orderId")),
  "union_day.sum_differs": (world, { at }) =>
    sumDayAnew(world, Number(idIn(at, "database")), idIn(at, "home"), idIn(at, "day")),
};

export const canRepair = (code: DisagreementCode): code is RepairableCode => Object.hasOwn(REPAIRS, code);

/** Throws when it could not; what it did not change is found again. `byId` is who of the staff has it done. */
export async function repair(world: World, found: Disagreement, byId: string): Promise<void> {
  if (canRepair(found.code)) await REPAIRS[found.code](world, found, byId);
}

function idIn(at: Disagreement["at"], name: string): string {
  const id = at[name];
  assert(id !== undefined, "a disagreement names what its repair needs");
  return id;
}

async function release(world: World, { at }: Disagreement): Promise<void> {
  await releaseUnits(world, idIn(at, "ledger"), idIn(at, "holdId"));
}

/** On the SKU's own shelf, where it is split too; what was sold before it was here is owed no more. */
async function putBack(world: World, { at, facts }: Disagreement, byId: string): Promise<void> {
  const [sku, ledger, holdId] = [idIn(at, "sku"), idIn(at, "ledger"), idIn(at, "holdId")];
  const [quantity, promised] = [Number(facts.quantity), Number(facts.promised)];
  const operationId = unsoldIdOf(holdId, ledger);
  await restockUnits(world, { sku, operationId, account: String(facts.location), quantity, promised, byId });
}

/** A refund's id does not name its database. */
async function settleRefundOf(world: World, { at }: Disagreement): Promise<void> {
  for (const db of world.ordersAll) {
    const refund = await readRefund(db, idIn(at, "refundId"));
    if (refund) return reconcileRefund(world, refund);
  }
}

async function resend(world: World, { at }: Disagreement): Promise<void> {
  await sendAgain(world, idIn(at, "mailId"), world.nowMs() - MAIL_GRACE_MS);
}

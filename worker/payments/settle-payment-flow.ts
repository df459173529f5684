/**
 * What the payment provider says happened, made true in the store: once, however often, late or out of order it is said.
 * Its messages are stored in the batch of their effect. A message that throws is delivered again by the provider; one
 * that is lost is asked for by the timer.
 */
import { assert } from "../base/assert.ts";
import { done, refused } from "../base/outcome.ts";
import { takeOutBought } from "../cart/cart-flow.ts";
import { mayMove } from "../checkout/checkout.ts";
import { moveCheckout } from "../checkout/checkout-move-store.ts";
import { type Checkout, readCheckout } from "../checkout/checkout-store.ts";
import { PROCESSING_HOLD_MS } from "../checkout/checkout-timing.ts";
import { endUnpaid } from "../checkout/end-checkout-flow.ts";
import { releaseNeeds } from "../checkout/hold-flow.ts";
import { secureStock } from "../checkout/secure-stock-flow.ts";
import type { World } from "../world.ts";
import { applyRefundAnswer } from "./apply-refund-flow.ts";
import { newsOfMessage, type PaymentNews } from "./payment-news.ts";
import type { PaymentMessage, PaymentSession } from "./payment-provider.ts";
import { hasMessage, messageInsert, readRefund, storeEffects } from "./payment-store.ts";
import { settlePaid } from "./place-order-flow.ts";

type Message = { id: string; type: string } | null;
type Told = { news: PaymentNews; session: PaymentSession; message: Message };
type Settled = Awaited<ReturnType<typeof settlePaid>>;
/** How often it is decided anew after another request moved the checkout first. */
const SETTLE_TRIES_MAX = 6;
const SETTLED: Settled = done("settled");

/** Returns once the effect is stored. Throws when it could not be: then it is to be told again. */
export async function settlePayment(world: World, message: PaymentMessage): Promise<void> {
  if (message.kind === "ignored") return;
  if (message.kind === "refund_changed") return settleRefundMessage(world, message);
  const { session } = message;
  return settleSession(world, session.checkoutId, { news: newsOfMessage(message), session, message });
}

/** The same for what the provider was asked: `message` is null. */
export async function settleSession(world: World, checkoutId: string, told: Told): Promise<void> {
  const db = world.ordersOfCheckout(checkoutId);
  for (let tries = 0; tries < SETTLE_TRIES_MAX; tries += 1) {
    const checkout = await readCheckout(db, checkoutId);
    if (!checkout) world.log.error("payment.checkout_unknown", { checkoutId, news: told.news });
    if (!checkout || (told.message && (await hasMessage(db, told.message.id)))) return;
    const settled = await settleOnce(world, checkout, told);
    if (settled.ok || settled.problem.code === "seen_before") return;
  }
  assert(false, "a checkout stands still for a moment");
}

async function settleOnce(world: World, checkout: Checkout, { news, session, message }: Told): Promise<Settled> {
  if (news === "paid") return settlePaid(world, checkout, session, message);
  const { state } = checkout;
  if (news === "on_its_way" && (state === "holding" || state === "held")) return awaitMoney(world, checkout, message);
  // A session whose money is on its way does not expire; that it did was told late.
  const ends = news === "failed" || (news === "expired" && state !== "processing");
  if (!ends || !mayMove(state, "expired")) return noteMessage(world, checkout, message);
  const cause = news === "failed" ? "payment_failed" : "not_paid_in_time";
  const ended = await endUnpaid(world, checkout, cause, message);
  return ended.ok ? SETTLED : ended;
}

/** The units stay held as long as a delayed payment may take. Without them it goes on too: they may be there again then. */
async function awaitMoney(world: World, checkout: Checkout, message: Message): Promise<Settled> {
  const atMs = world.nowMs();
  const secured = await secureStock(world, checkout, atMs + PROCESSING_HOLD_MS);
  const short = !secured.ok && secured.problem.code === "short" ? secured.problem.checkout : null;
  if (!secured.ok && !short) return refused({ code: "moved_before" });
  if (short) await releaseNeeds(world, short);
  const current = secured.ok ? secured.value : (short ?? checkout);
  const db = world.ordersOfCheckout(checkout.id);
  const move = { enters: "processing", cause: "payment_on_its_way", atMs } as const;
  const moved = await moveCheckout(db, current, move, message ? [messageInsert(db, message, atMs)] : []);
  if (!moved.ok) return moved;
  // Paid for, as the shopper sees it: left in the cart it would be bought twice.
  world.defer(takeOutBought(world, checkout));
  return SETTLED;
}

async function noteMessage(world: World, { id }: Checkout, message: Message): Promise<Settled> {
  const db = world.ordersOfCheckout(id);
  if (message) await storeEffects(db, [messageInsert(db, message, world.nowMs())]);
  return SETTLED;
}

/** A refund's id does not name its database; refunds told of are few, so every database is asked. */
async function settleRefundMessage(
  world: World,
  message: Extract<PaymentMessage, { kind: "refund_changed" }>,
): Promise<void> {
  const { refundId, refund: answer } = message;
  for (const db of refundId === null ? [] : world.ordersAll) {
    const refund = await readRefund(db, refundId ?? "");
    if (refund) return applyRefundAnswer(world, refund, answer, message);
  }
  // Made at the provider by hand: the store has no part in it.
  world.log.info("refund.unknown", { providerId: answer.providerId });
}

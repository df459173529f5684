/**
 * Gives money back. The refund is stored before the provider is asked, under the id that is the provider's idempotency
 * key, so however often it is asked the money goes back once. What the provider answers, now or by webhook, is stored once.
 */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { applyRefundAnswer } from "./apply-refund-flow.ts";
import type { Refund } from "./payment-store.ts";

/** A provider that does not answer is asked again by the timer. */
export async function settleRefund(world: World, refund: Refund): Promise<void> {
  const { id: refundId, paymentId, amountMinor, currency } = refund;
  const asked = await world.payments.refund({ refundId, paymentId, amountMinor, currency });
  if (!asked.ok) return world.log.info("refund.waits", { refundId });
  await applyRefundAnswer(world, refund, asked.value, null);
}

/** The same after the answer was sent; a failure is logged. */
export const settleRefundLater = (world: World, refund: Refund): void =>
  world.defer(
    settleRefund(world, refund).catch((error: unknown) =>
      world.log.error("refund.settle_failed", { refundId: refund.id, why: whyOf(error) }),
    ),
  );

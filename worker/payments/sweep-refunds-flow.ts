/** For the timer: asks again for refunds the provider was perhaps never asked for. */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { listUnaskedRefunds, pruneMessages } from "./payment-store.ts";
import { settleRefund } from "./settle-refund-flow.ts";

/** Younger ones are left to the request that made them. */
const LEFT_BEHIND_MS = 60_000;
/**
 * Stripe forgets idempotency keys after 24 hours (docs.stripe.com/api/idempotent_requests); an older refund may have been
 * made without our knowing, so it is left to staff: doctor lists it.
 */
const ASKED_AGAIN_MAX_MS = 23 * 3_600_000;
const REFUNDS_PER_RUN = 50;
/** Stripe delivers a message again for three days. */
const MESSAGES_KEPT_MS = 30 * 86_400_000;

/** A refund that fails is logged, and keeps none of the others from its turn. Old messages are forgotten here too. */
export async function sweepRefunds(world: World): Promise<void> {
  const nowMs = world.nowMs();
  const ask = { fromMs: nowMs - ASKED_AGAIN_MAX_MS, toMs: nowMs - LEFT_BEHIND_MS, limit: REFUNDS_PER_RUN };
  for (const db of world.ordersAll) {
    for (const refund of await listUnaskedRefunds(db, ask))
      await settleRefund(world, refund).catch((error: unknown) =>
        world.log.error("refund.settle_failed", { refundId: refund.id, why: whyOf(error) }),
      );
    await pruneMessages(db, nowMs - MESSAGES_KEPT_MS);
  }
}

/**
 * For the timer: asks again for refunds the provider was perhaps never asked for, and how those stand whose bank takes its
 * time: their webhook may be lost.
 */
import { whyOf } from "../base/why.ts";
import type { World } from "../world.ts";
import { listRefundsOnTheirWay, listUnaskedRefunds, pruneMessages, type Refund } from "./payment-store.ts";
import { reconcileRefund } from "./reconcile-refund-flow.ts";
import { settleRefund } from "./settle-refund-flow.ts";

/** Younger ones are left to the request that made them. */
const LEFT_BEHIND_MS = 60_000;
/**
 * Stripe forgets idempotency keys after 24 hours (docs.stripe.com/api/idempotent_requests); an older refund may have been
 * made without our knowing, so it is left to staff: doctor lists it.
 */
const ASKED_AGAIN_MAX_MS = 23 * 3_600_000;
const REFUNDS_PER_RUN = 50;
/** How often the provider is asked about a refund that is on its way, and how often the timer comes. */
const ON_ITS_WAY_ASK_MS = 3_600_000;
const TURN_MS = 60_000;
/** Stripe delivers a message again for three days. */
const MESSAGES_KEPT_MS = 30 * 86_400_000;

/** A refund that fails is logged, and keeps none of the others from its turn. Old messages are forgotten here too. */
export async function sweepRefunds(world: World): Promise<void> {
  const nowMs = world.nowMs();
  const ask = { fromMs: nowMs - ASKED_AGAIN_MAX_MS, toMs: nowMs - LEFT_BEHIND_MS, limit: REFUNDS_PER_RUN };
  for (const db of world.ordersAll) {
    for (const refund of await listUnaskedRefunds(db, ask)) await logged(world, refund, settleRefund(world, refund));
    const onTheirWay = { nowMs, everyMs: ON_ITS_WAY_ASK_MS, turnMs: TURN_MS, limit: REFUNDS_PER_RUN };
    for (const refund of await listRefundsOnTheirWay(db, onTheirWay))
      await logged(world, refund, reconcileRefund(world, refund));
    await pruneMessages(db, nowMs - MESSAGES_KEPT_MS);
  }
}

const logged = (world: World, { id }: Refund, work: Promise<void>): Promise<void> =>
  work.catch((error: unknown) => world.log.error("refund.settle_failed", { refundId: id, why: whyOf(error) }));

/** A refund whose end the store does not know, looked for in the provider's own books: made there or not, it is made once. */
import { done, type Outcome } from "../base/outcome.ts";
import type { World } from "../world.ts";
import { applyRefundAnswer } from "./apply-refund-flow.ts";
import type { ListedRefund, PaymentUnavailable } from "./payment-provider.ts";
import type { Refund } from "./payment-store.ts";
import { settleRefund } from "./settle-refund-flow.ts";

/** Far more refunds than any one payment has. */
const PAGES_MAX = 10;
/** Clocks differ. */
const EARLIER_MS = 86_400_000;

/** The refund as the provider has it; null where it has none under the store's id. */
export async function findRefundThere(
  world: World,
  { id, paymentId, createdAtMs }: Pick<Refund, "id" | "paymentId" | "createdAtMs">,
): Promise<Outcome<ListedRefund | null, PaymentUnavailable>> {
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const asked = await world.payments.listRefunds({ sinceMs: createdAtMs - EARLIER_MS, after, paymentId });
    if (!asked.ok) return asked;
    const found = asked.value.items.find(({ refundId }) => refundId === id);
    after = asked.value.next;
    if (found || after === null) return done(found ?? null);
  }
  return done(null);
}

/**
 * Takes over how the refund stands at the provider, and asks for it where there is none. Unlike asking again, this is
 * safe however old the refund is: the provider forgets the store's keys after a day, but not its refunds.
 */
export async function reconcileRefund(world: World, refund: Refund): Promise<void> {
  const there = await findRefundThere(world, refund);
  if (!there.ok) return;
  if (there.value) await applyRefundAnswer(world, refund, there.value, null);
  else if (refund.providerId === null) await settleRefund(world, refund);
}

/** Pages of Stripe's own books, newest first: what doctor compares the store's with. */
import type { Stripe } from "stripe";
import type { ListedRefund, ListedSession, PageAsk, ProviderPage } from "./payment-provider.ts";
import { chargedMinorOf } from "./stripe-amount.ts";
import { refundAnswerOf } from "./stripe-message.ts";
import { paymentSessionOf } from "./stripe-session.ts";

/** As many as Stripe gives out at once. */
const PAGE_MAX = 100;

/** The pinned version lists sessions by no time (docs/decisions/0002): the first older one ends the list. */
export async function listSessions(stripe: Stripe, { sinceMs, after }: PageAsk): Promise<ProviderPage<ListedSession>> {
  const { data, has_more } = await stripe.checkout.sessions.list({
    limit: PAGE_MAX,
    expand: ["data.payment_intent"],
    ...(after !== null && { starting_after: after }),
  });
  const fresh = data.filter(({ created }) => created * 1_000 >= sinceMs);
  const items = fresh.flatMap((session): ListedSession[] => {
    const own = paymentSessionOf(session);
    return own ? [{ ...own, createdAtMs: session.created * 1_000 }] : [];
  });
  return { items, next: has_more && fresh.length === data.length ? (data.at(-1)?.id ?? null) : null };
}

export async function listRefunds(
  stripe: Stripe,
  { sinceMs, after, paymentId }: PageAsk & { paymentId?: string },
): Promise<ProviderPage<ListedRefund>> {
  const { data, has_more } = await stripe.refunds.list({
    limit: PAGE_MAX,
    created: { gte: Math.floor(sinceMs / 1_000) },
    ...(after !== null && { starting_after: after }),
    ...(paymentId !== undefined && { payment_intent: paymentId }),
  });
  return { items: data.map(listedRefundOf), next: has_more ? (data.at(-1)?.id ?? null) : null };
}

const listedRefundOf = (refund: Stripe.Refund): ListedRefund => ({
  ...refundAnswerOf(refund),
  providerId: refund.id,
  refundId: refund.metadata?.refundId ?? null,
  paymentId: typeof refund.payment_intent === "string" ? refund.payment_intent : (refund.payment_intent?.id ?? null),
  amountMinor: chargedMinorOf(refund.amount, refund.currency.toUpperCase()),
  currency: refund.currency.toUpperCase(),
  createdAtMs: refund.created * 1_000,
});

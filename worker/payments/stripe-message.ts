/** What Stripe's events mean to the store. Kinds it has no use for, and objects it did not make, are `ignored`. */
import type Stripe from "stripe";
import type { PaymentMessage, RefundAnswer } from "./payment-provider.ts";
import { paymentSessionOf } from "./stripe-session.ts";

const SESSION_KINDS = {
  "checkout.session.completed": "session_completed",
  "checkout.session.async_payment_succeeded": "session_payment_succeeded",
  "checkout.session.async_payment_failed": "session_payment_failed",
  "checkout.session.expired": "session_expired",
} as const;

/** Later versions of Stripe's API tell of refunds under other names; the object is the same. */
const REFUND_TYPES = new Set(["charge.refund.updated", "refund.created", "refund.updated", "refund.failed"]);

/** The kinds of event that Stripe is to send: what a deployed store's webhook endpoint is set to. */
export const EVENT_TYPES = [...Object.keys(SESSION_KINDS), "charge.refund.updated"] as const;

/** `refundId` is null for a refund that the store did not make. */
export function paymentMessageOf({ id, type, data }: Stripe.Event): PaymentMessage {
  if (Object.hasOwn(SESSION_KINDS, type)) {
    const session = paymentSessionOf(data.object as Stripe.Checkout.Session);
    return session
      ? { id, type, kind: SESSION_KINDS[type as keyof typeof SESSION_KINDS], session }
      : { id, type, kind: "ignored" };
  }
  if (!REFUND_TYPES.has(type)) return { id, type, kind: "ignored" };
  const refund = data.object as Stripe.Refund;
  return {
    id,
    type,
    kind: "refund_changed",
    refundId: refund.metadata?.refundId ?? null,
    refund: refundAnswerOf(refund),
  };
}

export const refundAnswerOf = ({ id, status }: Pick<Stripe.Refund, "id" | "status">): RefundAnswer => ({
  providerId: id,
  state: refundStateOf(status),
});

/** `requires_action` waits for the shopper (bank details); a canceled refund never reached them. */
function refundStateOf(status: string | null): RefundAnswer["state"] {
  if (status === "succeeded") return "succeeded";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}

/** Refunds: never more than was charged. Two test cards make them go wrong later, as they do in life. */
import { type Answer, answered, missingAnswer, refusedAnswer } from "./answer.ts";
import { type Emulation, newId, secondsOf } from "./emulation.ts";
import { tell } from "./events.ts";
import { type KeptCharge, type KeptRefund, put } from "./kept.ts";
import type { Fields, Values } from "./params.ts";
import { newRefund } from "./payment-objects.ts";

export const REFUND_FIELDS = {
  payment_intent: { is: "text" },
  charge: { is: "text" },
  amount: { is: "integer", min: 1 },
  reason: { is: "choice", of: ["duplicate", "fraudulent", "requested_by_customer"] },
  metadata: { is: "metadata" },
  expand: { is: "list", of: { is: "text" }, max: 20 },
} as const satisfies Fields;
type RefundParams = Values<typeof REFUND_FIELDS>;

/** By payment intent or by charge; without an amount, all that is left. */
export function createRefund(emulation: Emulation, params: RefundParams): Answer {
  const { kept } = emulation;
  const intent = params.payment_intent === undefined ? undefined : kept.intent.get(params.payment_intent);
  if (params.payment_intent === undefined && params.charge === undefined)
    return refusedAnswer("One of the following params should be provided for this request: payment_intent or charge.");
  if (params.payment_intent !== undefined && !intent)
    return missingAnswer("payment_intent", params.payment_intent, "payment_intent");
  const chargeId = params.charge ?? intent?.api.latest_charge ?? "";
  const charge = kept.charge.get(chargeId);
  if (params.charge !== undefined && !charge) return missingAnswer("charge", params.charge, "charge");
  if (!charge?.api.paid)
    return refusedAnswer(`This PaymentIntent (${params.payment_intent}) does not have a successful charge to refund.`, {
      param: "payment_intent",
    });
  return refundCharge(emulation, charge, params);
}

function refundCharge(emulation: Emulation, charge: KeptCharge, params: RefundParams): Answer {
  const left = charge.api.amount - charge.api.amount_refunded;
  const amount = params.amount ?? left;
  if (left === 0)
    return refusedAnswer(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  if (amount > left)
    return refusedAnswer(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: "amount",
    });
  charge.api.amount_refunded += amount;
  charge.api.refunded = charge.api.amount_refunded === charge.api.amount;
  put(emulation.kept, "charge", charge);
  const refund = newKeptRefund(emulation, charge, amount, params);
  put(emulation.kept, "refund", refund);
  tell(emulation, "charge.refunded", charge.api, charge.sessionId);
  return answered(refund.api);
}

function newKeptRefund(emulation: Emulation, charge: KeptCharge, amount: number, params: RefundParams): KeptRefund {
  const course = emulation.kept.intent.get(charge.api.payment_intent)?.refund ?? "succeeds";
  const api = newRefund({
    id: newId("re_3"),
    created: secondsOf(emulation.nowMs()),
    charge: charge.api,
    amount,
    reason: params.reason ?? null,
    status: course === "pending" ? "pending" : "succeeded",
    metadata: params.metadata ?? {},
  });
  const atMs = emulation.nowMs() + emulation.settings.settleDelayMs;
  const status = course === "failing" ? "failed" : "succeeded";
  return { id: api.id, api, sessionId: charge.sessionId, next: course === "succeeds" ? null : { atMs, status } };
}

/** The later fate of one refund. Answers whether there was one to come. */
export function settleRefund(emulation: Emulation, refund: KeptRefund): boolean {
  if (refund.next === null) return false;
  refund.api.status = refund.next.status;
  refund.next = null;
  if (refund.api.status === "failed") giveBack(emulation, refund);
  put(emulation.kept, "refund", refund);
  tell(emulation, "charge.refund.updated", refund.api, refund.sessionId);
  return true;
}

function giveBack(emulation: Emulation, refund: KeptRefund): void {
  refund.api = { ...refund.api, failure_reason: "expired_or_canceled_card" };
  const charge = emulation.kept.charge.get(refund.api.charge);
  if (!charge) return;
  charge.api.amount_refunded -= refund.api.amount;
  charge.api.refunded = false;
  put(emulation.kept, "charge", charge);
}

/** Settles every refund whose time has come. */
export function settleDueRefunds(emulation: Emulation): void {
  const now = emulation.nowMs();
  for (const refund of emulation.kept.refund.values())
    if (refund.next !== null && refund.next.atMs <= now) settleRefund(emulation, refund);
}

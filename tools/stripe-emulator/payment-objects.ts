/** Stripe's payment intent, charge, refund and event as version 2023-08-16 writes them. */
import type { Method } from "./kept.ts";
import type { Metadata, Session } from "./session-objects.ts";

export type CardError = { type: "card_error"; code: string; decline_code?: string; message: string; charge?: string };
const emptyAddress = () => ({ city: null, country: null, line1: null, line2: null, postal_code: null, state: null });

export type IntentStatus = "requires_payment_method" | "requires_action" | "processing" | "succeeded" | "canceled";

/** `created` is in seconds; amounts are in the currency's smallest unit. */
export function newIntent(facts: {
  id: string;
  secret: string;
  created: number;
  amount: number;
  currency: string;
  email: string | null;
  metadata: Metadata;
  methodTypes: readonly string[];
}) {
  return {
    id: facts.id,
    object: "payment_intent" as const,
    amount: facts.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null as number | null,
    cancellation_reason: null as string | null,
    capture_method: "automatic" as const,
    client_secret: `${facts.id}_secret_${facts.secret}`,
    confirmation_method: "automatic" as const,
    created: facts.created,
    currency: facts.currency,
    customer: null,
    description: null,
    invoice: null,
    last_payment_error: null as CardError | null,
    latest_charge: null as string | null,
    livemode: false,
    metadata: facts.metadata,
    next_action: null as { type: string; redirect_to_url: { return_url: string; url: string } } | null,
    on_behalf_of: null,
    payment_method: null as string | null,
    payment_method_options: {},
    payment_method_types: facts.methodTypes,
    processing: null,
    receipt_email: facts.email,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method" as IntentStatus,
    transfer_data: null,
    transfer_group: null,
  };
}
export type Intent = ReturnType<typeof newIntent>;

/** Of the intent's whole amount; with a failure, nothing of it is captured. */
export function newCharge(facts: {
  id: string;
  created: number;
  intent: Intent;
  email: string | null;
  method: Method;
  failure: { code: string; message: string } | null;
}) {
  const { intent, failure, method } = facts;
  const isPaid = failure === null;
  return {
    id: facts.id,
    object: "charge" as const,
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: emptyAddress(), email: facts.email, name: method.name, phone: null },
    calculated_statement_descriptor: null,
    captured: isPaid,
    created: facts.created,
    currency: intent.currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    invoice: null,
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    payment_method_details: methodDetailsOf(method),
    receipt_email: facts.email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: (isPaid ? "succeeded" : "failed") as "succeeded" | "failed",
    transfer_data: null,
    transfer_group: null,
  };
}
export type Charge = ReturnType<typeof newCharge>;

function methodDetailsOf(method: Method) {
  if (method.type !== "card") return { type: method.type, [method.type]: { fingerprint: null, last4: method.last4 } };
  const { brand, last4, expMonth, expYear } = method;
  const card = {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: null,
    funding: "credit",
    installments: null,
    last4,
    mandate: null,
    network: brand,
    three_d_secure: null,
    wallet: null,
  };
  return { type: "card", card };
}

export const newRefund = (facts: {
  id: string;
  created: number;
  charge: Charge;
  amount: number;
  reason: string | null;
  status: "pending" | "succeeded";
  metadata: Metadata;
}) => ({
  id: facts.id,
  object: "refund" as const,
  amount: facts.amount,
  balance_transaction: null,
  charge: facts.charge.id,
  created: facts.created,
  currency: facts.charge.currency,
  metadata: facts.metadata,
  payment_intent: facts.charge.payment_intent,
  reason: facts.reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: facts.status as "pending" | "succeeded" | "failed",
  transfer_reversal: null,
});
export type Refund = ReturnType<typeof newRefund> & { failure_reason?: string };

/** Holds a copy of the object, so that later changes leave it as it was. */
export const newEvent = (facts: {
  id: string;
  apiVersion: string;
  created: number;
  type: string;
  object: Session | Intent | Charge | Refund;
  request: { id: string | null; idempotency_key: string | null };
}) => ({
  id: facts.id,
  object: "event" as const,
  api_version: facts.apiVersion,
  created: facts.created,
  data: { object: structuredClone(facts.object) },
  livemode: false,
  pending_webhooks: 1,
  request: facts.request,
  type: facts.type,
});
export type Event = ReturnType<typeof newEvent>;

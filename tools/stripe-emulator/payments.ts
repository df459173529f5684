/** Paying a session: with a card, at once or after the issuer's challenge, or by bank debit, whose answer comes later. */
import { type Emulation, newId, secondsOf } from "./emulation.ts";
import { tell } from "./events.ts";
import { type Failure, type KeptIntent, type KeptSession, type Method, put } from "./kept.ts";
import { newCharge, newIntent } from "./payment-objects.ts";
import { customerOf } from "./session-objects.ts";

/** `closed`: the session was paid or has ended meanwhile. */
export type Paid =
  | { state: "complete" }
  | { state: "challenge" }
  | { state: "declined"; failure: Failure }
  | { state: "closed" };

/** `failure` is what it comes to, after the challenge where there is one; null when it succeeds. */
export type CardPayment = {
  method: Method;
  failure: Failure | null;
  isChallenged: boolean;
  refund: KeptIntent["refund"];
};

/** A session may be tried again after a decline. */
export function payByCard(emulation: Emulation, session: KeptSession, payment: CardPayment): Paid {
  if (session.api.status !== "open") return { state: "closed" };
  const intent = attempt(emulation, session, payment.method);
  intent.refund = payment.refund;
  if (!payment.isChallenged) return conclude(emulation, session, intent, payment.failure);
  intent.next = { atMs: null, failure: payment.failure };
  intent.api.status = "requires_action";
  const url = `${session.api.url}/challenge`;
  intent.api.next_action = { type: "redirect_to_url", redirect_to_url: { return_url: session.api.success_url, url } };
  put(emulation.kept, "intent", intent);
  return { state: "challenge" };
}

const NOT_AUTHENTICATED: Failure = {
  code: "payment_intent_authentication_failure",
  message: "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
};

/** The shopper's answer to the challenge. */
export function answerChallenge(emulation: Emulation, session: KeptSession, isPassed: boolean): Paid {
  const intent = intentOf(emulation, session);
  if (session.api.status !== "open" || intent?.api.status !== "requires_action") return { state: "closed" };
  intent.api.next_action = null;
  return conclude(emulation, session, intent, isPassed ? (intent.next?.failure ?? null) : NOT_AUTHENTICATED);
}

function conclude(emulation: Emulation, session: KeptSession, intent: KeptIntent, failure: Failure | null): Paid {
  intent.next = null;
  if (failure !== null) {
    fail(emulation, session, intent, failure);
    return { state: "declined", failure };
  }
  succeed(emulation, session, intent);
  complete(emulation, session, intent, "paid");
  tell(emulation, "payment_intent.succeeded", intent.api, session.id);
  tell(emulation, "checkout.session.completed", session.api, session.id);
  return { state: "complete" };
}

/** The session is complete at once; the money follows, or does not. */
export function payByBankDebit(
  emulation: Emulation,
  session: KeptSession,
  method: Method,
  failure: Failure | null,
): Paid {
  if (session.api.status !== "open") return { state: "closed" };
  const intent = attempt(emulation, session, method);
  intent.next = { atMs: emulation.nowMs() + emulation.settings.settleDelayMs, failure };
  intent.api.status = "processing";
  put(emulation.kept, "intent", intent);
  complete(emulation, session, intent, "unpaid");
  tell(emulation, "payment_intent.processing", intent.api, session.id);
  tell(emulation, "checkout.session.completed", session.api, session.id);
  return { state: "complete" };
}

/** What the bank says of a delayed payment. Answers whether there was one to settle. */
export function settle(emulation: Emulation, session: KeptSession): boolean {
  const intent = intentOf(emulation, session);
  if (intent?.api.status !== "processing") return false;
  const failure = intent.next?.failure ?? null;
  intent.next = null;
  if (failure !== null) {
    fail(emulation, session, intent, failure);
    tell(emulation, "checkout.session.async_payment_failed", session.api, session.id);
    return true;
  }
  succeed(emulation, session, intent);
  session.api.payment_status = "paid";
  put(emulation.kept, "session", session);
  tell(emulation, "payment_intent.succeeded", intent.api, session.id);
  tell(emulation, "checkout.session.async_payment_succeeded", session.api, session.id);
  return true;
}

/** Settles every delayed payment whose time has come. */
export function settleDue(emulation: Emulation): void {
  const now = emulation.nowMs();
  for (const { next, api, sessionId } of emulation.kept.intent.values()) {
    const session = emulation.kept.session.get(sessionId);
    if (api.status === "processing" && next?.atMs && next.atMs <= now && session) settle(emulation, session);
  }
}

/** Undefined before the first try to pay. */
export const intentOf = (emulation: Emulation, session: KeptSession): KeptIntent | undefined =>
  emulation.kept.intent.get(session.api.payment_intent ?? "");

/** One intent a session: it is made with the first attempt and used again by the next. */
function attempt(emulation: Emulation, session: KeptSession, method: Method): KeptIntent {
  const intent = intentOf(emulation, session) ?? newKeptIntent(emulation, session);
  intent.method = method;
  intent.next = null;
  intent.api.next_action = null;
  intent.api.payment_method = newId("pm_1");
  intent.api.last_payment_error = null;
  session.api.payment_intent = intent.id;
  put(emulation.kept, "intent", intent);
  put(emulation.kept, "session", session);
  return intent;
}

function newKeptIntent(emulation: Emulation, session: KeptSession): KeptIntent {
  const id = newId("pi_3");
  const api = newIntent({
    id,
    secret: newId("", 25),
    created: secondsOf(emulation.nowMs()),
    amount: session.api.amount_total,
    currency: session.api.currency,
    email: session.api.customer_email,
    metadata: session.intentMetadata,
    methodTypes: session.api.payment_method_types,
  });
  return { id, api, sessionId: session.id, method: null, next: null, refund: "succeeds" };
}

function charge(emulation: Emulation, session: KeptSession, intent: KeptIntent, failure: Failure | null): void {
  if (intent.method === null) return;
  const email = session.api.customer_email;
  const created = secondsOf(emulation.nowMs());
  const api = newCharge({ id: newId("ch_3"), created, intent: intent.api, email, method: intent.method, failure });
  put(emulation.kept, "charge", { id: api.id, api, sessionId: session.id });
  intent.api.latest_charge = api.id;
}

function succeed(emulation: Emulation, session: KeptSession, intent: KeptIntent): void {
  charge(emulation, session, intent, null);
  intent.api.status = "succeeded";
  intent.api.amount_received = intent.api.amount;
  put(emulation.kept, "intent", intent);
}

function fail(emulation: Emulation, session: KeptSession, intent: KeptIntent, failure: Failure): void {
  charge(emulation, session, intent, failure);
  const { code, declineCode, message } = failure;
  intent.api.status = "requires_payment_method";
  intent.api.payment_method = null;
  intent.api.last_payment_error = {
    type: "card_error",
    code,
    message,
    ...(declineCode && { decline_code: declineCode }),
    ...(intent.api.latest_charge && { charge: intent.api.latest_charge }),
  };
  put(emulation.kept, "intent", intent);
  tell(emulation, "payment_intent.payment_failed", intent.api, session.id);
}

function complete(emulation: Emulation, session: KeptSession, intent: KeptIntent, status: "paid" | "unpaid"): void {
  session.api.status = "complete";
  session.api.payment_status = status;
  session.api.url = null;
  session.api.customer_details = customerOf(session.api.customer_email ?? "", intent.method?.name ?? null);
  put(emulation.kept, "session", session);
}

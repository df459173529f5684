/**
 * Stripe, spoken to with its own SDK. Each call has a timeout, bounded retries under one idempotency key, and a circuit
 * breaker; it answers `payment.unavailable` when Stripe does not answer. Anything Stripe refuses is a bug and throws,
 * but for what the shopper can put right, and a refund that can no longer be made. Neither keys nor what was sent are
 * ever logged.
 */
import { Stripe } from "stripe";
import { assert } from "../base/assert.ts";
import type { Log } from "../base/log.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Config } from "../config.ts";
import type { PaymentProvider, PaymentSession, RefundAnswer, SessionAsk, SessionProblem } from "./payment-provider.ts";
import { stripeAmountOf } from "./stripe-amount.ts";
import { type StripeParts, stripeCallerOf } from "./stripe-call-client.ts";
import { listRefunds, listSessions } from "./stripe-list-client.ts";
import { paymentMessageOf, refundAnswerOf } from "./stripe-message.ts";
import { paymentSessionOf, sessionParamsOf } from "./stripe-session.ts";

const { StripeError } = Stripe.errors;
/** How old a signed message may be: long enough for a slow delivery, too short to record one and play it later. */
const SIGNATURE_AGE_SECONDS_MAX = 300;

/** Costs nothing until it is used: the SDK's object is made with an isolate's first call. */
export function stripeProviderOf(config: Config, log: Log, replaced?: Partial<StripeParts>): PaymentProvider {
  const { call, nowMs } = stripeCallerOf(config, log, replaced);
  return {
    createSession: async (ask) => {
      const made = await call("create_session", (stripe) => create(stripe, ask, log));
      return made.ok ? made.value : made;
    },
    readSession: (id) => call("read_session", (stripe) => retrieve(stripe, id)),
    expireSession: (id) => call("expire_session", (stripe) => expire(stripe, id)),
    refund: ({ refundId, paymentId, amountMinor, currency }) =>
      call("refund", (stripe) =>
        stripe.refunds
          .create(
            { payment_intent: paymentId, amount: stripeAmountOf(amountMinor, currency), metadata: { refundId } },
            { idempotencyKey: `refund-${refundId}` },
          )
          .then(refundAnswerOf, refusedRefundOf),
      ),
    listSessions: (ask) => call("list_sessions", (stripe) => listSessions(stripe, ask)),
    listRefunds: (ask) => call("list_refunds", (stripe) => listRefunds(stripe, ask)),
    readMessage: (rawBody, signature) => readMessage(config.stripe.webhookSecret, rawBody, signature, nowMs()),
  };
}

/**
 * Stripe refuses a payment whole where a method that is named is off in the account. The buyer can do nothing about that:
 * then Stripe chooses, and the log says what staff have to put right.
 */
async function create(stripe: Stripe, ask: SessionAsk, log: Log): Promise<Outcome<PaymentSession, SessionProblem>> {
  const { checkoutId } = ask;
  const keyed = (idempotencyKey: string, asked: SessionAsk) =>
    stripe.checkout.sessions
      .create(sessionParamsOf(asked), { idempotencyKey })
      .then((session) => done(ownSessionOf(session)));
  try {
    return await keyed(`checkout-${checkoutId}`, ask);
  } catch (error) {
    if (ask.paymentMethods === null || !isMethodRefused(error)) return refusedSessionOf(error);
    log.error("payment.methods_refused", { checkoutId, methods: ask.paymentMethods.join(" ") });
    return keyed(`checkout-${checkoutId}-any`, { ...ask, paymentMethods: null }).catch(refusedSessionOf);
  }
}

const isMethodRefused = (error: unknown): boolean =>
  error instanceof StripeError && error.statusCode === 400 && Boolean(error.param?.startsWith("payment_method_types"));

function ownSessionOf(session: Stripe.Checkout.Session): PaymentSession {
  const own = paymentSessionOf(session);
  assert(own !== null, "the session is one that this store made");
  return own;
}

/** The least amount depends on the account's own currency too, so Stripe is the one to say: docs.stripe.com/currencies. */
function refusedSessionOf(error: unknown): Outcome<never, SessionProblem> {
  if (!(error instanceof StripeError) || error.statusCode !== 400) throw error;
  if (error.code === "amount_too_small") return refused({ code: "payment.amount_too_small" });
  if (error.code === "amount_too_large") return refused({ code: "checkout.total_too_large" });
  if (error.param === "customer_email") return refused({ code: "payment.email_refused" });
  throw error;
}

/** The intent tells whether a delayed payment is still on its way or has failed. */
const retrieve = (stripe: Stripe, id: string): Promise<PaymentSession> =>
  stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] }).then(ownSessionOf);

/** Stripe refuses to expire a session that is not open any more: then how it ended is the answer. */
async function expire(stripe: Stripe, id: string): Promise<PaymentSession> {
  try {
    return ownSessionOf(await stripe.checkout.sessions.expire(id));
  } catch (error) {
    if (!(error instanceof StripeError) || error.statusCode !== 400) throw error;
    const session = await retrieve(stripe, id);
    if (session.state === "open") throw error;
    return session;
  }
}

/** What Stripe says when the money cannot go back: refunded elsewhere, disputed, or not enough left in the account. */
const REFUND_REFUSALS = new Set(["charge_already_refunded", "charge_disputed", "balance_insufficient"]);

function refusedRefundOf(error: unknown): RefundAnswer {
  const isRefusal =
    error instanceof StripeError &&
    error.statusCode === 400 &&
    (REFUND_REFUSALS.has(error.code ?? "") || error.param === "amount");
  if (!isRefusal) throw error;
  return { providerId: null, state: "failed" };
}

async function readMessage(
  secret: string,
  rawBody: string,
  signature: string,
  nowMs: number,
): ReturnType<PaymentProvider["readMessage"]> {
  try {
    const event = await Stripe.webhooks.constructEventAsync(
      rawBody,
      signature,
      secret,
      SIGNATURE_AGE_SECONDS_MAX,
      Stripe.createSubtleCryptoProvider(),
      nowMs,
    );
    return done(paymentMessageOf(event));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError)
      return refused({ code: "webhook.bad_signature" });
    throw error;
  }
}

/**
 * Stripe, spoken to with its own SDK. Each call has a timeout, bounded retries under one idempotency key, and a circuit
 * breaker; it answers `payment.unavailable` when Stripe does not answer. Anything Stripe refuses is a bug and throws,
 * but for a refund that can no longer be made. Neither keys nor what was sent are ever logged.
 */
import { Stripe } from "stripe";
import { assert, InvariantBroken } from "../base/assert.ts";
import type { Log } from "../base/log.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Config } from "../config.ts";
import { afterAnswer, afterFailure, askBreaker, type Breaker, CLOSED } from "./breaker.ts";
import type { PaymentProvider, PaymentSession, PaymentUnavailable, RefundAnswer } from "./payment-provider.ts";
import { paymentMessageOf, refundAnswerOf } from "./stripe-message.ts";
import { paymentSessionOf, sessionParamsOf } from "./stripe-session.ts";

/** The version whose published contract the tests check: docs/decisions/0002-pinned-stripe-version.md. */
export const STRIPE_VERSION = "2023-08-16";
const { StripeError } = Stripe.errors;
const TIMEOUT_MS = 8_000;
const RETRIES_MAX = 2;
/** How old a signed message may be: long enough for a slow delivery, too short to record one and play it later. */
const SIGNATURE_AGE_SECONDS_MAX = 300;

/** What tests replace. */
export type StripeParts = {
  fetch: typeof fetch;
  nowMs(): number;
  timeoutMs: number;
  retriesMax: number;
  /** Shared by all calls that should fail together. */
  breaker: { current: Breaker };
};

/** One breaker an isolate: the requests it serves share what it has seen of Stripe. */
const isolateBreaker = { current: CLOSED };
const PARTS: StripeParts = {
  fetch: (input, init) => fetch(input, init),
  nowMs: Date.now,
  timeoutMs: TIMEOUT_MS,
  retriesMax: RETRIES_MAX,
  breaker: isolateBreaker,
};

/** Costs nothing until it is used: the SDK's object is made with the first call. */
export function stripeProviderOf(config: Config, log: Log, replaced: Partial<StripeParts> = {}): PaymentProvider {
  const parts = { ...PARTS, ...replaced };
  let sdk: Stripe | undefined;
  const call = <Answer>(name: string, work: (stripe: Stripe) => Promise<Answer>) =>
    callStripe(name, parts, log, config.stripe.secretKey, () => {
      sdk ??= sdkOf(config, parts);
      return work(sdk);
    });
  return {
    createSession: (ask) =>
      call("create_session", (stripe) =>
        stripe.checkout.sessions
          .create(sessionParamsOf(ask), { idempotencyKey: `checkout-${ask.checkoutId}` })
          .then(ownSessionOf),
      ),
    readSession: (id) => call("read_session", (stripe) => retrieve(stripe, id)),
    expireSession: (id) => call("expire_session", (stripe) => expire(stripe, id)),
    refund: ({ refundId, paymentId, amountMinor }) =>
      call("refund", (stripe) =>
        stripe.refunds
          .create(
            { payment_intent: paymentId, amount: amountMinor, metadata: { refundId } },
            { idempotencyKey: `refund-${refundId}` },
          )
          .then(refundAnswerOf, refusedRefundOf),
      ),
    readMessage: (rawBody, signature) => readMessage(config.stripe.webhookSecret, rawBody, signature, parts.nowMs()),
  };
}

function sdkOf({ stripe: { secretKey, apiBase } }: Config, parts: StripeParts): Stripe {
  const base = apiBase === null ? null : new URL(apiBase);
  const address = base && {
    host: base.hostname,
    port: base.port || (base.protocol === "http:" ? 80 : 443),
    protocol: base.protocol === "http:" ? ("http" as const) : ("https" as const),
  };
  return new Stripe(secretKey, {
    ...address,
    // The SDK's types know its newest version only; what the store uses is the same in both.
    apiVersion: STRIPE_VERSION as never,
    httpClient: Stripe.createFetchHttpClient(parts.fetch),
    timeout: parts.timeoutMs,
    maxNetworkRetries: parts.retriesMax,
    telemetry: false,
  });
}

async function callStripe<Answer>(
  name: string,
  { breaker, nowMs }: StripeParts,
  log: Log,
  secretKey: string,
  work: () => Promise<Answer>,
): Promise<Outcome<Answer, PaymentUnavailable>> {
  if (secretKey === "") {
    log.error("payment.key_missing", { call: name });
    return refused({ code: "payment.unavailable" });
  }
  const asked = askBreaker(breaker.current, nowMs());
  breaker.current = asked.breaker;
  if (!asked.allowed) return refused({ code: "payment.unavailable" });
  try {
    const answer = await work();
    breaker.current = afterAnswer();
    return done(answer);
  } catch (error) {
    if (!isOutage(error)) {
      breaker.current = afterAnswer();
      throw error instanceof StripeError ? new InvariantBroken(`Stripe takes what is sent: ${factsOf(error)}`) : error;
    }
    breaker.current = afterFailure(breaker.current, nowMs());
    log.info("payment.call_failed", { call: name, why: factsOf(error), breaker: breaker.current.state });
    return refused({ code: "payment.unavailable" });
  }
}

/** No answer, an answer of 5xx, a rate limit (429), or a first request with the same key still under way (409). */
function isOutage(error: unknown): error is Stripe.errors.StripeError {
  if (!(error instanceof StripeError)) return false;
  const status = error.statusCode ?? 0;
  return status === 0 || status >= 500 || status === 429 || status === 409;
}

/** Codes and ids only: Stripe's messages may quote what was sent. */
const factsOf = ({ statusCode, type, code, param, requestId }: Stripe.errors.StripeError): string =>
  [statusCode, type, code, param, requestId].filter(Boolean).join(" ");

function ownSessionOf(session: Stripe.Checkout.Session): PaymentSession {
  const own = paymentSessionOf(session);
  assert(own !== null, "the session is one that this store made");
  return own;
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

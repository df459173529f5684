/**
 * Calls to Stripe, whatever they ask for: made with the SDK, with a timeout and bounded retries, behind a circuit breaker.
 * Answers `payment.unavailable` when Stripe does not answer; throws what Stripe refuses, as a bug. Logs codes and ids only.
 */
import { Stripe } from "stripe";
import { InvariantBroken } from "../base/assert.ts";
import type { Log } from "../base/log.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Config } from "../config.ts";
import { afterAnswer, afterFailure, askBreaker, type Breaker, CLOSED } from "./breaker.ts";
import type { PaymentUnavailable } from "./payment-provider.ts";

/** The version whose published contract the tests check: docs/decisions/0002-pinned-stripe-version.md. */
export const STRIPE_VERSION = "2023-08-16";
const { StripeError } = Stripe.errors;
const TIMEOUT_MS = 8_000;
const RETRIES_MAX = 2;

export type StripeCaller = {
  /** Makes one call; `name` is what the log calls it. */
  call<Answer>(name: string, work: (stripe: Stripe) => Promise<Answer>): Promise<Outcome<Answer, PaymentUnavailable>>;
  nowMs(): number;
};

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

/** The SDK's object takes a while to make and keeps nothing of a request: an isolate makes one for its settings. */
let isolateSdk: { settings: string; sdk: Stripe } | null = null;

/** A caller for these settings. `replaced` is for tests: what they replace is not shared with the isolate's requests. */
export function stripeCallerOf(config: Config, log: Log, replaced?: Partial<StripeParts>): StripeCaller {
  const parts = { ...PARTS, ...replaced };
  const sdk = replaced ? once(() => sdkOf(config, parts)) : () => sdkOfIsolate(config);
  return {
    call: (name, work) => callStripe(name, parts, log, config.stripe.secretKey, () => work(sdk())),
    nowMs: parts.nowMs,
  };
}

function sdkOfIsolate(config: Config): Stripe {
  const settings = `${config.stripe.apiBase} ${config.stripe.secretKey}`;
  if (isolateSdk?.settings !== settings) isolateSdk = { settings, sdk: sdkOf(config, PARTS) };
  return isolateSdk.sdk;
}

function once(make: () => Stripe): () => Stripe {
  let made: Stripe | undefined;
  return () => {
    made ??= make();
    return made;
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

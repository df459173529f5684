/** The store's Stripe client and an emulated Stripe in one process, with a clock that a test moves. */
import { createEmulator, type Emulator, type EmulatorOptions } from "../../tools/stripe-emulator/emulator.ts";
import type { Facts } from "../../worker/base/log.ts";
import type { Config } from "../../worker/config.ts";
import { CLOSED } from "../../worker/payments/breaker.ts";
import type { PaymentProvider, SessionAsk } from "../../worker/payments/payment-provider.ts";
import type { StripeParts } from "../../worker/payments/stripe-call-client.ts";
import { stripeProviderOf } from "../../worker/payments/stripe-client.ts";

export const WEBHOOK_SECRET = "whsec_rules_tests";
export const STRIPE = "http://stripe.test";
const NOON_MS = Date.UTC(2026, 10, 21, 12);

export type Called = { method: string; path: string; query: string; body: string; headers: Headers; answer: unknown };
export type InProcess = {
  emulator: Emulator;
  payments: PaymentProvider;
  /** Every call the client made, with what was answered. */
  calls: Called[];
  logged: { event: string; facts: Facts | undefined }[];
  clock: { nowMs: number };
  /** Another client: another isolate, or other settings. */
  client(secretKey: string, parts?: Partial<StripeParts>): PaymentProvider;
};

export function stripeInProcess(
  options: Partial<EmulatorOptions> = {},
  replaced: Partial<StripeParts> = {},
): InProcess {
  const clock = { nowMs: NOON_MS };
  const nowMs = () => clock.nowMs;
  const emulator = createEmulator({ webhookSecret: WEBHOOK_SECRET, nowMs, ...options });
  const calls: Called[] = [];
  const logged: InProcess["logged"] = [];
  const note = (event: string, facts?: Facts) => void logged.push({ event, facts });
  const client = (secretKey: string, parts: Partial<StripeParts> = {}) =>
    stripeProviderOf(
      configWith(secretKey),
      { info: note, error: note },
      {
        fetch: recorded(emulator, calls),
        nowMs,
        retriesMax: 0,
        breaker: { current: CLOSED },
        ...replaced,
        ...parts,
      },
    );
  return { emulator, payments: client("sk_test_rules"), calls, logged, clock, client };
}

function recorded(emulator: Emulator, calls: Called[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input as string, init);
    const { pathname, search } = new URL(request.url);
    // As bytes: the Workers runtime warns of a form that is read as text.
    const body = new TextDecoder().decode(await request.clone().arrayBuffer());
    const response = await emulator.fetch(request);
    const answer: unknown = await response.clone().json();
    calls.push({ method: request.method, path: pathname, query: search, body, headers: request.headers, answer });
    return response;
  };
}

const configWith = (secretKey: string): Config => ({
  origin: "https://store.test",
  mailOrigin: "https://store.test",
  storeOrigin: "https://store.test",
  mailFrom: "orders@store.test",
  offline: true,
  searchDeadlineMs: 20_000,
  stripe: { secretKey, webhookSecret: WEBHOOK_SECRET, apiBase: STRIPE },
  authSecret: "",
  staffToken: "",
  mailbox: true,
  fetchPictures: false,
  ratesAddress: null,
  viesAddress: null,
});

/** What a checkout asks for; pass what matters to the test. */
export const sessionAsk = (over: Partial<SessionAsk> = {}): SessionAsk => ({
  checkoutId: crypto.randomUUID(),
  email: "shopper@example.com",
  locale: "en-US",
  currency: "USD",
  paymentMethods: null,
  lines: [
    { name: "Aurora headphones", quantity: 2, unitMinor: 4_999, imageUrl: "https://store.test/media/a.webp" },
    { name: "USB-C cable <2 m>", quantity: 1, unitMinor: 1_250, imageUrl: "http://localhost:8787/media/b.webp" },
  ],
  shipping: { name: "Standard", amountMinor: 499 },
  taxOnTopMinor: 930,
  successUrl: "https://store.test/en-us/checkout/done?session={CHECKOUT_SESSION_ID}",
  cancelUrl: "https://store.test/en-us/checkout",
  expiresAtMs: NOON_MS + 34 * 60_000,
  ...over,
});

/** Tells the emulator something under `/_emulator/`. */
export async function tell(emulator: Emulator, path: string, body: unknown = {}, method = "POST"): Promise<never> {
  const headers = { "content-type": "application/json" };
  const init = method === "GET" ? { method } : { method, headers, body: JSON.stringify(body) };
  const response = await emulator.fetch(new Request(`${STRIPE}/_emulator/${path}`, init));
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer as never;
}

/** Calls Stripe's API as a program would. */
export async function callApi(
  emulator: Emulator,
  method: "GET" | "POST",
  path: string,
  form = "",
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: never }> {
  const url = `${STRIPE}${path}${method === "GET" && form ? `?${form}` : ""}`;
  const response = await emulator.fetch(
    new Request(url, {
      method,
      headers: {
        authorization: "Bearer sk_test_rules",
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
      ...(method === "POST" && { body: form }),
    }),
  );
  return { status: response.status, headers: response.headers, body: (await response.json()) as never };
}

/** The value of an outcome that must be one. */
export function granted<Value>(outcome: { ok: true; value: Value } | { ok: false; problem: unknown }): Value {
  if (!outcome.ok) throw new Error(`Refused: ${JSON.stringify(outcome.problem)}`);
  return outcome.value;
}

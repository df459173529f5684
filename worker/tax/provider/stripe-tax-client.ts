/**
 * Stripe Tax, asked while a shopper waits: once, within a deadline, and not at all while it does not answer. It has a breaker
 * of its own, so that no payment is held up by it.
 */
import { done, type Outcome, refused } from "../../base/outcome.ts";
import { whyOf } from "../../base/why.ts";
import type { Config } from "../../config.ts";
import { afterAnswer, afterFailure, askBreaker, type Breaker, CLOSED } from "../../payments/breaker.ts";
import { stripeAmountOf } from "../../payments/stripe-amount.ts";
import { STRIPE_VERSION } from "../../payments/stripe-call-client.ts";
import type { TaxAsk } from "../tax-answer.ts";
import { calculationForm, calculationOf, type FormFields, itemListOf, readCalculation } from "./stripe-tax.ts";
import type { ProviderFailure, TaxCalculation, TaxProvider } from "./tax-provider.ts";

const DEADLINE_MS = 4_000;
const STRIPE_API = "https://api.stripe.com";
/** A calculation of a hundred lines with five jurisdictions each is some 400,000 letters. */
const ANSWER_LENGTH_MAX = 1_000_000;
const ITEMS_PAGE = 100;

type Parts = {
  fetch: typeof fetch;
  nowMs(): number;
  deadlineMs: number;
  breaker: { current: Breaker };
};
const isolateBreaker = { current: CLOSED };
const PARTS: Parts = {
  fetch: (input, init) => fetch(input, init),
  nowMs: Date.now,
  deadlineMs: DEADLINE_MS,
  breaker: isolateBreaker,
};
type Answer<Value> = Promise<Outcome<Value, ProviderFailure>>;
type Call = { method: "GET" | "POST"; path: string; form: FormFields; signal: AbortSignal; key?: string };

/** `replaced` is for tests. */
export function stripeTaxOf({ stripe }: Pick<Config, "stripe">, replaced: Partial<Parts> = {}): TaxProvider {
  const parts = { ...PARTS, ...replaced };
  const guarded = async <Value>(work: (signal: AbortSignal) => Answer<Value>): Answer<Value> => {
    const asked = askBreaker(parts.breaker.current, parts.nowMs());
    parts.breaker.current = asked.breaker;
    if (!asked.allowed) return unavailable("it did not answer several times in a row");
    const answer = await work(AbortSignal.timeout(parts.deadlineMs));
    const isSilent = !answer.ok && answer.problem.code === "tax.provider_unavailable";
    parts.breaker.current = isSilent ? afterFailure(asked.breaker, parts.nowMs()) : afterAnswer();
    return answer;
  };
  const call = (ask: Call): Answer<unknown> => callStripe(parts.fetch, stripe, ask);
  const recorded = (path: string, reference: string, form: FormFields): Answer<string> =>
    guarded(async (signal) => {
      const key = `tax-${reference}`;
      const told = await call({ method: "POST", path, form: [...form, ["reference", reference]], signal, key });
      return told.ok ? idOf(told.value) : told;
    });
  return {
    calculate: (ask) => guarded((signal) => calculate(call, ask, signal)),
    recordSale: ({ calculationId, orderId }) =>
      recorded("/v1/tax/transactions/create_from_calculation", orderId, [["calculation", calculationId]]),
    recordRefund: ({ transactionId, refundId, amountMinor, currency }) =>
      recorded("/v1/tax/transactions/create_reversal", refundId, [
        ["mode", "partial"],
        ["original_transaction", transactionId],
        ["flat_amount", String(-stripeAmountOf(amountMinor, currency))],
      ]),
  };
}

const unavailable = (why: string) => refused<ProviderFailure>({ code: "tax.provider_unavailable", why });
const garbled = () => unavailable("the answer cannot be read");

/** Its lines beyond the first page are asked for at once. */
async function calculate(
  call: (ask: Call) => Answer<unknown>,
  ask: TaxAsk,
  signal: AbortSignal,
): Answer<TaxCalculation> {
  const path = "/v1/tax/calculations";
  const told = await call({ method: "POST", path, form: calculationForm(ask), signal });
  if (!told.ok) return told;
  const first = calculationOf(told.value);
  if (!first) return garbled();
  const whole = first.line_items.has_more ? await withAllItems(call, first.id, signal) : done(first.line_items);
  if (!whole.ok) return whole;
  const read = readCalculation(ask, { ...first, line_items: whole.value });
  return read ? done(read) : garbled();
}

async function withAllItems(call: (ask: Call) => Answer<unknown>, id: string, signal: AbortSignal) {
  const path = `/v1/tax/calculations/${encodeURIComponent(id)}/line_items`;
  const form: FormFields = [
    ["limit", String(ITEMS_PAGE)],
    ["expand[0]", "data.tax_breakdown"],
  ];
  const told = await call({ method: "GET", path, form, signal });
  if (!told.ok) return told;
  const list = itemListOf(told.value);
  return list ? done(list) : garbled();
}

function idOf(body: unknown): Outcome<string, ProviderFailure> {
  const { id } = (body ?? {}) as { id?: unknown };
  return typeof id === "string" && id !== "" ? done(id) : garbled();
}

/** What was sent is never logged, nor what Stripe says of it: its messages may quote an address. */
async function callStripe(
  fetch_: typeof fetch,
  { secretKey, apiBase }: Config["stripe"],
  { method, path, form, signal, key }: Call,
): Answer<unknown> {
  const params = new URLSearchParams(form).toString();
  const isRead = method === "GET";
  try {
    const response = await fetch_(`${apiBase ?? STRIPE_API}${path}${isRead ? `?${params}` : ""}`, {
      ...{ method, signal },
      headers: {
        authorization: `Bearer ${secretKey}`,
        "stripe-version": STRIPE_VERSION,
        ...(!isRead && { "content-type": "application/x-www-form-urlencoded" }),
        ...(key && { "idempotency-key": key }),
      },
      ...(!isRead && { body: params }),
    });
    const text = await response.text();
    if (text.length > ANSWER_LENGTH_MAX) return unavailable("the answer is too long");
    if (response.ok) return done(jsonOf(text));
    const { status } = response;
    const why = `${status} ${codeOf(jsonOf(text))}`.trim();
    const isPassing = status >= 500 || status === 429 || status === 409;
    return isPassing ? unavailable(why) : refused({ code: "tax.provider_refused", why });
  } catch (error) {
    return unavailable(whyOf(error));
  }
}

const CODE = /^\w{1,60}$/;
function codeOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { code?: unknown } };
  const code = error?.code;
  return typeof code === "string" && CODE.test(code) ? code : "";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Checkout sessions: made, read, expired. What Stripe would refuse about amounts and times is refused here. */
import { type Answer, answered, missingAnswer, refusedAnswer } from "./answer.ts";
import { BANK_DEBITS } from "./bank-debits.ts";
import { amountMaxOf, stepOf } from "./currencies.ts";
import { type Emulation, newId, secondsOf } from "./emulation.ts";
import { tell } from "./events.ts";
import { type KeptSession, put } from "./kept.ts";
import type { SessionParams } from "./session-fields.ts";
import { newItem, newSession, type Totals } from "./session-objects.ts";

/** The least that can be charged (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const AMOUNT_MIN: Readonly<Record<string, number>> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  jpy: 50,
  aed: 200,
  aud: 50,
  cad: 50,
  chf: 50,
};
const LIFE_SECONDS_MIN = 30 * 60;
const LIFE_SECONDS_MAX = 24 * 60 * 60;

/** `origin` is where the API was reached: the payment page is there too. */
export function createSession(emulation: Emulation, params: SessionParams, origin: string): Answer {
  const created = secondsOf(emulation.nowMs());
  const totals = totalsOf(params);
  const refusal = refusalOf(params, totals, created);
  if (refusal) return refusal;
  const id = newId("cs_test_a1", 56);
  const api = newSession({
    id,
    created,
    url: `${origin}/c/pay/${id}`,
    totals,
    clientReferenceId: params.client_reference_id ?? null,
    email: params.customer_email ?? null,
    expiresAt: params.expires_at ?? created + LIFE_SECONDS_MAX,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    methodTypes: params.payment_method_types ?? methodTypesOf(totals.currency),
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
  });
  const session = {
    id,
    api,
    items: itemsOf(params, created),
    intentMetadata: params.payment_intent_data?.metadata ?? {},
  };
  put(emulation.kept, "session", session);
  return answered(api);
}

/** What the emulated account has on. */
const methodTypesOf = (currency: string): string[] => {
  const debit = BANK_DEBITS[currency];
  return debit ? ["card", debit.type] : ["card"];
};

function totalsOf({ line_items: items, shipping_options: options = [] }: SessionParams): Totals {
  const shipping = options[0]?.shipping_rate_data.fixed_amount.amount;
  return {
    currency: items[0]?.price_data.currency ?? "",
    subtotal: items.reduce((sum, { price_data, quantity }) => sum + price_data.unit_amount * quantity, 0),
    shipping: shipping ?? 0,
    shippingRate: shipping === undefined ? null : newId("shr_1"),
  };
}

function refusalOf(params: SessionParams, totals: Totals, created: number): Answer | null {
  const {
    line_items: items,
    shipping_options: options = [],
    expires_at: expiresAt = created + LIFE_SECONDS_MAX,
  } = params;
  const currencies = [
    ...items.map((item) => item.price_data),
    ...options.map((option) => option.shipping_rate_data.fixed_amount),
  ];
  if (items.length === 0)
    return refusedAnswer("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  if (currencies.some(({ currency }) => currency !== totals.currency))
    return refusedAnswer("All prices and shipping rates on a Checkout Session must have the same currency.", {
      param: "line_items",
    });
  if (expiresAt < created + LIFE_SECONDS_MIN)
    return refusedAnswer("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {
      param: "expires_at",
    });
  if (expiresAt > created + LIFE_SECONDS_MAX)
    return refusedAnswer("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", {
      param: "expires_at",
    });
  return methodRefusalOf(params, totals) ?? amountRefusalOf(totals);
}

/** As Stripe refuses a method that is off in the account, or is not paid by in the currency: the whole session. */
function methodRefusalOf({ payment_method_types: asked = [] }: SessionParams, { currency }: Totals): Answer | null {
  const off = asked.find((type) => !methodTypesOf(currency).includes(type));
  if (off === undefined) return null;
  return refusedAnswer(
    `The payment method type provided: ${off} is invalid. Please ensure the provided type is activated in your dashboard and supports ${currency}.`,
    { param: "payment_method_types" },
  );
}

function amountRefusalOf({ currency, subtotal, shipping }: Totals): Answer | null {
  const [total, least] = [subtotal + shipping, AMOUNT_MIN[currency] ?? 1];
  if (total < least)
    return refusedAnswer(
      `The Checkout Session's total amount due must add up to at least ${least} ${currency}, in the smallest unit.`,
      {
        code: "amount_too_small",
        param: "line_items",
      },
    );
  const most = amountMaxOf(currency);
  if (total > most)
    return refusedAnswer(
      `The Checkout Session's total amount due must be no more than ${most} ${currency}, in the smallest unit.`,
      {
        code: "amount_too_large",
        param: "line_items",
      },
    );
  if ([subtotal, shipping].some((amount) => amount % stepOf(currency) !== 0))
    return refusedAnswer(`Amounts in ${currency} must be a multiple of ${stepOf(currency)}.`, { param: "line_items" });
  return null;
}

const itemsOf = (params: SessionParams, created: number) =>
  params.line_items.map(
    ({
      quantity,
      price_data: {
        currency,
        unit_amount: unitAmount,
        product_data: { name },
      },
    }) =>
      newItem({
        id: newId("li_1"),
        priceId: newId("price_1"),
        productId: newId("prod_", 14),
        created,
        currency,
        name,
        unitAmount,
        quantity,
      }),
  );

/** Refuses a session that is not open. */
export function expireSession(emulation: Emulation, id: string): Answer {
  const session = emulation.kept.session.get(id);
  if (!session) return missingAnswer("checkout.session", id, "session");
  if (session.api.status !== "open")
    return refusedAnswer(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.api.status}\`.`,
    );
  endSession(emulation, session);
  return answered(session.api);
}

/** Whatever payment was under way on it is given up. */
export function endSession(emulation: Emulation, session: KeptSession): void {
  session.api.status = "expired";
  session.api.url = null;
  put(emulation.kept, "session", session);
  const intent = emulation.kept.intent.get(session.api.payment_intent ?? "");
  if (intent) {
    intent.api.status = "canceled";
    intent.api.canceled_at = secondsOf(emulation.nowMs());
    intent.api.cancellation_reason = "automatic";
    intent.api.next_action = null;
    intent.next = null;
    put(emulation.kept, "intent", intent);
  }
  tell(emulation, "checkout.session.expired", session.api, session.id);
}

/** Ends every open session whose time is over. */
export function endOverdueSessions(emulation: Emulation): void {
  const now = secondsOf(emulation.nowMs());
  for (const session of emulation.kept.session.values())
    if (session.api.status === "open" && session.api.expires_at <= now) endSession(emulation, session);
}

/** What the store asks Stripe Checkout for, and what it reads from the answer. The amounts sent sum to what is charged. */
import type Stripe from "stripe";
import { assert } from "../base/assert.ts";
import type { Locale } from "../markets/markets.ts";
import type { PaymentSession, SessionAsk } from "./payment-provider.ts";
import { chargedMinorOf, stripeAmountOf } from "./stripe-amount.ts";

/** Checkout has neither Arabic nor Hindi; `auto` then follows the browser, and falls back to English. */
const LOCALES = {
  ...{ "en-US": "en", "en-GB": "en-GB", "en-CA": "en", "fr-CA": "fr-CA", "de-DE": "de", "fr-FR": "fr", "es-ES": "es" },
  ...{ "it-IT": "it", "pl-PL": "pl", "ja-JP": "ja", "ko-KR": "ko", "ar-AE": "auto", "pt-BR": "pt-BR", "hi-IN": "auto" },
} as const satisfies Record<Locale, Stripe.Checkout.SessionCreateParams.Locale>;

/** The line for tax that is not in the prices. */
const TAX_NAMES = {
  "en-US": "Sales tax",
  "en-GB": "VAT",
  "de-DE": "Umsatzsteuer",
  "ja-JP": "消費税",
  "ar-AE": "ضريبة القيمة المضافة",
  "en-CA": "Sales tax",
  "fr-CA": "Taxes de vente",
  "fr-FR": "TVA",
  "es-ES": "IVA",
  "it-IT": "IVA",
  "pl-PL": "VAT",
  "ko-KR": "부가가치세",
  "pt-BR": "Impostos",
  "hi-IN": "जीएसटी",
} as const satisfies Record<Locale, string>;

/** Stripe's limits: line items in payment mode, and characters of a shipping rate's name. */
const LINE_ITEMS_MAX = 100;
const SHIPPING_NAME_MAX = 100;

/** The pinned version names methods; the SDK's own, newer one only filters those that are offered. */
type Params = Stripe.Checkout.SessionCreateParams & { payment_method_types?: string[] };
type LineItem = Stripe.Checkout.SessionCreateParams.LineItem;
type ShippingOption = Stripe.Checkout.SessionCreateParams.ShippingOption;

/**
 * The parameters of `POST /v1/checkout/sessions`. Where no payment methods are named, Stripe offers what the account has on;
 * those that are named it still puts in order, and leaves out what does not suit the buyer.
 */
export function sessionParamsOf(ask: SessionAsk): Params {
  const lineItems = lineItemsOf(ask);
  assert(lineItems.length <= LINE_ITEMS_MAX, "a payment has no more lines than Stripe takes");
  return {
    mode: "payment",
    ...(ask.paymentMethods && { payment_method_types: [...ask.paymentMethods] }),
    line_items: lineItems,
    ...(ask.shipping.amountMinor > 0 && { shipping_options: [shippingOptionOf(ask)] }),
    client_reference_id: ask.checkoutId,
    metadata: { checkoutId: ask.checkoutId },
    payment_intent_data: { metadata: { checkoutId: ask.checkoutId } },
    customer_email: ask.email,
    locale: LOCALES[ask.locale],
    success_url: ask.successUrl,
    cancel_url: ask.cancelUrl,
    expires_at: Math.ceil(ask.expiresAtMs / 1_000),
  };
}

function lineItemsOf(ask: SessionAsk): LineItem[] {
  const currency = ask.currency.toLowerCase();
  const items = ask.lines.map(({ name, quantity, unitMinor, imageUrl }): LineItem => {
    // Stripe fetches pictures from its own servers, so only public addresses are of use to it.
    const images = imageUrl?.startsWith("https://") ? { images: [imageUrl] } : {};
    return {
      quantity,
      price_data: { currency, unit_amount: stripeAmountOf(unitMinor, ask.currency), product_data: { name, ...images } },
    };
  });
  if (ask.taxOnTopMinor === 0) return items;
  const unitAmount = stripeAmountOf(ask.taxOnTopMinor, ask.currency);
  const tax = { currency, unit_amount: unitAmount, product_data: { name: TAX_NAMES[ask.locale] } };
  return [...items, { quantity: 1, price_data: tax }];
}

function shippingOptionOf({ shipping, currency }: SessionAsk): ShippingOption {
  assert(shipping.name.length <= SHIPPING_NAME_MAX, "a shipping method's name is one Stripe takes");
  return {
    shipping_rate_data: {
      type: "fixed_amount",
      display_name: shipping.name,
      fixed_amount: { amount: stripeAmountOf(shipping.amountMinor, currency), currency: currency.toLowerCase() },
    },
  };
}

const STATES: readonly string[] = ["open", "complete", "expired"] satisfies PaymentSession["state"][];

/** A session as the store knows it, or null when it is not one that this store made. */
export function paymentSessionOf(session: Stripe.Checkout.Session): PaymentSession | null {
  const checkoutId = session.metadata?.checkoutId;
  if (!checkoutId || session.amount_total === null || session.currency === null) return null;
  const { payment_intent: intent, status } = session;
  if (status === null || !STATES.includes(status)) return null;
  const currency = session.currency.toUpperCase();
  return {
    id: session.id,
    checkoutId,
    url: status === "open" ? (session.url ?? null) : null,
    state: status as PaymentSession["state"],
    payment: paymentOf(session),
    paymentId: intent === null || typeof intent === "string" ? intent : intent.id,
    amountMinor: chargedMinorOf(session.amount_total, currency),
    currency,
  };
}

/** The intent of a complete session is asked to be paid again only when a delayed payment has failed. */
function paymentOf({
  status,
  payment_status,
  payment_intent: intent,
}: Stripe.Checkout.Session): PaymentSession["payment"] {
  if (payment_status !== "unpaid") return "paid";
  if (status !== "complete" || intent === null || typeof intent === "string") return "unpaid";
  return intent.status === "requires_payment_method" || intent.status === "canceled" ? "failed" : "unpaid";
}

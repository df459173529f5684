/** Stripe's checkout session and its lines as version 2023-08-16 writes them: every field the API answers, most of them empty here. */

export type Metadata = Record<string, string>;
/** In the currency's smallest unit. `shippingRate` is null without shipping. */
export type Totals = { currency: string; subtotal: number; shipping: number; shippingRate: string | null };

/** Open and unpaid. `created` and `expiresAt` are in seconds. */
export function newSession(facts: {
  id: string;
  created: number;
  url: string;
  totals: Totals;
  clientReferenceId: string | null;
  email: string | null;
  expiresAt: number;
  locale: string | null;
  metadata: Metadata;
  methodTypes: readonly string[];
  successUrl: string;
  cancelUrl: string | null;
}) {
  const { currency, subtotal, shipping, shippingRate } = facts.totals;
  const hasShipping = shippingRate !== null;
  return {
    id: facts.id,
    object: "checkout.session" as const,
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: subtotal,
    amount_total: subtotal + shipping,
    automatic_tax: { enabled: false, status: null },
    billing_address_collection: null,
    cancel_url: facts.cancelUrl,
    client_reference_id: facts.clientReferenceId,
    consent: null,
    consent_collection: null,
    created: facts.created,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { shipping_address: null, submit: null },
    customer: null,
    customer_creation: "if_required" as const,
    customer_details: facts.email === null ? null : customerOf(facts.email, null),
    customer_email: facts.email,
    expires_at: facts.expiresAt,
    invoice: null,
    invoice_creation: { enabled: false, invoice_data: emptyInvoiceData() },
    livemode: false,
    locale: facts.locale,
    metadata: facts.metadata,
    mode: "payment" as const,
    payment_intent: null as string | null,
    payment_link: null,
    payment_method_collection: "if_required" as const,
    payment_method_options: {},
    payment_method_types: facts.methodTypes,
    payment_status: "unpaid" as "unpaid" | "paid",
    phone_number_collection: { enabled: false },
    recovered_from: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: hasShipping
      ? { amount_subtotal: shipping, amount_tax: 0, amount_total: shipping, shipping_rate: shippingRate }
      : null,
    shipping_details: null,
    shipping_options: hasShipping ? [{ shipping_amount: shipping, shipping_rate: shippingRate }] : [],
    status: "open" as "open" | "complete" | "expired",
    submit_type: null,
    subscription: null,
    success_url: facts.successUrl,
    total_details: { amount_discount: 0, amount_shipping: shipping, amount_tax: 0 },
    url: facts.url as string | null,
  };
}
export type Session = ReturnType<typeof newSession>;

const emptyInvoiceData = () => ({
  account_tax_ids: null,
  custom_fields: null,
  description: null,
  footer: null,
  metadata: {},
  rendering_options: null,
});

export const customerOf = (email: string, name: string | null) => ({
  address: null,
  email,
  name,
  phone: null,
  tax_exempt: "none" as const,
  tax_ids: [],
});

export function newItem(facts: {
  id: string;
  priceId: string;
  productId: string;
  created: number;
  currency: string;
  name: string;
  unitAmount: number;
  quantity: number;
}) {
  const amount = facts.unitAmount * facts.quantity;
  return {
    id: facts.id,
    object: "item" as const,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: facts.currency,
    description: facts.name,
    price: {
      id: facts.priceId,
      object: "price" as const,
      active: false,
      billing_scheme: "per_unit" as const,
      created: facts.created,
      currency: facts.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: facts.productId,
      recurring: null,
      tax_behavior: "unspecified" as const,
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time" as const,
      unit_amount: facts.unitAmount,
      unit_amount_decimal: String(facts.unitAmount),
    },
    quantity: facts.quantity,
  };
}
export type Item = ReturnType<typeof newItem>;

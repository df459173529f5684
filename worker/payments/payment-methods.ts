/**
 * Payment methods that a market may name, as Stripe calls them, and the currencies each is paid in
 * (docs.stripe.com/payments/payment-methods/payment-method-support). Those that Checkout takes only with a customer or with
 * options of their own are left out. Which of them an account has on, Stripe knows alone.
 */
import type { Currency } from "../pricing/money.ts";

/** `name` is a name of its own, the same in every language; null for cards. `currencies` is null where it is any. */
export type PaymentMethod = { type: string; name: string | null; currencies: readonly Currency[] | null };

export const PAYMENT_METHODS: readonly PaymentMethod[] = [
  { type: "card", name: null, currencies: null },
  { type: "paypal", name: "PayPal", currencies: ["USD", "GBP", "EUR", "CAD", "PLN", "CHF"] },
  { type: "klarna", name: "Klarna", currencies: ["USD", "GBP", "EUR", "CAD", "PLN", "CHF"] },
  { type: "alipay", name: "Alipay", currencies: ["USD", "GBP", "EUR", "JPY", "CAD"] },
  { type: "affirm", name: "Affirm", currencies: ["USD", "CAD"] },
  { type: "afterpay_clearpay", name: "Afterpay / Clearpay", currencies: ["USD", "GBP", "CAD"] },
  { type: "cashapp", name: "Cash App Pay", currencies: ["USD"] },
  { type: "us_bank_account", name: "ACH Direct Debit", currencies: ["USD"] },
  { type: "sepa_debit", name: "SEPA Direct Debit", currencies: ["EUR"] },
  { type: "bacs_debit", name: "Bacs Direct Debit", currencies: ["GBP"] },
  { type: "bancontact", name: "Bancontact", currencies: ["EUR"] },
  { type: "eps", name: "EPS", currencies: ["EUR"] },
  { type: "ideal", name: "iDEAL", currencies: ["EUR"] },
  { type: "p24", name: "Przelewy24", currencies: ["EUR", "PLN"] },
  { type: "blik", name: "BLIK", currencies: ["PLN"] },
  { type: "konbini", name: "Konbini", currencies: ["JPY"] },
  { type: "boleto", name: "Boleto", currencies: ["BRL"] },
  { type: "pix", name: "Pix", currencies: ["BRL"] },
];

export const paymentMethodOf = (type: string): PaymentMethod | null =>
  PAYMENT_METHODS.find((method) => method.type === type) ?? null;

export const isPaidBy = ({ currencies }: PaymentMethod, currency: Currency): boolean =>
  currencies === null || currencies.includes(currency);

/** What `POST /v1/checkout/sessions` takes here: of what Stripe takes, a subset, which the contract tests hold to Stripe's description. */
import { AMOUNT_MAX } from "./currencies.ts";
import type { Fields, Values } from "./params.ts";

const QUANTITY_MAX = 999_999;
const LOCALES =
  "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW";
/** All that Stripe has a name for; which of them the account has on is decided with the session. */
const METHODS =
  "acss_debit affirm afterpay_clearpay alipay au_becs_debit bacs_debit bancontact blik boleto card cashapp customer_balance eps fpx giropay grabpay ideal klarna konbini link oxxo p24 paynow paypal pix promptpay sepa_debit sofort us_bank_account wechat_pay zip";
const EXPAND = { is: "list", of: { is: "text" }, max: 20 } as const;
const AMOUNT = { is: "integer", min: 0, max: AMOUNT_MAX, required: true } as const;

export const SESSION_FIELDS = {
  mode: { is: "choice", of: ["payment"], required: true },
  success_url: { is: "url", required: true },
  cancel_url: { is: "url" },
  client_reference_id: { is: "text", max: 200 },
  customer_email: { is: "email" },
  expires_at: { is: "integer" },
  locale: { is: "choice", of: LOCALES.split(" ") },
  metadata: { is: "metadata" },
  payment_method_types: { is: "list", of: { is: "choice", of: METHODS.split(" ") }, max: 31 },
  payment_intent_data: { is: "hash", fields: { metadata: { is: "metadata" } } },
  line_items: {
    is: "list",
    max: 100,
    required: true,
    of: {
      is: "hash",
      fields: {
        quantity: { is: "integer", min: 1, max: QUANTITY_MAX, required: true },
        price_data: {
          is: "hash",
          required: true,
          fields: {
            currency: { is: "currency", required: true },
            unit_amount: AMOUNT,
            product_data: {
              is: "hash",
              required: true,
              fields: {
                name: { is: "text", required: true },
                description: { is: "text" },
                images: { is: "list", of: { is: "url" }, max: 8 },
                metadata: { is: "metadata" },
              },
            },
          },
        },
      },
    },
  },
  shipping_options: {
    is: "list",
    max: 1,
    of: {
      is: "hash",
      fields: {
        shipping_rate_data: {
          is: "hash",
          required: true,
          fields: {
            type: { is: "choice", of: ["fixed_amount"] },
            display_name: { is: "text", max: 100, required: true },
            fixed_amount: {
              is: "hash",
              required: true,
              fields: { amount: AMOUNT, currency: { is: "currency", required: true } },
            },
          },
        },
      },
    },
  },
  expand: EXPAND,
} as const satisfies Fields;
export type SessionParams = Values<typeof SESSION_FIELDS>;

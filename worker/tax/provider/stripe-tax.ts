/**
 * What is asked of Stripe Tax, and what is read from its answer (`POST /v1/tax/calculations`). An answer whose parts do not
 * sum up, or which has a tax the store has no name for, is none.
 */
import { z } from "@hono/zod-openapi";
import { minorOfStripe, stripeAmountOf } from "../../payments/stripe-amount.ts";
import { type Currency, isPayableMinor, sumMinor } from "../../pricing/money.ts";
import type { TaxPart } from "../reckon-tax.ts";
import type { TaxAsk } from "../tax-answer.ts";
import type { TaxClass } from "../tax-class.ts";
import { RATE_BASE, type TaxKind } from "../tax-rate.ts";
import type { TaxCalculation } from "./tax-provider.ts";

/** Stripe's codes of goods: docs.stripe.com/tax/tax-codes. */
const TAX_CODES: Readonly<Record<TaxClass, string>> = {
  standard: "txcd_99999999",
  books: "txcd_35010000",
  ebooks: "txcd_10302000",
  food: "txcd_40040000",
  digital: "txcd_10000000",
};
const SHIPPING_CODE = "txcd_92010001";
/** Stripe's limit on references. */
const REFERENCE_MAX = 500;

/** As Stripe's forms are written, field by field. */
export type FormFields = [string, string][];

/** A line is named by its place, because a SKU may be longer than a name may be there. */
export function calculationForm({ currency, included, lines, shippingMinor, to }: TaxAsk): FormFields {
  const behavior = included ? "inclusive" : "exclusive";
  const items = lines.flatMap(({ amountMinor, quantity, taxClass }, at): FormFields => {
    const field = (name: string): string => `line_items[${at}][${name}]`;
    return [
      [field("amount"), String(stripeAmountOf(amountMinor, currency))],
      [field("quantity"), String(quantity)],
      [field("reference"), referenceOf(at)],
      [field("tax_behavior"), behavior],
      [field("tax_code"), TAX_CODES[taxClass]],
    ];
  });
  const address = { line1: to.line1, city: to.city, state: to.region, postal_code: to.postalCode, country: to.country };
  return [
    ["currency", currency.toLowerCase()],
    ...items,
    ...Object.entries(address).flatMap(
      ([name, text]): FormFields => (text === "" ? [] : [[`customer_details[address][${name}]`, text]]),
    ),
    ["customer_details[address_source]", "shipping"],
    ...(shippingMinor > 0
      ? ([
          ["shipping_cost[amount]", String(stripeAmountOf(shippingMinor, currency))],
          ["shipping_cost[tax_behavior]", behavior],
          ["shipping_cost[tax_code]", SHIPPING_CODE],
        ] as FormFields)
      : []),
    ["expand[0]", "line_items.data.tax_breakdown"],
    ...(shippingMinor > 0 ? ([["expand[1]", "shipping_cost.tax_breakdown"]] as FormFields) : []),
  ];
}
const referenceOf = (at: number): string => `line-${at}`;

const KINDS = {
  ...{ vat: "vat", gst: "gst", hst: "hst", pst: "pst", rst: "rst", qst: "qst", igst: "igst" },
  ...{ sales_tax: "sales_tax", jct: "consumption_tax" },
} as const satisfies Record<string, TaxKind>;

const minor = z.int().min(0);
const breakdown = z
  .array(
    z.object({
      amount: minor,
      jurisdiction: z.object({ display_name: z.string().max(200), level: z.string() }),
      tax_rate_details: z
        .object({ percentage_decimal: z.string().regex(/^\d{1,2}(\.\d{1,10})?$/), tax_type: z.string() })
        .nullable(),
    }),
  )
  .max(50);
const taxed = z.object({ amount: minor, amount_tax: minor, tax_breakdown: breakdown });
const lineItem = taxed.extend({ reference: z.string().max(REFERENCE_MAX) });
const itemList = z.object({ data: z.array(lineItem).max(100), has_more: z.boolean() });
const calculation = z.object({
  id: z.string().min(1).max(200),
  expires_at: z.int(),
  currency: z.string(),
  line_items: itemList,
  shipping_cost: taxed.nullish(),
});
export type CalculationAnswer = z.output<typeof calculation>;

/** Null for what is no calculation. */
export const calculationOf = (body: unknown): CalculationAnswer | null => calculation.safeParse(body).data ?? null;
/** The rest of its lines; null for what is no list. */
export const itemListOf = (body: unknown): CalculationAnswer["line_items"] | null =>
  itemList.safeParse(body).data ?? null;

/** Null where it is not an answer to what was asked. */
export function readCalculation(ask: TaxAsk, told: CalculationAnswer): TaxCalculation | null {
  const items = new Map(told.line_items.data.map((item) => [item.reference, item]));
  const lines = ask.lines.map(({ amountMinor }, at) => partsOf(items.get(referenceOf(at)), amountMinor, ask.currency));
  const shipping =
    ask.shippingMinor === 0 ? [] : partsOf(told.shipping_cost ?? undefined, ask.shippingMinor, ask.currency);
  const parts = [...lines, shipping].flatMap((each) => each ?? []);
  const isWhole =
    items.size === ask.lines.length &&
    told.currency === ask.currency.toLowerCase() &&
    shipping !== null &&
    lines.every((each) => each !== null) &&
    isPayableMinor(sumMinor(parts.map(({ amountMinor }) => amountMinor)), ask.currency);
  if (!isWhole) return null;
  return {
    id: told.id,
    expiresAtMs: told.expires_at * 1_000,
    answer: {
      source: "stripe",
      lines: lines.map((each) => each ?? []),
      shipping: ask.shippingMinor === 0 ? [] : [{ amountMinor: ask.shippingMinor, parts: shipping }],
      calculation: told.id,
    },
  };
}

/** What is levied on one item: each tax and jurisdiction once. A jurisdiction that levies nothing on it is left out. */
function partsOf(item: z.output<typeof taxed> | undefined, amountMinor: number, currency: Currency): TaxPart[] | null {
  if (item?.amount !== stripeAmountOf(amountMinor, currency)) return null;
  const parts = new Map<string, TaxPart>();
  for (const { amount, jurisdiction, tax_rate_details: rate } of item.tax_breakdown) {
    if (!rate && amount === 0) continue;
    const kind = rate && Object.hasOwn(KINDS, rate.tax_type) ? KINDS[rate.tax_type as keyof typeof KINDS] : null;
    const levied = minorOfStripe(amount, currency);
    if (!rate || !kind || levied === null) return null;
    const per100k = Math.round((Number(rate.percentage_decimal) / 100) * RATE_BASE);
    const at = jurisdiction.level === "country" ? "" : jurisdiction.display_name;
    const key = `${kind} ${per100k} ${at}`;
    const had = parts.get(key)?.amountMinor ?? 0;
    parts.set(key, { kind, per100k, amountMinor: had + levied, ...(at !== "" && { at }) });
  }
  const all = [...parts.values()];
  return sumMinor(all.map((part) => part.amountMinor)) === minorOfStripe(item.amount_tax, currency) ? all : null;
}

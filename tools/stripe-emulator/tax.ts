/**
 * Stripe Tax, as far as a store asks it: a calculation, its lines, the transaction made of it, and its reversal. Rates are
 * invented, so that nobody takes them for the law: in the US those of a state, a county and a city, elsewhere one of a country.
 */
import { type Answer, answered, missingAnswer, refusedAnswer } from "./answer.ts";
import { type Emulation, newId, secondsOf } from "./emulation.ts";
import { put } from "./kept.ts";
import type { Fields, Values } from "./params.ts";
import { EXPAND_FIELDS } from "./reading.ts";
import { type Breakdown, breakdownOf, sumsOf } from "./tax-breakdown.ts";

const behavior = { is: "choice", of: ["exclusive", "inclusive"] } as const;
const REFERENCE = { is: "text", max: 500 } as const;
export const CALCULATION_FIELDS = {
  currency: { is: "currency", required: true },
  line_items: {
    is: "list",
    max: 1_000,
    required: true,
    of: {
      is: "hash",
      fields: {
        amount: { is: "integer", required: true },
        quantity: { is: "integer", min: 1 },
        reference: REFERENCE,
        tax_behavior: behavior,
        tax_code: { is: "text" },
      },
    },
  },
  customer_details: {
    is: "hash",
    fields: {
      address: {
        is: "hash",
        fields: {
          line1: { is: "text" },
          city: { is: "text" },
          state: { is: "text" },
          postal_code: { is: "text" },
          country: { is: "text", required: true },
        },
      },
      address_source: { is: "choice", of: ["billing", "shipping"] },
    },
  },
  shipping_cost: {
    is: "hash",
    fields: { amount: { is: "integer", min: 0 }, tax_behavior: behavior, tax_code: { is: "text" } },
  },
  expand: { is: "list", of: { is: "text" }, max: 20 },
} as const satisfies Fields;
type CalculationParams = Values<typeof CALCULATION_FIELDS>;

export const TRANSACTION_FIELDS = {
  calculation: { is: "text", required: true },
  reference: { ...REFERENCE, required: true },
  expand: { is: "list", of: { is: "text" }, max: 20 },
} as const satisfies Fields;
export const REVERSAL_FIELDS = {
  mode: { is: "choice", of: ["full", "partial"], required: true },
  original_transaction: { is: "text", required: true },
  reference: { ...REFERENCE, required: true },
  flat_amount: { is: "integer" },
  expand: { is: "list", of: { is: "text" }, max: 20 },
} as const satisfies Fields;
/** What comes before is not asked for. */
export const TAX_ITEMS_FIELDS = {
  ...EXPAND_FIELDS,
  limit: { is: "integer", min: 1, max: 100 },
  starting_after: REFERENCE,
} as const satisfies Fields;

type Taxed = { amount: number; amount_tax: number; tax_behavior: "exclusive" | "inclusive"; tax_code: string };
type Item = Taxed & {
  id: string;
  object: "tax.calculation_line_item";
  livemode: false;
  product: null;
  quantity: number;
  reference: string;
  tax_breakdown: Breakdown[];
};
type Shipping = Taxed & { tax_breakdown: Breakdown[] };
type CustomerDetails = {
  address: Record<"line1" | "line2" | "city" | "state" | "postal_code", string | null> & { country: string };
  address_source: "billing" | "shipping" | null;
  ip_address: null;
  tax_ids: never[];
  taxability_override: "none";
};
export type KeptCalculation = {
  id: string;
  atMs: number;
  currency: string;
  customer: CustomerDetails;
  items: Item[];
  shipping: Shipping | null;
};
/** `leftMinor`: what of it can still be reversed. */
export type KeptTransaction = {
  id: string;
  calculationId: string;
  reference: string;
  type: "transaction" | "reversal";
  leftMinor: number;
};

/** Calculations end; transactions can be made of them until then. */
const KEPT_SECONDS = 48 * 3_600;
const ITEMS_EMBEDDED = 10;
const EXPANDS = ["line_items", "line_items.data.tax_breakdown", "shipping_cost.tax_breakdown"];

export function createCalculation(emulation: Emulation, params: CalculationParams): Answer {
  const { address, address_source: source = null } = params.customer_details ?? {};
  const expand = params.expand ?? [];
  const unknown = expand.find((path) => !EXPANDS.includes(path));
  if (unknown) return refusedAnswer(`This property cannot be expanded (${unknown}).`, { param: "expand" });
  if (!address)
    return refusedAnswer("You must provide one of `customer` or `customer_details`.", { param: "customer_details" });
  if (address.country === "US" && !/^\d{5}/.test(address.postal_code ?? ""))
    return refusedAnswer("We could not determine the customer's tax location based on the provided customer address.", {
      ...{ code: "customer_tax_location_invalid", param: "customer_details[address]" },
    });
  const references = params.line_items.map(({ reference }, at) => reference ?? `L${at}`);
  if (new Set(references).size < references.length)
    return refusedAnswer("Line item references must be unique.", { param: "line_items" });
  const taxed = (amount: number, asked: { tax_behavior?: Taxed["tax_behavior"]; tax_code?: string }, usual: string) => {
    const tax_behavior = asked.tax_behavior ?? "exclusive";
    const breakdown = breakdownOf(amount, tax_behavior === "inclusive", address);
    const amount_tax = breakdown.reduce((sum, each) => sum + each.amount, 0);
    return { amount, amount_tax, tax_behavior, tax_code: asked.tax_code ?? usual, tax_breakdown: breakdown };
  };
  const { line1 = null, city = null, state = null, postal_code = null, country } = address;
  const kept: KeptCalculation = {
    id: newId("taxcalc_"),
    atMs: emulation.nowMs(),
    currency: params.currency,
    customer: {
      address: { line1, line2: null, city, state, postal_code, country },
      ...{ address_source: source, ip_address: null, tax_ids: [], taxability_override: "none" },
    },
    items: params.line_items.map((item, at) => ({
      ...{ id: newId("tax_li_"), object: "tax.calculation_line_item", livemode: false, product: null },
      quantity: item.quantity ?? 1,
      reference: references[at] ?? "",
      ...taxed(item.amount, item, "txcd_99999999"),
    })),
    shipping: params.shipping_cost
      ? taxed(params.shipping_cost.amount ?? 0, params.shipping_cost, "txcd_92010001")
      : null,
  };
  put(emulation.kept, "calculation", kept);
  return answered(apiOf(kept, expand));
}

function apiOf(kept: KeptCalculation, expand: readonly string[]) {
  const { id, atMs, currency, customer, items, shipping } = kept;
  const all = [...items, ...(shipping ? [shipping] : [])];
  const sums = sumsOf(all);
  const withItems = expand.some((path) => path.startsWith("line_items"));
  const { tax_breakdown, ...plainShipping } = shipping ?? { tax_breakdown: [] };
  return {
    ...{ id, object: "tax.calculation", currency, customer: null, customer_details: customer, livemode: false },
    ...sums,
    amount_total: all.reduce((sum, { amount }) => sum + amount, sums.tax_amount_exclusive),
    tax_date: secondsOf(atMs),
    expires_at: secondsOf(atMs) + KEPT_SECONDS,
    ...(withItems && { line_items: listOf(kept, 0, ITEMS_EMBEDDED, expand.includes("line_items.data.tax_breakdown")) }),
    shipping_cost: shipping && {
      ...plainShipping,
      ...(expand.includes("shipping_cost.tax_breakdown") && { tax_breakdown }),
    },
  };
}

const listOf = ({ id, items }: KeptCalculation, start: number, limit: number, isWhole: boolean) => ({
  object: "list",
  data: items.slice(start, start + limit).map(({ tax_breakdown, ...item }) => ({
    ...item,
    ...(isWhole && { tax_breakdown }),
  })),
  has_more: start + limit < items.length,
  url: `/v1/tax/calculations/${id}/line_items`,
});

export function listCalculationItems(emulation: Emulation, id: string, page: Values<typeof TAX_ITEMS_FIELDS>): Answer {
  const kept = emulation.kept.calculation.get(id);
  if (!kept) return missingAnswer("tax calculation", id, "calculation");
  const after =
    page.starting_after === undefined ? -1 : kept.items.findIndex((item) => item.id === page.starting_after);
  const isWhole = (page.expand ?? []).includes("data.tax_breakdown");
  return answered(listOf(kept, after + 1, page.limit ?? ITEMS_EMBEDDED, isWhole));
}

export function createTransaction(
  emulation: Emulation,
  { calculation, reference }: Values<typeof TRANSACTION_FIELDS>,
): Answer {
  const kept = emulation.kept.calculation.get(calculation);
  if (!kept) return missingAnswer("tax calculation", calculation, "calculation");
  if (emulation.nowMs() > kept.atMs + KEPT_SECONDS * 1_000)
    return refusedAnswer("This tax calculation has expired.", {
      code: "tax_calculation_expired",
      param: "calculation",
    });
  const leftMinor = apiOf(kept, []).amount_total;
  return keepTransaction(emulation, kept, { reference, type: "transaction", leftMinor }, null, 1);
}

/** Of a flat amount, which holds its tax. */
export function createReversal(emulation: Emulation, params: Values<typeof REVERSAL_FIELDS>): Answer {
  const { original_transaction: id, reference, flat_amount: flat } = params;
  const original = emulation.kept.tax_transaction.get(id);
  const calculation = original && emulation.kept.calculation.get(original.calculationId);
  if (!original || !calculation) return missingAnswer("tax transaction", id, "original_transaction");
  const wanted = params.mode === "full" ? original.leftMinor : -(flat ?? 0);
  if (wanted <= 0 || wanted > original.leftMinor)
    return refusedAnswer("The reversal is not within what is left of the transaction.", { param: "flat_amount" });
  const answer = keepTransaction(
    emulation,
    calculation,
    { reference, type: "reversal", leftMinor: wanted },
    id,
    -wanted / apiOf(calculation, []).amount_total,
  );
  if (answer.status === 200)
    put(emulation.kept, "tax_transaction", { ...original, leftMinor: original.leftMinor - wanted });
  return answer;
}

function keepTransaction(
  emulation: Emulation,
  calculation: KeptCalculation,
  facts: Omit<KeptTransaction, "id" | "calculationId">,
  originalId: string | null,
  share: number,
): Answer {
  const { reference, type } = facts;
  for (const each of emulation.kept.tax_transaction.values())
    if (each.reference === reference)
      return refusedAnswer(`A tax transaction with the reference ${reference} exists already.`, {
        ...{ code: "resource_already_exists", param: "reference" },
      });
  const id = newId("tax_");
  put(emulation.kept, "tax_transaction", { id, ...facts, calculationId: calculation.id });
  const { currency, customer, shipping } = calculation;
  const part = (amount: number) => Math.round(amount * share);
  return answered({
    ...{ id, object: "tax.transaction", type, reference, currency, customer: null, customer_details: customer },
    ...{
      created: secondsOf(emulation.nowMs()),
      tax_date: secondsOf(calculation.atMs),
      livemode: false,
      metadata: null,
    },
    reversal: originalId && { original_transaction: originalId },
    shipping_cost: shipping && {
      ...{ amount: part(shipping.amount), amount_tax: part(shipping.amount_tax) },
      ...{ tax_behavior: shipping.tax_behavior, tax_code: shipping.tax_code },
    },
  });
}

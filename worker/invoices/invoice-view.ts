/** A document as it is printed: its order's lines and amounts, and what was kept when it was issued. */

import type { VariantOptions } from "../catalog/product.ts";
import type { OrderView } from "../orders/order-view.ts";
import { sumMinor } from "../pricing/money.ts";
import type { TaxGroup, TaxPart } from "../tax/reckon-tax.ts";
import { invoiceNumberOf } from "./invoice.ts";
import type { Invoice } from "./invoice-store.ts";

export type InvoiceLine = {
  title: string;
  sku: string;
  options: VariantOptions;
  quantity: number;
  unitMinor: number;
  totalMinor: number;
  taxes: readonly TaxPart[];
};
/** `amountMinor` is what it is about, with tax; `netMinor` without. `refersTo` is the invoice a note belongs to. */
export type InvoiceView = {
  number: string;
  kind: Invoice["kind"];
  day: string;
  facts: Invoice["facts"];
  lines: readonly InvoiceLine[];
  groups: readonly TaxGroup[];
  netMinor: number;
  taxMinor: number;
  amountMinor: number;
  refersTo: { number: string; day: string } | null;
};

/** `documents` are all of the order. Lines are those of the order; a note has none: a refund names an amount. */
export function viewInvoice(order: OrderView, invoice: Invoice, documents: readonly Invoice[]): InvoiceView {
  const { kind, day, facts } = invoice;
  const first = documents.find((each) => each.kind === "invoice");
  const taxMinor = sumMinor(facts.groups.map((group) => group.taxMinor));
  return {
    ...{ number: invoiceNumberOf(invoice), kind, day, facts },
    lines: kind === "invoice" ? order.lines.map(lineOf) : [],
    groups: facts.groups,
    netMinor: facts.amountMinor - taxMinor,
    taxMinor,
    amountMinor: facts.amountMinor,
    refersTo: kind === "invoice" || !first ? null : { number: invoiceNumberOf(first), day: first.day },
  };
}

const lineOf = ({
  title,
  sku,
  options,
  quantity,
  unitMinor,
  totalMinor,
  taxes = [],
}: OrderView["lines"][number]): InvoiceLine => ({
  ...{ title, sku, options, quantity, unitMinor, totalMinor },
  taxes,
});

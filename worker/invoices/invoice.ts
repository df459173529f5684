/**
 * Documents of an order: its invoice, a credit note for each refund, and what takes a credit note back. A number belongs to
 * a series, one a year and orders database; it is the count of documents before it, so a series has no gap and no double:
 * articles 219, 220 and 226 (2) of Directive 2006/112/EC.
 */

import type { Totals } from "../checkout/checkout.ts";
import { scaleMinor } from "../pricing/money.ts";
import type { TaxGroup } from "../tax/reckon-tax.ts";
import type { OrderTax } from "../tax/tax-answer.ts";
import type { Seller, TaxSettings } from "../tax/tax-settings.ts";

export const INVOICE_KINDS = ["invoice", "credit_note", "reversal"] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** What is kept of a document besides the order it is of: all that may be otherwise by the time it is read. */
export type InvoiceFacts = {
  seller: Seller;
  /** The seller's numbers that belong on it. */
  taxIds: readonly { country: string; number: string }[];
  prefix: string;
  amountMinor: number;
  groups: readonly TaxGroup[];
};

/** The series of a year in one of several orders databases, the first of which is 0. */
export const seriesOf = (year: string, database: number): string => (database === 0 ? year : `${year}-${database + 1}`);

const NUMBER_DIGITS = 6;
/** As it is printed: `2026-000001`. */
export const invoiceNumberOf = (invoice: {
  series: string;
  number: number;
  facts: Pick<InvoiceFacts, "prefix">;
}): string => `${invoice.facts.prefix}${invoice.series}-${String(invoice.number).padStart(NUMBER_DIGITS, "0")}`;

/** That of home, and of where the shop is registered and this order is taxed. */
export function printedTaxIds({ seller, taxIds }: TaxSettings, tax: OrderTax | null): InvoiceFacts["taxIds"] {
  const abroad = tax?.treatment === "destination" ? [tax.country] : [];
  return [...new Set([seller.country, ...abroad])].flatMap((country) => {
    const number = taxIds[country];
    return number ? [{ country, number }] : [];
  });
}

/** Japan's number of a registered seller: T and 13 digits. */
const JAPANESE_REGISTRATION = /^T\d{13}$/;

/** Whether Japan's consumption tax is on it and a seller registered there: no other may issue a qualified invoice. */
export const isQualified = ({ taxIds, groups }: Pick<InvoiceFacts, "taxIds" | "groups">): boolean =>
  groups.some(({ kind }) => kind === "consumption_tax") &&
  taxIds.some(({ country, number }) => country === "JP" && JAPANESE_REGISTRATION.test(number.replace(/[\s-]/g, "")));

/** A part of what was paid: `beforeMinor` was given back earlier. */
export type Credited = { beforeMinor: number; amountMinor: number };

/**
 * What of each rate a refund gives back. Refunds name an amount, so each rate takes part in it as it does in the order; what
 * is rounded is the sum so far, so that when all is back, all of each rate is.
 */
export function creditedGroups(
  { totalMinor }: Pick<Totals, "totalMinor">,
  groups: readonly TaxGroup[],
  { beforeMinor, amountMinor }: Credited,
): TaxGroup[] {
  const partOf = (minor: number) => {
    const upTo = (soFarMinor: number) => (totalMinor === 0 ? 0 : scaleMinor(minor, soFarMinor, totalMinor));
    return upTo(beforeMinor + amountMinor) - upTo(beforeMinor);
  };
  return groups.map((group) => ({ ...group, netMinor: partOf(group.netMinor), taxMinor: partOf(group.taxMinor) }));
}

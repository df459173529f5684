/** What is asked of whoever reckons the tax of an order, and what is answered. */
import { type Currency, sumMinor } from "../pricing/money.ts";
import type { Supply, Treatment } from "./place-of-supply.ts";
import { groupTaxes, type TaxGroup, type TaxPart, taxOfParts } from "./reckon-tax.ts";
import type { TaxClass } from "./tax-class.ts";
import type { UnionSale } from "./union/union-sale.ts";
import type { NumberCountry } from "./vat/business-number.ts";

/** Amounts are as they are shown: with the tax where `included`. */
export type TaxLine = { reference: string; amountMinor: number; quantity: number; taxClass: TaxClass };
export type TaxAddress = { line1: string; city: string; region: string; postalCode: string; country: string };
export type TaxAsk = {
  currency: Currency;
  included: boolean;
  lines: readonly TaxLine[];
  shippingMinor: number;
  to: TaxAddress;
  supply: Supply;
  /** On the calendar of the market. */
  day: string;
};

/** Who reckoned it: the store's own rates, or Stripe Tax. */
export const TAX_SOURCES = ["table", "stripe"] as const;
export type TaxSource = (typeof TAX_SOURCES)[number];
/** A part of the shipping, and what it bears. */
export type ShippingShare = { amountMinor: number; parts: readonly TaxPart[] };
/** `lines` as they were asked; the shares of the shipping sum to it. Parts of 0 % are told where a rate of 0 % stands. */
export type TaxAnswer = {
  source: TaxSource;
  lines: readonly (readonly TaxPart[])[];
  shipping: readonly ShippingShare[];
  /** Its number at the provider. */
  calculation?: string;
  /** The provider was asked and did not answer: the store's own rates decided. */
  unanswered?: true;
};

/**
 * confirmed: the register has the number. unconfirmed: it did not answer, and the form alone is known to be right. unasked:
 * the number does not decide the tax, or there is none.
 */
export const VAT_CHECKS = ["confirmed", "unconfirmed", "unasked"] as const;
export type VatCheck = (typeof VAT_CHECKS)[number];
/** What an order keeps of its tax. `country` and `region`: whose tax it is, empty where none is charged. */
export type OrderTax = {
  treatment: Treatment;
  source: TaxSource;
  country: string;
  region: string;
  day: string;
  groups: readonly TaxGroup[];
  shipping: readonly ShippingShare[];
  /** A business: there where one was named. `consultation` is the register's number of having been asked, at that moment. */
  buyer?: {
    company: string;
    vatNumber: string;
    check: VatCheck;
    checkedAtMs?: number;
    consultation?: string;
    /** Whose number it is, where it is none of VAT: it is called by that country's name for it. */
    numberOf?: NumberCountry;
  };
  /** Of the provider that reckoned it; `unanswered`: it was asked in vain. */
  calculation?: string;
  unanswered?: true;
  /** By which the buyer was exempt: there where `treatment` is `exempt`. */
  certificate?: string;
  /** There where it counts against the Union's threshold. */
  union?: UnionSale;
};

/** What the order keeps of it. */
export function orderTaxOf(ask: TaxAsk, answer: TaxAnswer): OrderTax {
  const { supply, included, day } = ask;
  const items = ask.lines.map(({ amountMinor }, at) => ({ amountMinor, parts: answer.lines[at] ?? [] }));
  return {
    treatment: supply.treatment,
    source: answer.source,
    country: supply.place?.country ?? "",
    region: supply.place?.region ?? "",
    day,
    groups: groupTaxes([...items, ...answer.shipping], included),
    shipping: answer.shipping,
    ...(answer.calculation !== undefined && { calculation: answer.calculation }),
    ...(answer.unanswered && { unanswered: true }),
    ...(supply.certificate !== undefined && { certificate: supply.certificate }),
  };
}

export const shippingTaxOf = ({ shipping }: Pick<TaxAnswer, "shipping">): number =>
  sumMinor(shipping.map(({ parts }) => taxOfParts(parts)));

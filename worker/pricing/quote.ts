/** What an order costs, to the last minor unit: its lines, its shipping and the tax that was reckoned for them. */
import { assert } from "../base/assert.ts";
import type { Totals } from "../checkout/checkout.ts";
import { type TaxPart, taxOfParts } from "../tax/reckon-tax.ts";
import { shippingTaxOf, type TaxAnswer, type TaxAsk } from "../tax/tax-answer.ts";
import { sumMinor } from "./money.ts";

type Line = { unitMinor: number; quantity: number };
/** `taxMinor` is in `totalMinor` or comes on top of it, as the order's prices do; `taxes` are its parts. */
export type QuotedLine<L extends Line> = L & { totalMinor: number; taxMinor: number; taxes: readonly TaxPart[] };
export type Quote<L extends Line> = {
  lines: QuotedLine<L>[];
  /** Line taxes and this sum to `totals.taxMinor`. */
  shippingTaxMinor: number;
  totals: Totals;
};

/** Lines keep what else they hold, and are those that `ask` was made of. */
export function quoteOrder<L extends Line>(priced: readonly L[], ask: TaxAsk, answer: TaxAnswer): Quote<L> {
  assert(answer.lines.length === priced.length, "each line has its tax");
  const lines = priced.map((line, at) => {
    const taxes = answer.lines[at] ?? [];
    return { ...line, totalMinor: line.unitMinor * line.quantity, taxMinor: taxOfParts(taxes), taxes };
  });
  const shippingTaxMinor = shippingTaxOf(answer);
  const subtotalMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor));
  const taxMinor = sumMinor(lines.map((line) => line.taxMinor)) + shippingTaxMinor;
  const { shippingMinor, included: taxIncluded } = ask;
  return { lines, shippingTaxMinor, totals: totalsOf(ask, { subtotalMinor, shippingMinor, taxMinor, taxIncluded }) };
}

type Parts = Pick<Totals, "subtotalMinor" | "shippingMinor" | "taxMinor" | "taxIncluded">;

function totalsOf({ currency }: TaxAsk, parts: Parts): Totals {
  const discountMinor = 0;
  const onTop = parts.taxIncluded ? 0 : parts.taxMinor;
  const totalMinor = parts.subtotalMinor - discountMinor + parts.shippingMinor + onTop;
  assert(Number.isSafeInteger(totalMinor) && totalMinor >= 0, "a total is a whole number, not negative");
  return { currency, ...parts, discountMinor, totalMinor };
}

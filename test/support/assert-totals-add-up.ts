/** Money always adds up: run after every step that makes or changes totals. */
import { expect } from "vitest";
import type { Totals } from "../../worker/checkout/checkout.ts";

type Line = { unitMinor: number; quantity: number; totalMinor: number; taxMinor: number };

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);

/** Lines sum to the subtotal, parts to the total, and taxes of lines to no more than the tax; the rest is shipping's. */
export function assertTotalsAddUp(totals: Totals, lines: readonly Line[]): void {
  const { subtotalMinor, discountMinor, shippingMinor, taxMinor, taxIncluded, totalMinor } = totals;
  for (const amount of [subtotalMinor, discountMinor, shippingMinor, taxMinor, totalMinor]) expectMinor(amount);
  for (const line of lines) {
    expectMinor(line.taxMinor);
    expect(line.totalMinor, "a line is its units").toBe(line.unitMinor * line.quantity);
  }
  expect(sum(lines.map((line) => line.totalMinor)), "lines sum to the subtotal").toBe(subtotalMinor);
  const onTop = taxIncluded ? 0 : taxMinor;
  expect(subtotalMinor - discountMinor + shippingMinor + onTop, "parts sum to the total").toBe(totalMinor);
  const shippingTax = taxMinor - sum(lines.map((line) => line.taxMinor));
  expect(shippingTax, "lines bear no more tax than there is").toBeGreaterThanOrEqual(0);
  expect(shippingTax, "shipping bears less tax than it costs").toBeLessThanOrEqual(shippingMinor);
}

function expectMinor(amount: number): void {
  expect(Number.isSafeInteger(amount) && amount >= 0, `${amount} is a whole number of minor units`).toBe(true);
}

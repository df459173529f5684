/** Whether a refund may be: never more than is left of what was paid, never more units back than were sold. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { payableStepOf } from "../pricing/money.ts";
import type { FulfilmentLine, RestockLine } from "./order.ts";
import type { OrderProblem } from "./order-problem.ts";
import type { OrderView, RefundView } from "./order-view.ts";

/** `amountMinor` null is all that is left. `restock` are units that go back on the shelf. */
export type RefundTerms = { amountMinor: number | null; restock: readonly RestockLine[]; reason: string };

/** The amount to give back. */
export function decideRefund(order: OrderView, { amountMinor, restock }: RefundTerms): Outcome<number, OrderProblem> {
  const leftMinor = order.refundableMinor;
  const amount = amountMinor ?? leftMinor;
  if (amount < 1 || amount > leftMinor) return refused({ code: "order.refund_too_large", leftMinor });
  const stepMinor = payableStepOf(order.totals.currency);
  if (amount % stepMinor !== 0) return refused({ code: "order.refund_unpayable", stepMinor });
  for (const { sku, quantity } of sumLines(restock)) {
    const line = order.lines.find((sold) => sold.sku === sku);
    const left = line ? line.quantity - line.restockedQuantity : 0;
    if (quantity > left) return refused({ code: "order.restock_too_large", sku, left });
  }
  return done(amount);
}

/** One line a SKU. */
export function sumLines(lines: readonly FulfilmentLine[]): FulfilmentLine[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
}

/** One line a SKU and location. */
export function sumRestock(lines: readonly RestockLine[]): RestockLine[] {
  const byPlace = Map.groupBy(lines, ({ sku, location = "" }) => `${sku}\n${location}`);
  return [...byPlace.values()].flatMap(([first, ...rest]) =>
    first ? [{ ...first, quantity: rest.reduce((sum, { quantity }) => sum + quantity, first.quantity) }] : [],
  );
}

/** Whatever their order, and however a SKU's units are spread over lines. */
export const sameLines = (a: readonly FulfilmentLine[], b: readonly FulfilmentLine[]): boolean => keyOf(a) === keyOf(b);
const keyOf = (lines: readonly FulfilmentLine[]) =>
  JSON.stringify(sumLines(lines).toSorted((a, b) => (a.sku < b.sku ? -1 : 1)));

/** The same units back at the same locations. */
const sameRestock = (a: readonly RestockLine[], b: readonly RestockLine[]): boolean =>
  restockKeyOf(a) === restockKeyOf(b);
const restockKeyOf = (lines: readonly RestockLine[]) =>
  JSON.stringify(
    sumRestock(lines)
      .map(({ sku, location = "", quantity }) => [sku, location, quantity].join("\n"))
      .toSorted(),
  );

/** Whether an earlier refund with this id was asked for in the same terms. "All that is left" was told no amount. */
export const isSameRefund = (earlier: RefundView, { amountMinor, restock, reason }: RefundTerms): boolean =>
  (amountMinor === null || amountMinor === earlier.amountMinor) &&
  reason === earlier.reason &&
  sameRestock(restock, earlier.restock);

/** Whether a parcel may be sent: never more units than are left to ship. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import { sumMinor } from "../pricing/money.ts";
import { sameLines, sumLines } from "./decide-refund.ts";
import type { FulfilmentLine, OrderState } from "./order.ts";
import type { OrderProblem } from "./order-problem.ts";
import { type FulfilmentView, type OrderView, readyAtMsOf } from "./order-view.ts";

/** `lines` null is all that is left. */
export type FulfilmentTerms = { carrier: string; trackingNumber: string; lines: readonly FulfilmentLine[] | null };

/** `lines` null is all that is left. Answers one line a SKU, and the state that the order enters. */
export function decideFulfilment(
  order: OrderView,
  lines: readonly FulfilmentLine[] | null,
): Outcome<{ lines: readonly FulfilmentLine[]; enters: OrderState }, OrderProblem> {
  const left = order.lines
    .filter((line) => line.leftQuantity > 0)
    .map(({ sku, leftQuantity }) => ({ sku, quantity: leftQuantity }));
  if (left.length === 0) return refused({ code: "order.nothing_to_fulfil" });
  const sent = sumLines(lines ?? left);
  for (const { sku, quantity } of sent) {
    const most = left.find((line) => line.sku === sku)?.quantity ?? 0;
    if (quantity > most) return refused({ code: "order.line_over_fulfilled", sku, left: most });
  }
  const isLast = unitsIn(sent) === unitsIn(left);
  return done({ lines: sent, enters: isLast ? "fulfilled" : "partly_fulfilled" });
}

/** Whether an order can be called ready: it is collected, and something of it is left. `isReady`: it was called so before. */
export function decideReady(order: OrderView): Outcome<{ isReady: boolean }, OrderProblem> {
  if (!order.shipping.pickup) return refused({ code: "order.not_for_pickup" });
  if (readyAtMsOf(order) !== null) return done({ isReady: true });
  const isLeft = order.lines.some(({ leftQuantity }) => leftQuantity > 0);
  return isLeft ? done({ isReady: false }) : refused({ code: "order.nothing_to_fulfil" });
}

const unitsIn = (lines: readonly FulfilmentLine[]) => sumMinor(lines.map((line) => line.quantity));

/** Whether an earlier fulfilment with this id was the same parcel. "All that is left" was told no lines. */
export const isSameFulfilment = (earlier: FulfilmentView, terms: FulfilmentTerms): boolean =>
  earlier.carrier === terms.carrier &&
  earlier.trackingNumber === terms.trackingNumber &&
  (terms.lines === null || sameLines(terms.lines, earlier.lines));

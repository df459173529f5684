/** What may stand in the way of a change to an order. */
export type OrderProblem =
  | { code: "order.unknown" | "order.nothing_to_fulfil" | "order.moved_on" }
  | { code: "order.line_over_fulfilled" | "order.restock_too_large"; sku: string; left: number }
  | { code: "order.refund_too_large"; leftMinor: number };

/** What may stand in the way of a change to an order. */
/** `left` and `leftMinor` are how much there still is to ship, put back or give back. */
export type OrderProblem =
  | { code: "order.unknown" | "order.nothing_to_fulfil" | "order.moved_on" | "order.line_not_digital" }
  /** What is collected is not shipped, and the other way round. */
  | { code: "order.for_pickup" | "order.not_for_pickup" }
  | { code: "order.line_over_fulfilled" | "order.restock_too_large"; sku: string; left: number }
  | { code: "order.refund_too_large"; leftMinor: number }
  /** Cards know no smaller amount: it has to be a multiple of that. */
  | { code: "order.refund_unpayable"; stepMinor: number };

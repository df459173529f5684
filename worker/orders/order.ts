/** An order: paid, to be shipped, perhaps refunded. States and their allowed moves are data. */

/** `cancelled`: all the money went back before anything was shipped. */
export type OrderState = "placed" | "partly_fulfilled" | "fulfilled" | "cancelled";

/** The states each may move to; one without any is final. */
export const ORDER_MOVES = {
  placed: ["partly_fulfilled", "fulfilled", "cancelled"],
  partly_fulfilled: ["partly_fulfilled", "fulfilled"],
  fulfilled: [],
  cancelled: [],
} as const satisfies Record<OrderState, readonly OrderState[]>;

export type RefundState = "pending" | "succeeded" | "failed";
export type PaymentState = "paid" | "partly_refunded" | "refunded";
export type FulfilmentLine = { sku: string; quantity: number };
/** Units that go back on the shelf; `location` where that is not where they came from. */
export type RestockLine = FulfilmentLine & { location?: string };
export type OrderEventKind =
  | "placed"
  | "paid"
  | "downloads_issued"
  | "ready_for_pickup"
  | "collected"
  | "fulfilled"
  | "refund_asked"
  | "refunded"
  | "refund_failed"
  | "cancelled";

/** `refundedMinor` is what was given back, without what is on its way. */
export function paymentStateOf(capturedMinor: number, refundedMinor: number): PaymentState {
  if (refundedMinor === 0) return "paid";
  return refundedMinor < capturedMinor ? "partly_refunded" : "refunded";
}

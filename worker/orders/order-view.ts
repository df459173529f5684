/** An order as it is shown: everything that belongs to it, and what follows from it. */

import type { Address, CheckoutLine, ShippingChoice, Totals } from "../checkout/checkout.ts";
import type { AllocatedUnits } from "../inventory/stock.ts";
import type { MarketId } from "../markets/markets.ts";
import type { Currency } from "../pricing/money.ts";
import { sumMinor } from "../pricing/money.ts";
import type { OrderTax } from "../tax/tax-answer.ts";
import {
  type FulfilmentLine,
  type OrderEventKind,
  type OrderState,
  type PaymentState,
  paymentStateOf,
  type RefundState,
  type RestockLine,
} from "./order.ts";

export type OrderLineView = CheckoutLine & {
  fulfilledQuantity: number;
  /** Units put back on the shelf by refunds. */
  restockedQuantity: number;
  /** Units that are still to be shipped. */
  leftQuantity: number;
};
export type PaymentView = { id: string; amountMinor: number; currency: Currency; capturedAtMs: number };
/**
 * `restock` are units that go back on the shelf; `restocked` says that they are there, which a refund that fails after all
 * does not undo. `settledAtMs` is null while it is `pending`.
 */
export type RefundView = {
  id: string;
  amountMinor: number;
  currency: Currency;
  reason: string;
  restock: readonly RestockLine[];
  restocked: boolean;
  state: RefundState;
  byId: string;
  createdAtMs: number;
  settledAtMs: number | null;
};
/** Of what was collected, carrier and number are empty. */
export type FulfilmentView = {
  id: string;
  carrier: string;
  trackingNumber: string;
  lines: readonly FulfilmentLine[];
  byId: string;
  createdAtMs: number;
};
/** `byId` is null for what the shopper or the store itself did. */
export type OrderEventView = {
  number: number;
  kind: OrderEventKind;
  facts: Readonly<Record<string, string | number>>;
  byId: string | null;
  atMs: number;
};

export type OrderView = {
  id: string;
  checkoutId: string;
  customerId: string | null;
  email: string;
  market: MarketId;
  state: OrderState;
  /** Number of the last event. */
  version: number;
  paymentState: PaymentState;
  totals: Totals;
  capturedMinor: number;
  /** Given back. */
  refundedMinor: number;
  /** Asked back and not refused: given back, or on its way. */
  refundAskedMinor: number;
  /** What a further refund may be at most. */
  refundableMinor: number;
  shippingAddress: Address;
  shipping: ShippingChoice;
  /** Whose tax it is, and what each rate came to; null of orders from before it was kept. */
  tax: OrderTax | null;
  placedAtMs: number;
  /** Which units were sold from where, bundles taken apart; none while that is not settled. `promise`: before they were here. */
  allocation: readonly AllocatedUnits[];
  lines: readonly OrderLineView[];
  payments: readonly PaymentView[];
  refunds: readonly RefundView[];
  fulfilments: readonly FulfilmentView[];
  /** Oldest first. */
  events: readonly OrderEventView[];
};

/** What is stored of an order; the rest of the view follows from it. */
export type OrderFacts = Omit<
  OrderView,
  "paymentState" | "capturedMinor" | "refundedMinor" | "refundAskedMinor" | "refundableMinor" | "lines"
> & { lines: readonly CheckoutLine[] };

/**
 * The money of a refund that failed counts nowhere; a pending one already lessens what may still be refunded. Units that
 * it put back are back all the same, and cannot be put back again.
 */
export function viewOrder(facts: OrderFacts): OrderView {
  const capturedMinor = sumMinor(facts.payments.map((payment) => payment.amountMinor));
  const refundedMinor = sumMinor(amountsIn(facts.refunds, ["succeeded"]));
  const refundAskedMinor = sumMinor(amountsIn(facts.refunds, ["succeeded", "pending"]));
  return {
    ...facts,
    capturedMinor,
    refundedMinor,
    refundAskedMinor,
    refundableMinor: capturedMinor - refundAskedMinor,
    paymentState: paymentStateOf(capturedMinor, refundedMinor),
    lines: facts.lines.map((line) => viewLine(line, facts)),
  };
}

/** When it was called ready to be collected; null before. */
export const readyAtMsOf = ({ events }: Pick<OrderView, "events">): number | null =>
  events.find(({ kind }) => kind === "ready_for_pickup")?.atMs ?? null;

const amountsIn = (refunds: readonly RefundView[], states: readonly RefundState[]) =>
  refunds.filter((refund) => states.includes(refund.state)).map((refund) => refund.amountMinor);

/** What is downloaded is delivered once paid. Units put back count as returned ones first; those beyond were never shipped, and will not be. */
function viewLine(line: CheckoutLine, { state, fulfilments, refunds }: OrderFacts): OrderLineView {
  const fulfilledQuantity = line.digital ? line.quantity : unitsOf(line.sku, fulfilments);
  const restockedQuantity = unitsOf(
    line.sku,
    refunds
      .filter((refund) => refund.state !== "failed" || refund.restocked)
      .map((refund) => ({ lines: refund.restock })),
  );
  const unshippedBack = Math.max(0, restockedQuantity - fulfilledQuantity);
  const leftQuantity = state === "cancelled" ? 0 : line.quantity - fulfilledQuantity - unshippedBack;
  return { ...line, fulfilledQuantity, restockedQuantity, leftQuantity: Math.max(0, leftQuantity) };
}

const unitsOf = (sku: string, parts: readonly { lines: readonly FulfilmentLine[] }[]) =>
  sumMinor(parts.flatMap((part) => part.lines.filter((line) => line.sku === sku).map((line) => line.quantity)));

/** A row of the staff's list. */
export type OrderRow = {
  id: string;
  email: string;
  market: MarketId;
  state: OrderState;
  totalMinor: number;
  currency: Currency;
  placedAtMs: number;
  /** False of an order of downloads alone. */
  isShipped: boolean;
  isCollected: boolean;
};

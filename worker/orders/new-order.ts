/** The order that a paid checkout becomes: the same lines and totals, to the minor unit. */
import { assert } from "../base/assert.ts";
import type { Checkout } from "../checkout/checkout-store.ts";
import { type Grant, grantsOf } from "../downloads/grant.ts";
import type { Order, OrderLine } from "./order-store.ts";
import type { OrderEventView } from "./order-view.ts";

export type NewOrder = { order: Order; lines: OrderLine[]; events: OrderEventView[]; grants: Grant[] };

/** `id` and `secret` are drawn at random by the caller. */
export function newOrder(
  checkout: Checkout,
  { id, secret, atMs, paidMinor }: { id: string; secret: string; atMs: number; paidMinor: number },
): NewOrder {
  const { snapshot, customerId, email, market } = checkout;
  assert(paidMinor === snapshot.totals.totalMinor, "an order is placed for exactly what was paid");
  const { lines, totals, tax, shippingAddress, shipping } = snapshot;
  const event = { byId: null, atMs };
  return {
    order: {
      id,
      secret,
      checkoutId: checkout.id,
      customerId,
      email,
      market,
      // What is downloaded is delivered once it is paid.
      state: lines.every(({ digital }) => digital) ? "fulfilled" : "placed",
      version: 2,
      ...totals,
      tax: tax ?? null,
      shippingAddress,
      shipping,
      placedAtMs: atMs,
      stockCommittedAtMs: null,
      allocation: null,
    },
    lines: lines.map((line, position) => ({
      ...line,
      taxes: line.taxes ?? null,
      promise: line.promise ?? null,
      digital: line.digital ?? false,
      orderId: id,
      position,
    })),
    grants: grantsOf(id, lines, atMs),
    events: [
      { ...event, number: 1, kind: "placed", facts: { lines: lines.length } },
      { ...event, number: 2, kind: "paid", facts: { amountMinor: paidMinor, currency: totals.currency } },
    ],
  };
}

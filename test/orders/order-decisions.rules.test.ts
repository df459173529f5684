/** What may be refunded and shipped, whatever was done before. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHECKOUT_MOVES, type CheckoutState, mayMove } from "../../worker/checkout/checkout.ts";
import { decideFulfilment } from "../../worker/orders/decide-fulfilment.ts";
import { decideRefund, isSameRefund } from "../../worker/orders/decide-refund.ts";
import type { RefundState } from "../../worker/orders/order.ts";
import { type OrderFacts, type OrderView, viewOrder } from "../../worker/orders/order-view.ts";
import { nextRefundState } from "../../worker/payments/refund-moves.ts";

const PAID_MINOR = 10_000;
const line = (sku: string, quantity: number) => ({
  sku,
  productId: sku,
  title: sku,
  slug: sku,
  options: {},
  image: "",
  quantity,
  unitMinor: 100,
  totalMinor: 100 * quantity,
  taxMinor: 0,
});
const refundOf = (amountMinor: number, state: RefundState, restock: { sku: string; quantity: number }[] = []) => ({
  id: `refund-${amountMinor}`,
  amountMinor,
  currency: "USD" as const,
  reason: "r",
  restock,
  restocked: false,
  state,
  byId: "staff",
  createdAtMs: 0,
  settledAtMs: null,
});
const facts = (over: Partial<OrderFacts> = {}): OrderFacts => ({
  id: "7K3M-9QXD-PV2A",
  checkoutId: "checkout",
  customerId: null,
  email: "alex@example.com",
  market: "en-us",
  state: "placed",
  version: 2,
  tax: null,
  totals: {
    currency: "USD",
    subtotalMinor: PAID_MINOR,
    discountMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    taxIncluded: true,
    totalMinor: PAID_MINOR,
  },
  shippingAddress: { name: "", line1: "", line2: "", city: "", region: "", postalCode: "", country: "US" },
  shipping: { id: "standard", name: "Standard", amountMinor: 0, daysMin: 1, daysMax: 2 },
  placedAtMs: 0,
  allocation: [],
  lines: [line("A", 3), line("B", 2)],
  payments: [{ id: "pi", amountMinor: PAID_MINOR, currency: "USD", capturedAtMs: 0 }],
  refunds: [],
  fulfilments: [],
  events: [],
  ...over,
});
const parcel = (lines: readonly { sku: string; quantity: number }[]) => ({
  id: "parcel",
  carrier: "UPS",
  trackingNumber: "1",
  lines,
  byId: "staff",
  createdAtMs: 0,
});

test("whatever is asked for, refunds that were taken never sum to more than was paid", () => {
  const asks = fc.array(
    fc.tuple(fc.integer({ min: 1, max: PAID_MINOR }), fc.constantFrom("succeeded", "pending", "failed")),
  );
  fc.assert(
    fc.property(asks, (wanted) => {
      const refunds: OrderFacts["refunds"][number][] = [];
      for (const [amountMinor, state] of wanted) {
        const decided = decideRefund(viewOrder(facts({ refunds })), { amountMinor, restock: [], reason: "r" });
        if (decided.ok) refunds.push(refundOf(decided.value, state as RefundState));
        const view = viewOrder(facts({ refunds }));
        expect(view.refundAskedMinor).toBeLessThanOrEqual(view.capturedMinor);
        expect(view.refundableMinor).toBe(view.capturedMinor - view.refundAskedMinor);
      }
    }),
  );
});

test("whatever is asked for, no unit is shipped twice, and the last parcel closes the order", () => {
  const units = fc.record({ sku: fc.constantFrom("A", "B", "C"), quantity: fc.integer({ min: 1, max: 3 }) });
  fc.assert(
    fc.property(fc.array(fc.option(fc.array(units, { minLength: 1, maxLength: 3 }))), (asks) => {
      let order: OrderView = viewOrder(facts());
      for (const lines of asks) {
        const decided = decideFulfilment(order, lines);
        if (!decided.ok) continue;
        const fulfilments = [...order.fulfilments, parcel(decided.value.lines)];
        order = viewOrder(facts({ fulfilments, state: decided.value.enters }));
        for (const shown of order.lines) expect(shown.fulfilledQuantity).toBeLessThanOrEqual(shown.quantity);
        const isAll = order.lines.every((shown) => shown.leftQuantity === 0);
        expect(order.state).toBe(isAll ? "fulfilled" : "partly_fulfilled");
      }
    }),
  );
});

describe("units that went back on the shelf", () => {
  test("in a currency of three decimals ends in 0, since cards know no tenth of a fils", () => {
    const order = viewOrder(facts({ totals: { ...facts().totals, currency: "KWD" } }));
    const terms = { restock: [], reason: "r" };
    expect(decideRefund(order, { ...terms, amountMinor: 1_005 })).toMatchObject({
      problem: { code: "order.refund_unpayable", stepMinor: 10 },
    });
    expect(decideRefund(order, { ...terms, amountMinor: 1_010 })).toEqual({ ok: true, value: 1_010 });
  });

  test("count as returned ones first, and are not shipped beyond that", () => {
    const refunds = [refundOf(100, "succeeded", [{ sku: "A", quantity: 2 }])];
    const unshipped = viewOrder(facts({ refunds }));
    expect(unshipped.lines[0]).toMatchObject({ restockedQuantity: 2, leftQuantity: 1 });
    const shipped = viewOrder(facts({ refunds, fulfilments: [parcel([{ sku: "A", quantity: 2 }])] }));
    expect(shipped.lines[0]).toMatchObject({ fulfilledQuantity: 2, leftQuantity: 1 });
  });

  test("of a refund that failed are still on the customer's side", () => {
    const refunds = [refundOf(100, "failed", [{ sku: "A", quantity: 2 }])];
    expect(viewOrder(facts({ refunds })).lines[0]).toMatchObject({ restockedQuantity: 0, leftQuantity: 3 });
  });

  test("are back when the bank sends the refund back later, and cannot be put back twice", () => {
    const late = { ...refundOf(100, "failed", [{ sku: "A", quantity: 2 }]), restocked: true };
    const order = viewOrder(facts({ refunds: [late] }));
    expect(order.refundAskedMinor).toBe(0);
    expect(order.lines[0]?.restockedQuantity).toBe(2);
    const again = decideRefund(order, { amountMinor: 100, restock: [{ sku: "A", quantity: 2 }], reason: "again" });
    expect(again).toMatchObject({ ok: false, problem: { code: "order.restock_too_large", left: 1 } });
  });
});

test("nothing of a cancelled order is left to ship", () => {
  const order = viewOrder(facts({ state: "cancelled" }));
  expect(decideFulfilment(order, null)).toEqual({ ok: false, problem: { code: "order.nothing_to_fulfil" } });
});

test("the same refund is told by its terms, in whatever order its lines come", () => {
  const earlier = refundOf(500, "succeeded", [
    { sku: "A", quantity: 1 },
    { sku: "B", quantity: 1 },
  ]);
  const terms = { amountMinor: 500, reason: "r", restock: [...earlier.restock].reverse() };
  expect(isSameRefund(earlier, terms)).toBe(true);
  expect(isSameRefund(earlier, { ...terms, amountMinor: null })).toBe(true);
  expect(isSameRefund(earlier, { ...terms, restock: [] })).toBe(false);
});

test("a refund's end is taken once, and a bank may still send it back", () => {
  const from = (state: RefundState, providerId: string | null = "re_1") => ({ state, providerId });
  const told = (state: RefundState) => ({ providerId: "re_1", state });
  expect(nextRefundState(from("pending", null), told("pending"))).toBe("pending");
  expect(nextRefundState(from("pending"), told("pending"))).toBeNull();
  expect(nextRefundState(from("pending"), told("succeeded"))).toBe("succeeded");
  expect(nextRefundState(from("succeeded"), told("pending"))).toBeNull();
  expect(nextRefundState(from("succeeded"), told("failed"))).toBe("failed");
  expect(nextRefundState(from("failed"), told("succeeded"))).toBeNull();
});

test("a checkout that has its order, or its refund, never moves again", () => {
  const states = Object.keys(CHECKOUT_MOVES) as CheckoutState[];
  for (const over of ["paid", "refused"] as const) expect(states.filter((to) => mayMove(over, to))).toEqual([]);
  expect(mayMove("expired", "paid"), "units are held again first").toBe(false);
});

/** However a purchase went, it ended whole: goods and money both changed hands, or neither did. */
import { expect } from "vitest";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { readPayment } from "../../worker/payments/payment-store.ts";
import type { World } from "../../worker/world.ts";
import { assertRefundsWithinCapture } from "./assert-refunds-within-capture.ts";
import { assertStockConserved } from "./assert-stock-conserved.ts";
import { assertTotalsAddUp } from "./assert-totals-add-up.ts";
import { rowsOf, toldOf } from "./order-goods.ts";

/** For a checkout that is over, whose SKUs no other purchase uses. Answers its state; null when it was never written. */
export async function assertPurchaseWhole(world: World, checkoutId: string, skus: readonly string[]) {
  await assertRefundsWithinCapture();
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  const books = await Promise.all(skus.map((sku) => assertStockConserved(world.stockOf(sku))));
  const held = books.reduce((sum, book) => sum + book.held, 0);
  const sold = books.reduce((sum, book) => sum + book.sold, 0);
  expect(held, `nothing stays held of a checkout that is ${checkout?.state}`).toBe(0);
  const payments = await rowsOf("payments", "checkout_id", checkoutId);
  if (checkout?.state === "paid") await assertOrderWhole(world, checkout.orderId ?? "", sold);
  else {
    expect(sold, "nothing is sold without an order").toBe(0);
    expect(await rowsOf("orders", "checkout_id", checkoutId)).toEqual([]);
    expect(payments.length, "money is kept of refused checkouts only to go back").toBe(
      checkout?.state === "refused" ? 1 : 0,
    );
    for (const refund of await rowsOf("refunds", "checkout_id", checkoutId)) expect(refund.state).toBe("succeeded");
    expect((await rowsOf("refunds", "checkout_id", checkoutId)).length).toBe(payments.length);
  }
  return checkout?.state ?? null;
}

async function assertOrderWhole(world: World, orderId: string, sold: number): Promise<void> {
  const db = world.ordersOfNumber(orderId);
  const order = db && (await readOrder(db, orderId));
  if (!db || !order) throw new Error(`A paid checkout has its order ${orderId}`);
  assertTotalsAddUp(order.totals, order.lines);
  const paid = await readPayment(db, order.payments[0]?.id ?? "");
  expect(paid?.amountMinor, "the order's total is what was charged").toBe(order.totals.totalMinor);
  expect(sold, "what was ordered is what was sold").toBe(order.lines.reduce((sum, line) => sum + line.quantity, 0));
  expect(order.version).toBe(order.events.at(-1)?.number);
  const told = await toldOf(orderId);
  expect(told.filter((kind) => kind === "order.placed")).toEqual(["order.placed"]);
  const [row] = await rowsOf("orders", "id", orderId);
  expect(row?.stock_committed_at_ms, "the order's units are sold").not.toBeNull();
}

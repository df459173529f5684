/** Each way to make what is counted of sales to other member states disagree with their orders, or with its sums by day. */
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { STAFF } from "../support/doctor-books.ts";
import { ADDRESS, askWith, fillCart, orderOf, rowsOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";
import { type Break, run } from "./break-books.ts";

const world = newTestWorld();
const inAustria = { ...ADDRESS, line1: "Ring 1", city: "Wien", region: "", postalCode: "1010", country: "AT" };

/** A paid order to Austria, a part of which went back. */
async function soldAbroad(): Promise<{ orderId: string; day: string }> {
  const [sku = ""] = await seedGoods(1);
  const asked = askWith(await fillCart(world, { [sku]: 1 }, "de-de"), { shippingAddress: inAustria });
  await beginCheckout(world, asked);
  const sessionId = await sessionOf(world, asked.id);
  await payFor(sessionId);
  for (const message of await takeDeliveries(sessionId)) await deliver(message);
  const orderId = await orderOf(world, asked.id);
  const refundId = crypto.randomUUID();
  await refundOrder(world, { orderId, refundId, amountMinor: 500, restock: [], reason: "test", by: STAFF });
  const [row] = await rowsOf("union_sales", "document", orderId);
  return { orderId, day: `${row?.home}:${row?.day}` };
}

const ofOrder = (how: string, text: string): Break => ({
  ...{ how, code: "union_sale.not_counted", book: "union_sales" },
  breakIt: async () => {
    const { orderId } = await soldAbroad();
    await run(text, orderId);
    return { ids: [orderId] };
  },
});

const ofDay = (how: string, text: string): Break => ({
  ...{ how, code: "union_day.sum_differs", book: "union_days" },
  breakIt: async () => {
    const { day } = await soldAbroad();
    await run(text);
    return { ids: [day] };
  },
});

export const BREAKS_OF_UNION: readonly Break[] = [
  ofOrder("an order to another member state that was not counted", "DELETE FROM union_sales WHERE document = ?"),
  ofOrder(
    "a refund of one that was not counted",
    "DELETE FROM union_sales WHERE order_id = ? AND document <> order_id",
  ),
  ofOrder("one that was counted for another worth", "UPDATE union_sales SET eur_minor = 1 WHERE document = ?"),
  ofOrder("one whose rate was not known", "UPDATE union_sales SET eur_minor = NULL WHERE order_id = ?"),
  {
    ...{ how: "one from before they were counted", code: "union_sale.not_counted", book: "union_sales" },
    breakIt: async () => {
      const { orderId } = await soldAbroad();
      await run("UPDATE orders SET tax = json_remove(tax, '$.union') WHERE id = ?", orderId);
      await run("DELETE FROM union_sales WHERE order_id = ?", orderId);
      return { ids: [orderId] };
    },
  },
  ofDay("a day whose sum was changed by hand", "UPDATE union_days SET sold_minor = sold_minor + 1"),
  ofDay("a day whose sum was taken out", "DELETE FROM union_days"),
];

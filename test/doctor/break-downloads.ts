/** Each way to make orders of downloads and what may be downloaded disagree: by hand, in the orders database. */
import { env } from "cloudflare:workers";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { STAFF } from "../support/doctor-books.ts";
import { placeOrder, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";
import { type Break, run, untilMailed } from "./break-books.ts";

const world = newTestWorld();
const PLACE = { name: "", line1: "", line2: "", city: "", region: "CA", postalCode: "", country: "US" };

/** An order of one download that ships nothing. */
export async function orderedDownload(units = 1): Promise<{ orderId: string; sku: string; fileId: string }> {
  const [sku = ""] = await seedGoods(1, 10);
  const fileId = crypto.randomUUID();
  const files = JSON.stringify([{ id: fileId, name: "manual.pdf", type: "application/pdf", bytes: 10 }]);
  await env.CATALOG.prepare("INSERT INTO digital_goods VALUES (?, ?, 3, 30)").bind(sku, files).run();
  const place = { shippingAddress: PLACE, shippingMethodId: "" };
  const orderId = await placeOrder(world, { [sku]: units }, "succeeds", place);
  await world.settled();
  return { orderId, sku, fileId };
}

export const BREAKS_OF_DOWNLOADS: readonly Break[] = [
  {
    code: "order.download_missing",
    book: "downloads",
    how: "a buyer whose download was deleted",
    breakIt: async () => {
      const { orderId } = await orderedDownload();
      await run("DELETE FROM download_grants WHERE order_id = ?", orderId);
      return { ids: [orderId] };
    },
  },
  {
    code: "order.download_missing",
    book: "downloads",
    how: "the same where the money went back",
    breakIt: async () => {
      const { orderId } = await orderedDownload();
      const refundId = crypto.randomUUID();
      await refundOrder(world, { orderId, refundId, amountMinor: null, restock: [], reason: "test", by: STAFF });
      await run("DELETE FROM download_grants WHERE order_id = ?", orderId);
      return { ids: [orderId] };
    },
  },
  {
    code: "grant.order_missing",
    book: "grants",
    how: "a download of an order that was deleted",
    breakIt: async () => {
      const { orderId } = await orderedDownload();
      await untilMailed(`order.placed:${orderId}`);
      for (const table of ["order_lines", "orders"])
        await run(`DELETE FROM ${table} WHERE ${table === "orders" ? "id" : "order_id"} = ?`, orderId);
      return { ids: [orderId] };
    },
  },
];

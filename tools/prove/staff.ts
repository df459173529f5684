/** Staff at work meanwhile: they ship, refund, put goods back on the shelf, and count stock up. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Chance } from "./chance.ts";
import type { StoreClient } from "./store-client.ts";

type Row = { id: string; totalMinor?: number; totals?: { totalMinor: number } };
const EVERY_MS = 700;

/** Ships, refunds and counts by chance, until `isOver`. */
export async function workAsStaff(
  store: StoreClient,
  { skus, chance, isOver }: { skus: readonly string[]; chance: Chance; isOver: () => boolean },
): Promise<void> {
  while (!isOver()) {
    await pause(EVERY_MS);
    const { body } = await store.send("GET", "/api/admin/orders?limit=20");
    const orders = (body.items ?? []) as Row[];
    const order = orders[chance.whole(0, Math.max(0, orders.length - 1))];
    const act = chance.pick([
      ["ship", 4],
      ["refund", 3],
      ["count", 2],
    ] as const);
    if (act === "count") {
      const sku = skus[chance.whole(0, skus.length - 1)];
      const delta = chance.whole(1, 5);
      const body = { operationId: randomUUID(), delta, reason: "correction" };
      await store.send("POST", `/api/admin/stock/${sku}/adjust`, body);
    } else if (order && act === "ship")
      await store.send("POST", `/api/admin/orders/${order.id}/fulfilments`, {
        id: randomUUID(),
        carrier: "DHL",
        trackingNumber: "TRACK-1",
      });
    else if (order) await refund(store, order.id, chance);
  }
}

async function refund(store: StoreClient, orderId: string, chance: Chance): Promise<void> {
  const { body } = await store.send("GET", `/api/orders/${orderId}`);
  const [line] = (body.lines ?? []) as { sku: string }[];
  const isWhole = chance.next() < 0.5;
  await store.send("POST", `/api/admin/orders/${orderId}/refunds`, {
    id: randomUUID(),
    reason: "returned",
    ...(isWhole ? {} : { amountMinor: chance.whole(1, 500) }),
    ...(isWhole && line ? { restock: [{ sku: line.sku, quantity: 1 }] } : {}),
  });
}

/** Staff at work meanwhile: they ship, refund, put goods back on the shelf, count, move stock, and split and join SKUs. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Chance } from "./chance.ts";
import type { StoreClient } from "./store-client.ts";

type Row = { id: string; totalMinor?: number; totals?: { totalMinor: number } };
const EVERY_MS = 700;
const BUCKETS_MAX = 4;
/** Where some of the goods are moved to; made before the doors open. */
export const SECOND_LOCATION = "second";

/** Ships, refunds, counts, moves, splits and joins by chance, until `isOver`. */
export async function workAsStaff(
  store: StoreClient,
  { skus, chance, isOver }: { skus: readonly string[]; chance: Chance; isOver: () => boolean },
): Promise<void> {
  while (!isOver()) {
    await pause(EVERY_MS);
    const { body } = await store.send("GET", "/api/admin/orders?limit=20");
    const orders = (body.items ?? []) as Row[];
    const order = orders[chance.whole(0, Math.max(0, orders.length - 1))];
    const sku = skus[chance.whole(0, skus.length - 1)] ?? "";
    const act = chance.pick([
      ["ship", 4],
      ["refund", 3],
      ["adjust", 2],
      ["move", 3],
      ["split", 2],
    ] as const);
    if (act === "adjust") {
      const body = { operationId: randomUUID(), delta: chance.whole(1, 5), reason: "correction" };
      await store.send("POST", `/api/admin/stock/${sku}/adjust`, body);
    } else if (act === "move") await move(store, sku, chance);
    else if (act === "split") await split(store, sku, chance);
    else if (order && act === "ship")
      await store.send("POST", `/api/admin/orders/${order.id}/fulfilments`, {
        id: randomUUID(),
        carrier: "DHL",
        trackingNumber: "TRACK-1",
      });
    else if (order) await refund(store, order.id, chance);
  }
}

/** Sends units to the other location, and takes in what is on its way; some parcels come in two parts, some never whole. */
async function move(store: StoreClient, sku: string, chance: Chance): Promise<void> {
  const quantity = chance.whole(1, 6);
  const [from, to] = chance.next() < 0.6 ? ["main", SECOND_LOCATION] : [SECOND_LOCATION, "main"];
  await store.send("POST", `/api/admin/stock/${sku}/transfers`, { operationId: randomUUID(), from, to, quantity });
  const { body } = await store.send("GET", `/api/admin/stock/${sku}/transfers`);
  for (const transfer of (body.items ?? []) as { id: string; quantity: number }[]) {
    const path = `/api/admin/stock/${sku}/transfers/${encodeURIComponent(transfer.id)}`;
    const arrives = chance.whole(1, transfer.quantity);
    await store.send("POST", `${path}/arrive`, { operationId: randomUUID(), quantity: arrives });
    if (arrives < transfer.quantity && chance.next() < 0.2)
      await store.send("POST", `${path}/lose`, { operationId: randomUUID() });
  }
}

/** While it sells. */
async function split(store: StoreClient, sku: string, chance: Chance): Promise<void> {
  const path = `/api/admin/stock/${sku}/policy`;
  const { body } = await store.send("GET", path);
  const { splitBy: _by, ...policy } = body;
  await store.send("PUT", path, { ...policy, buckets: chance.whole(0, BUCKETS_MAX) });
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

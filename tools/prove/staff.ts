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

/** Several, each of whom does one thing after the other: a store in a crowd answers slowly. */
const STAFF = 4;
type Work = { skus: readonly string[]; chance: Chance; isOver: () => boolean };

/** Ship, refund, count, move, split and join by chance, until `isOver`. */
export async function workAsStaff(store: StoreClient, work: Work): Promise<void> {
  await Promise.all(Array.from({ length: STAFF }, () => workAsOne(store, work)));
}

async function workAsOne(store: StoreClient, { skus, chance, isOver }: Work): Promise<void> {
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

/**
 * Takes in a delivery and sends some of it to the other location, when the crowd has left any; takes in what is on its
 * way. Some parcels come in two parts, some never whole.
 */
async function move(store: StoreClient, sku: string, chance: Chance): Promise<void> {
  const [from, to] = chance.next() < 0.6 ? ["main", SECOND_LOCATION] : [SECOND_LOCATION, "main"];
  const delivery = { operationId: randomUUID(), location: from, quantity: chance.whole(6, 12) };
  await store.send("POST", `/api/admin/stock/${sku}/receive`, delivery);
  const quantity = chance.whole(1, 6);
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

/** Every unit is shipped once. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { expect, test } from "vitest";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { type FulfilmentAsk, fulfilOrder } from "../../worker/orders/fulfil-order-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { placeOrder, seedGoods, toldOf } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STAFF: Viewer = { id: "staff-1", name: "Sam", email: "sam@store.test", role: "staff", market: "en-us" };
const ask = (orderId: string, over: Partial<FulfilmentAsk> = {}): FulfilmentAsk => ({
  orderId,
  fulfilmentId: crypto.randomUUID(),
  carrier: "UPS",
  trackingNumber: "1Z999",
  lines: null,
  by: STAFF,
  ...over,
});
const orderNow = (id: string) => readOrder(world.ordersOfNumber(id) ?? world.catalog, id);

test("an order is shipped in parts, and then there is nothing left to ship", async () => {
  const [one = "", two = ""] = await seedGoods(2);
  const id = await placeOrder(world, { [one]: 2, [two]: 1 });
  const part = await fulfilOrder(world, ask(id, { lines: [{ sku: one, quantity: 1 }] }));
  expect(part).toMatchObject({ ok: true, value: { order: { state: "partly_fulfilled" }, replayed: false } });
  expect(await fulfilOrder(world, ask(id, { lines: [{ sku: one, quantity: 2 }] }))).toEqual({
    ok: false,
    problem: { code: "order.line_over_fulfilled", sku: one, left: 1 },
  });
  const rest = await fulfilOrder(world, ask(id));
  expect(rest).toMatchObject({ value: { order: { state: "fulfilled" }, fulfilment: { lines: { length: 2 } } } });
  expect(await fulfilOrder(world, ask(id))).toEqual({ ok: false, problem: { code: "order.nothing_to_fulfil" } });
  expect((await orderNow(id))?.events.map(({ kind }) => kind)).toEqual(["placed", "paid", "fulfilled", "fulfilled"]);
  expect((await toldOf(id)).filter((kind) => kind === "order.fulfilled")).toHaveLength(2);
});

test("the same parcel told of again is one parcel; another under its id is refused", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const parcel = ask(id);
  const ends = await Promise.all([1, 2, 3].map(() => fulfilOrder(world, parcel)));
  expect(ends.every((end) => end.ok)).toBe(true);
  expect((await orderNow(id))?.fulfilments).toHaveLength(1);
  expect(await fulfilOrder(world, { ...parcel, trackingNumber: "other" })).toEqual({
    ok: false,
    problem: { code: "request.repeat_differs" },
  });
  const otherOrder = await placeOrder(world, { [sku]: 1 });
  expect(await fulfilOrder(world, { ...parcel, orderId: otherOrder })).toMatchObject({
    problem: { code: "request.repeat_differs" },
  });
});

test("two parcels at once never carry the same unit", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 3 });
  const lines = [{ sku, quantity: 2 }];
  const ends = await Promise.all([1, 2, 3].map(() => fulfilOrder(world, ask(id, { lines }))));
  expect(ends.filter((end) => end.ok)).toHaveLength(1);
  expect((await orderNow(id))?.lines).toMatchObject([{ fulfilledQuantity: 2, leftQuantity: 1 }]);
});

test("units that were put back before they were shipped are not shipped", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 3 });
  const back = { amountMinor: 100, restock: [{ sku, quantity: 1 }], reason: "One too many", by: STAFF };
  await refundOrder(world, { orderId: id, refundId: crypto.randomUUID(), ...back });
  expect(await fulfilOrder(world, ask(id))).toMatchObject({
    value: { fulfilment: { lines: [{ sku, quantity: 2 }] }, order: { state: "fulfilled" } },
  });
});

test("a parcel that is killed at any step is stored whole or not at all", { timeout: 300_000 }, async () => {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = 1; !lived; calls += 1) {
      const [sku = ""] = await seedGoods(1);
      const id = await placeOrder(world, { [sku]: 1 });
      const parcel = ask(id);
      const dying = dyingWorld(world, calls, when);
      await fulfilOrder(dying, parcel).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      lived = !dying.over;
      const order = await orderNow(id);
      expect(order?.state).toBe(order?.fulfilments.length === 1 ? "fulfilled" : "placed");
      expect(await fulfilOrder(world, parcel)).toMatchObject({ ok: true, value: { order: { state: "fulfilled" } } });
      expect((await toldOf(id)).filter((kind) => kind === "order.fulfilled")).toHaveLength(1);
    }
  }
});

test("an order that others keep changing is not changed blindly", async () => {
  const [sku = ""] = await seedGoods(1);
  const id = await placeOrder(world, { [sku]: 1 });
  const STATEMENTS_OF_READING = 6;
  const busy = {
    prepare: (query: string) => env.ORDERS.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      if (statements.length !== STATEMENTS_OF_READING) await changeMeanwhile(id);
      return env.ORDERS.batch(statements);
    },
  } as unknown as D1Database;
  const crowded = { ...world, ordersOfNumber: () => drizzle(busy) };
  expect(await fulfilOrder(crowded, ask(id))).toEqual({ ok: false, problem: { code: "order.moved_on" } });
  expect((await orderNow(id))?.fulfilments).toEqual([]);
});

async function changeMeanwhile(id: string): Promise<void> {
  await env.ORDERS.batch([
    env.ORDERS.prepare(
      "INSERT INTO order_events SELECT id, version + 1, 'mailed', '{}', NULL, 0 FROM orders WHERE id = ?",
    ).bind(id),
    env.ORDERS.prepare("UPDATE orders SET version = version + 1 WHERE id = ?").bind(id),
  ]);
}

test("an order that is not there is not shipped", async () => {
  for (const id of ["7K3M-9QXD-PV2A", "no number"])
    expect(await fulfilOrder(world, ask(id))).toEqual({ ok: false, problem: { code: "order.unknown" } });
});

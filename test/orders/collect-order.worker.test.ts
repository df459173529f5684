/** What is collected is called ready once, handed over unit by unit, and never shipped. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { mailOrderEvent } from "../../worker/notifications/order-mail-flow.ts";
import { collectOrder, fulfilOrder } from "../../worker/orders/fulfil-order-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { readyOrder } from "../../worker/orders/ready-order-flow.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { ask, auditOf, forgetLocations, refusal } from "../inventory/staff-asks.ts";
import { bringToBerlin, closeBerlin, openBerlin } from "../shipping/open-berlin.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { askWith, fillCart, orderOf, placeOrder, seedGoods, sessionOf, toldOf } from "../support/order-goods.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STAFF: Viewer = { id: "staff-1", name: "Sam", email: "sam@store.test", role: "staff", market: "en-us" };
const orderNow = (id: string) => readOrder(world.ordersOfNumber(id) ?? world.catalog, id);
beforeEach(forgetLocations);
afterEach(closeBerlin);

/** A paid order of so many units, to be collected in Berlin; the counter is open. */
async function orderToCollect(sku: string, quantity: number): Promise<string> {
  await bringToBerlin(sku, quantity);
  const cartId = await fillCart(world, { [sku]: quantity }, "de-de");
  const shippingAddress = { name: "Alex", line1: "", line2: "", city: "", region: "", postalCode: "", country: "DE" };
  const asked = askWith(cartId, { shippingAddress, shippingMethodId: "pickup@berlin" });
  const begun = await beginCheckout(world, asked);
  if (!begun.ok) throw new Error(JSON.stringify(begun.problem));
  const sessionId = await sessionOf(world, asked.id);
  await payFor(sessionId, "succeeds");
  for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
  const id = await orderOf(world, asked.id);
  await expect.poll(async () => (await orderNow(id))?.allocation.length).toBe(1);
  return id;
}

const mailsOf = async (id: string) =>
  (
    await env.ACCOUNTS.prepare("SELECT subject, text FROM mailbox WHERE instr(text, ?) > 0 ORDER BY rowid")
      .bind(id)
      .all()
  ).results;

test("an order is called ready once, whoever says so how often, and its buyer is told once", async () => {
  await openBerlin();
  const [sku = ""] = await seedGoods(1);
  const id = await orderToCollect(sku, 2);
  const ends = await Promise.all([1, 2, 3].map(() => ask("PUT", `orders/${id}/ready`)));
  expect(ends.map(({ status, replayed }) => `${status} ${replayed}`).toSorted()).toEqual([
    "200 false",
    "200 true",
    "200 true",
  ]);
  expect((await toldOf(id)).filter((kind) => kind === "order.ready_for_pickup")).toHaveLength(1);
  expect((await orderNow(id))?.events.map(({ kind }) => kind)).toEqual(["placed", "paid", "ready_for_pickup"]);
  expect((await auditOf(`order:${id}`)).map(({ action }) => action)).toEqual(["order.ready_for_pickup"]);
  const before = (await mailsOf(id)).length;
  const event = { atMs: world.nowMs(), kind: "order.ready_for_pickup", payload: { orderId: id } } as const;
  for (const eventId of ["one", "two"]) expect(await mailOrderEvent(world, { id: eventId, ...event })).toBe("done");
  const mails = (await mailsOf(id)).slice(before);
  expect(mails.length, "one mail, however often it is told").toBeLessThanOrEqual(1);
  const [told] = (await mailsOf(id)).filter(({ subject }) => String(subject).includes("abholbereit"));
  expect(told?.text).toContain("Musterweg 1");
  expect(told?.text).toContain("10:00");
});

test("it is collected in parts, and then there is nothing left; nothing is told as shipped", async () => {
  await openBerlin();
  const [sku = ""] = await seedGoods(1);
  const id = await orderToCollect(sku, 2);
  const collection = { id: crypto.randomUUID(), lines: [{ sku, quantity: 1 }] };
  const path = `orders/${id}/collections`;
  const first = await ask("POST", path, collection);
  expect(first).toMatchObject({ status: 201, replayed: false, body: { state: "partly_fulfilled" } });
  expect(await ask("POST", path, collection)).toMatchObject({ status: 201, replayed: true });
  expect(await ask("POST", path, { ...collection, lines: [{ sku, quantity: 2 }] })).toEqual(
    refusal(422, "request.repeat_differs"),
  );
  expect(await ask("POST", path, { lines: [{ sku, quantity: 2 }] })).toEqual(
    refusal(409, "order.line_over_fulfilled", { sku, left: 1 }),
  );
  expect(await ask("POST", path, {})).toMatchObject({ status: 201, body: { state: "fulfilled" } });
  expect(await ask("POST", path, {})).toEqual(refusal(409, "order.nothing_to_fulfil"));
  expect(await ask("PUT", `orders/${id}/ready`)).toEqual(refusal(409, "order.nothing_to_fulfil"));
  expect((await orderNow(id))?.fulfilments).toMatchObject([{ carrier: "", trackingNumber: "" }, { carrier: "" }]);
  expect((await toldOf(id)).filter((kind) => kind === "order.fulfilled")).toEqual([]);
  const [row] = ((await ask("GET", `orders?q=${id}`)).body.items as object[]) ?? [];
  expect(row).toMatchObject({ isCollected: true, isShipped: true, state: "fulfilled" });
});

test("what is collected is not shipped, and what is shipped is not collected", async () => {
  await openBerlin();
  const [sku = "", other = ""] = await seedGoods(2);
  const id = await orderToCollect(sku, 1);
  const parcel = { carrier: "UPS", trackingNumber: "1Z" };
  expect(await ask("POST", `orders/${id}/fulfilments`, parcel)).toEqual(refusal(409, "order.for_pickup"));
  const shipped = await placeOrder(world, { [other]: 1 });
  for (const [method, what] of [
    ["PUT", "ready"],
    ["POST", "collections"],
  ] as const)
    expect(await ask(method, `orders/${shipped}/${what}`, method === "POST" ? {} : undefined)).toEqual(
      refusal(409, "order.not_for_pickup"),
    );
  for (const [method, what] of [
    ["PUT", "ready"],
    ["POST", "collections"],
  ] as const) {
    const body = method === "POST" ? {} : undefined;
    expect(await ask(method, `orders/7K3M-9QXD-PV2A/${what}`, body)).toEqual(refusal(404, "order.unknown"));
    expect((await ask(method, `orders/${id}/${what}`, body, {})).status).toBe(401);
  }
  const asked = { orderId: id, fulfilmentId: crypto.randomUUID(), ...parcel, lines: null, by: STAFF };
  expect(await fulfilOrder(world, asked)).toMatchObject({ ok: false });
});

test("money goes back as of any order, and the units to where they were taken", async () => {
  await openBerlin();
  const [sku = ""] = await seedGoods(1);
  const id = await orderToCollect(sku, 1);
  const back = { amountMinor: null, restock: [{ sku, quantity: 1 }], reason: "customer_request", by: STAFF };
  expect(await refundOrder(world, { orderId: id, refundId: crypto.randomUUID(), ...back })).toMatchObject({
    ok: true,
    value: { refund: { state: "succeeded", restocked: true } },
  });
  const { locations } = await world.stockOf(sku).levels();
  expect(locations.find(({ location }) => location === "berlin")).toMatchObject({ onHand: 1, held: 0 });
  expect(await readyOrder(world, { orderId: id, by: STAFF })).toEqual({
    ok: false,
    problem: { code: "order.nothing_to_fulfil" },
  });
});

test("a killed step is stored whole or not at all, and done again it is done once", { timeout: 300_000 }, async () => {
  await openBerlin();
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = 1; !lived; calls += 1) {
      const [sku = ""] = await seedGoods(1);
      const id = await orderToCollect(sku, 1);
      const dying = dyingWorld(world, calls, when);
      const collection = { orderId: id, fulfilmentId: crypto.randomUUID(), lines: null, by: STAFF };
      const steps = async () => {
        await readyOrder(dying, { orderId: id, by: STAFF });
        await collectOrder(dying, collection);
      };
      await steps().catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      lived = !dying.over;
      const order = await orderNow(id);
      expect(order?.state).toBe(order?.fulfilments.length === 1 ? "fulfilled" : "placed");
      if (order?.state === "placed")
        expect(await readyOrder(world, { orderId: id, by: STAFF })).toMatchObject({ ok: true });
      expect(await collectOrder(world, collection)).toMatchObject({
        ok: true,
        value: { order: { state: "fulfilled" } },
      });
      expect((await toldOf(id)).filter((kind) => kind === "order.ready_for_pickup")).toHaveLength(1);
      expect((await auditOf(`order:${id}`)).map(({ action }) => action).toSorted()).toEqual([
        "order.collected",
        "order.ready_for_pickup",
      ]);
    }
  }
});

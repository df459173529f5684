/** Staff keeps the places that goods ship from; a closed one sells nothing more, and loses nothing. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LOCATIONS_MAX } from "../../worker/inventory/location.ts";
import { readAvailability } from "../../worker/inventory/supply-flow.ts";
import { shopperOrderOf } from "../../worker/orders/order-body.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { cookieOf, openAccount, signIn } from "../customers/account-actions.ts";
import { holdGoods, placeOrder, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";
import { ask, auditOf, changeLocation, forgetLocations, move, openLocation, refusal } from "./staff-asks.ts";

const world = newTestWorld();
const id = () => crypto.randomUUID();
const ROTTERDAM = { id: "rotterdam", name: "Rotterdam", country: "NL", priority: 10 };
const OWN_CLOCK = { timeZone: null, cutOffMinutes: 840, handlingDays: 0, pickup: null };
const add = (over: object = {}) => ask("POST", "locations", { ...ROTTERDAM, ...over });
const listed = async () => (await ask("GET", "locations")).body.items as { id: string }[];
beforeEach(forgetLocations);
afterEach(forgetLocations);

describe("a location", () => {
  test("is made once, listed by priority after main, and on record", async () => {
    const first = await add();
    expect(first).toEqual({
      status: 201,
      replayed: false,
      body: { ...ROTTERDAM, ...OWN_CLOCK, active: true, version: 1 },
    });
    expect(await add()).toEqual({ ...first, replayed: true });
    expect(await add({ name: "Other" })).toEqual(refusal(422, "location.id_taken"));
    expect((await listed()).map((location) => location.id)).toEqual(["main", "rotterdam"]);
    expect((await auditOf("location:rotterdam")).at(-1)).toMatchObject({ action: "location.saved", by: "token:staff" });
  });

  test("changes by its version: somebody else's change is never written over", async () => {
    await add();
    const first = await ask("PATCH", "locations/rotterdam", { version: 1, priority: 3 });
    expect(first).toMatchObject({ status: 200, body: { priority: 3, name: "Rotterdam", version: 2 } });
    expect(await ask("PATCH", "locations/rotterdam", { version: 1, priority: 3 })).toEqual({
      ...first,
      replayed: true,
    });
    expect(await ask("PATCH", "locations/rotterdam", { version: 1, priority: 4 })).toEqual(
      refusal(409, "location.changed_meanwhile", { version: 2 }),
    );
    const both = [5, 6].map((priority) => ask("PATCH", "locations/rotterdam", { version: 2, priority }));
    expect((await Promise.all(both)).map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await ask("PATCH", "locations/nowhere", { version: 1 })).toEqual(refusal(404, "location.unknown"));
  });

  test("main is there without being made, may be changed, and cannot be made", async () => {
    expect(await listed(), "where the seller is").toMatchObject([
      { id: "main", version: 0, active: true, country: "DE" },
    ]);
    expect(await add({ id: "main" })).toEqual(refusal(422, "location.id_taken"));
    expect(await ask("PATCH", "locations/main", { version: 0, name: "Reno", country: "US" })).toMatchObject({
      status: 200,
      body: { id: "main", name: "Reno", version: 1 },
    });
    expect(await listed()).toMatchObject([{ id: "main", name: "Reno", version: 1 }]);
  });

  test("is refused what it cannot be, and nothing is written", async () => {
    for (const wrong of [
      { id: "promise" },
      { id: "Rotterdam" },
      { id: "a b" },
      { id: "a--b" },
      { id: "" },
      { id: "x".repeat(41) },
      { name: " " },
      { name: "x".repeat(81) },
      { name: "\ud83d" },
      { country: "XX" },
      { country: "nl" },
      { priority: -1 },
      { priority: 0.5 },
      { priority: "1" },
      { priority: 2 ** 53 },
      { active: "yes" },
      { timeZone: "Mars/Olympus" },
      { cutOffMinutes: 1_440 },
      { handlingDays: 31 },
      { more: 1 },
    ])
      expect(await add(wrong), JSON.stringify(wrong)).toEqual(refusal(422, "request.invalid"));
    for (const wrong of [{}, { version: -1 }, { version: 1, id: "other" }, { version: 1, country: "XX" }])
      expect(await ask("PATCH", "locations/main", wrong)).toEqual(refusal(422, "request.invalid"));
    expect(await listed()).toHaveLength(1);
  });

  test("is for staff alone to see and to change", async () => {
    await openAccount("alex@example.com");
    const cookie = { cookie: cookieOf(await signIn("alex@example.com")) };
    const asks = [
      ["GET", "locations", undefined],
      ["POST", "locations", ROTTERDAM],
      ["PATCH", "locations/main", { version: 0 }],
    ] as const;
    for (const [method, path, body] of asks) {
      expect(await ask(method, path, body, {})).toEqual(refusal(401, "access.sign_in_needed"));
      expect(await ask(method, path, body, cookie)).toEqual(refusal(403, "access.staff_only"));
    }
  });

  test("is refused beyond as many as a store may have, also of two made at once", async () => {
    for (let made = 1; made < LOCATIONS_MAX - 1; made += 1) await openLocation();
    const both = await Promise.all([add({ id: "one" }), add({ id: "two" })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await add({ id: "three" })).toEqual(refusal(409, "location.too_many"));
    expect(await listed()).toHaveLength(LOCATIONS_MAX);
  });
});

describe("closing", () => {
  test("one location at least stays open, whoever closes the others at the same time", async () => {
    expect(await changeLocation("main", { active: false })).toEqual(refusal(409, "location.last_open"));
    await add();
    const both = await Promise.all([
      ask("PATCH", "locations/main", { version: 0, active: false }),
      ask("PATCH", "locations/rotterdam", { version: 1, active: false }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)).toEqual(refusal(409, "location.last_open"));
  });

  test("what lies at a closed one is counted, but not sold; what was held there before is sold all the same", async () => {
    const [sku = ""] = await seedGoods(1, 3);
    const location = await openLocation();
    await move(sku, "receive", { operationId: id(), location, quantity: 4 });
    expect(await readAvailability(world, [sku], null)).toEqual(new Map([[sku, 7]]));
    await move(sku, "count", { operationId: id(), counted: 0 });
    const { checkoutId } = await holdGoods(world, { [sku]: 2 });
    expect((await changeLocation(location, { active: false })).status).toBe(200);
    expect(await readAvailability(world, [sku], null)).toEqual(new Map([[sku, 0]]));
    expect((await ask("GET", `stock/${sku}`)).body).toMatchObject({ onHand: 4, held: 2 });
    expect(await world.stockOf(sku).commit(`${checkoutId}:${sku}:1`)).toMatchObject({
      ok: true,
      value: { onHand: 2, parts: [{ account: location, quantity: 2 }] },
    });
    await changeLocation(location, { active: true });
    expect(await readAvailability(world, [sku], null)).toEqual(new Map([[sku, 2]]));
  });
});

describe("an order", () => {
  test("says which location each unit ships from, to staff alone", async () => {
    const [sku = ""] = await seedGoods(1, 1);
    const location = await openLocation({ priority: 9 });
    await move(sku, "receive", { operationId: id(), location, quantity: 2 });
    const orderId = await placeOrder(world, { [sku]: 3 });
    const orderNow = () => readOrder(world.ordersOfNumber(orderId) ?? world.catalog, orderId);
    await expect
      .poll(async () => (await orderNow())?.allocation)
      .toEqual([
        { sku, location: "main", quantity: 1 },
        { sku, location, quantity: 2 },
      ]);
    const order = await orderNow();
    if (!order) throw new Error("The order is there");
    expect(shopperOrderOf(order)).not.toHaveProperty("allocation");
  });

  test("goes back on the shelf of the location that staff names; one there is not is refused", async () => {
    const [sku = ""] = await seedGoods(1, 5);
    const location = await openLocation({ priority: 9 });
    const orderId = await placeOrder(world, { [sku]: 2 });
    const body = { reason: "came back", restock: [{ sku, quantity: 1, location: "nowhere" }] };
    const closed = await openLocation();
    await changeLocation(closed, { active: false });
    const toClosed = { ...body, restock: [{ sku, quantity: 1, location: closed }] };
    expect(await ask("POST", `orders/${orderId}/refunds`, toClosed)).toEqual(
      refusal(409, "stock.location_closed", { location: closed }),
    );
    expect(await ask("POST", `orders/${orderId}/refunds`, body)).toEqual(
      refusal(404, "stock.location_unknown", { location: "nowhere" }),
    );
    const back = { id: id(), ...body, restock: [{ sku, quantity: 1, location }] };
    expect((await ask("POST", `orders/${orderId}/refunds`, back)).status).toBe(201);
    expect((await ask("POST", `orders/${orderId}/refunds`, back)).replayed).toBe(true);
    const elsewhere = { ...back, restock: [{ sku, quantity: 1, location: "main" }] };
    expect(await ask("POST", `orders/${orderId}/refunds`, elsewhere)).toEqual(refusal(422, "request.repeat_differs"));
    expect((await ask("GET", `stock/${sku}`)).body).toMatchObject({
      locations: [
        { location: "main", onHand: 3, held: 0 },
        { location, onHand: 1, held: 0 },
      ],
    });
  });
});

describe("two who buy at once", () => {
  test("where both want the nearest location's last unit, the one who comes second gets another location's", async () => {
    const [sku = ""] = await seedGoods(1, 0);
    const [near, far] = [await openLocation({ priority: 1 }), await openLocation({ country: "NL", priority: 1 })];
    for (const location of [near, far]) await move(sku, "receive", { operationId: id(), location, quantity: 1 });
    const held = await Promise.all([holdGoods(world, { [sku]: 1 }), holdGoods(world, { [sku]: 1 })]);
    expect(held).toHaveLength(2);
    const { locations } = (await ask("GET", `stock/${sku}`)).body as {
      locations: { location: string; held: number }[];
    };
    const heldAt = new Map(locations.map((level) => [level.location, level.held]));
    expect([heldAt.get(near), heldAt.get(far)]).toEqual([1, 1]);
  });
});

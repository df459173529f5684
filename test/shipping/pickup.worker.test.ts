/** What staff open for pick-up is collected there: its units are taken there, its tax is that of the place. */
import { exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { quotePickups } from "../../worker/cart/pickup-flow.ts";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import type { BeginCheckout } from "../../worker/checkout/checkout-answer.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { ask, auditOf, changeLocation, forgetLocations, refusal } from "../inventory/staff-asks.ts";
import { assertPurchaseWhole } from "../support/assert-purchase-whole.ts";
import { askWith, fillCart, orderOf, seedGoods, sessionOf } from "../support/order-goods.ts";
import { backorder, setPolicy } from "../support/policies.ts";
import { deliver, payFor, takeDeliveries } from "../support/stripe-emulator.ts";
import { newTestWorld, testWorld } from "../support/test-world.ts";
import { BERLIN, BERLIN_PICKUP, PICKUP_METHOD } from "./berlin-counter.ts";
import { bringToBerlin, closeBerlin, openBerlin, savePickups } from "./open-berlin.ts";

const world = newTestWorld();
const NOBODY = { line1: "", line2: "", city: "", region: "", postalCode: "" };
const CONTACT = { ...NOBODY, name: " Alex  Example ", country: "DE", phone: "030 123456" };
const collect = (cartId: string, over: Partial<BeginCheckout> = {}) =>
  askWith(cartId, { shippingAddress: CONTACT, shippingMethodId: "pickup@berlin", ...over });
beforeEach(forgetLocations);
afterEach(closeBerlin);

describe("staff", () => {
  test("open a location for pick-up, change what is said of it, and all is on record", async () => {
    const made = await ask("POST", "locations", BERLIN);
    expect(made).toMatchObject({ status: 201, body: { pickup: BERLIN_PICKUP, version: 1 } });
    expect(await ask("POST", "locations", BERLIN)).toMatchObject({ status: 201, replayed: true });
    const closed = { version: 1, pickup: { ...BERLIN_PICKUP, open: false } };
    expect(await ask("PATCH", "locations/berlin", closed)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await ask("PATCH", "locations/berlin", closed)).toMatchObject({ status: 200, replayed: true });
    expect(await ask("PATCH", "locations/berlin", { version: 1, pickup: BERLIN_PICKUP })).toEqual(
      refusal(409, "location.changed_meanwhile", { version: 2 }),
    );
    const both = [1, 2].map((readyHours) =>
      ask("PATCH", "locations/berlin", { version: 2, pickup: { ...BERLIN_PICKUP, readyHours } }),
    );
    expect((await Promise.all(both)).map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await changeLocation("berlin", { pickup: null })).toMatchObject({ status: 200, body: { pickup: null } });
    const told = (await auditOf("location:berlin")).map(({ after }) => after.pickup);
    expect(told).toEqual([BERLIN_PICKUP, closed.pickup, expect.anything(), null]);
  });

  test("are told what is wrong with a pick-up point, and nothing is written", async () => {
    const { address, hours } = BERLIN_PICKUP;
    for (const wrong of [
      { address: { ...address, postalCode: "1" } },
      { address: { ...address, name: "" } },
      { address: { ...address, line1: "\ud83d" } },
      { address: { ...address, phone: "call us" } },
      { hours: hours.slice(1) },
      { hours: hours.map(() => null) },
      { hours: hours.map(() => ({ fromMinutes: 600, toMinutes: 600 })) },
      { hours: hours.map(() => ({ fromMinutes: 600, toMinutes: 1_441 })) },
      { readyHours: -1 },
      { readyHours: 337 },
      { surprise: true },
    ])
      expect(
        await ask("POST", "locations", { ...BERLIN, pickup: { ...BERLIN_PICKUP, ...wrong } }),
        JSON.stringify(wrong),
      ).toMatchObject({ status: 422, body: { code: "request.invalid" } });
    expect(await ask("POST", "locations", BERLIN)).toMatchObject({ status: 201 });
    const moved = await changeLocation("berlin", { country: "US" });
    expect(moved, "a German address is none of the United States").toMatchObject({
      status: 422,
      body: {
        code: "request.invalid",
        at: expect.arrayContaining([expect.objectContaining({ path: "pickup.address.region" })]),
      },
    });
    const { items } = (await ask("GET", "locations")).body as { items: { id: string }[] };
    expect(items.find(({ id }) => id === "berlin")).toMatchObject({ version: 1, country: "DE" });
  });

  test("save no pick-up that nobody could collect", async () => {
    expect(await savePickups(PICKUP_METHOD)).toEqual(
      refusal(422, "shipping_zone.pickup_unknown", { method: "pickup", location: "berlin" }),
    );
    const { locations: _none, ...nowhere } = PICKUP_METHOD;
    for (const wrong of [nowhere, { ...PICKUP_METHOD, locations: [] }, { ...PICKUP_METHOD, kind: "express" }])
      expect(await savePickups(wrong)).toMatchObject({ status: 422, body: { code: "request.invalid" } });
    await ask("POST", "locations", { ...BERLIN, pickup: { ...BERLIN_PICKUP, open: false } });
    expect(await savePickups(PICKUP_METHOD)).toEqual(refusal(422, "shipping_zone.pickup_closed", { method: "pickup" }));
    await ask("POST", "locations", { ...BERLIN, id: "vienna", country: "AT", pickup: null });
    expect(await savePickups({ ...PICKUP_METHOD, locations: ["vienna"] })).toEqual(
      refusal(422, "shipping_zone.pickup_elsewhere", { location: "vienna" }),
    );
    await changeLocation("berlin", { pickup: BERLIN_PICKUP });
    expect(await savePickups(PICKUP_METHOD)).toMatchObject({ status: 200 });
  });
});

describe("a cart", () => {
  test("is offered where all of it lies, and told where too little does", async () => {
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 2 }, "de-de");
    const points = async () => {
      const path = `http://store.test/api/pickup-points?market=de-de&cartId=${cartId}`;
      return ((await (await exports.default.fetch(path)).json()) as { items: object[] }).items;
    };
    expect(await points()).toEqual([]);
    await openBerlin();
    expect(await points()).toMatchObject([{ id: "pickup@berlin", short: [{ sku, available: 0 }] }]);
    expect(await priceCheckout(world, collect(cartId))).toEqual({
      ok: false,
      problem: { code: "checkout.pickup_short", sku },
    });
    await bringToBerlin(sku, 2);
    expect(await points()).toMatchObject([
      {
        id: "pickup@berlin",
        name: "Abholung",
        price: { amountMinor: 0, currency: "EUR" },
        pickup: {
          location: "berlin",
          address: { name: "Counter Mitte" },
          readyFrom: expect.stringMatching(/T\d\d:\d\d$/),
        },
        short: [],
      },
    ]);
    expect(await quotePickups(world, { market: "en-us", cartId })).toMatchObject({ ok: true, value: [] });
    const missing = await exports.default.fetch(
      "http://store.test/api/pickup-points?market=de-de&cartId=00000000-0000-4000-8000-000000000000",
    );
    expect(missing.status).toBe(404);
  });
});

describe("a purchase", () => {
  test("is collected: no address is kept, the units are taken there, the tax is that of the place", async () => {
    await openBerlin();
    const [sku = ""] = await seedGoods(1);
    await bringToBerlin(sku, 1);
    const cartId = await fillCart(world, { [sku]: 1 }, "de-de");
    // A Thursday noon in Berlin.
    const noon = testWorld({ nowMs: () => Date.parse("2026-12-03T11:00:00Z") });
    const priced = await priceCheckout(noon, collect(cartId));
    expect(priced).toMatchObject({
      ok: true,
      value: {
        shippingAddress: { ...NOBODY, name: "Alex Example", country: "DE", phone: "+4930123456" },
        shipping: { amountMinor: 0, pickup: { location: "berlin", readyFrom: "2026-12-03T14:00" } },
        tax: { treatment: "domestic", country: "DE" },
        needs: [{ sku, terms: { accounts: ["berlin"], hereOnly: true } }],
      },
    });
    const asked = collect(cartId);
    const begun = await beginCheckout(world, asked);
    expect(begun).toMatchObject({ ok: true });
    const sessionId = await sessionOf(world, asked.id);
    await payFor(sessionId, "succeeds");
    for (const message of await takeDeliveries(sessionId)) expect((await deliver(message)).status).toBe(200);
    const orderId = await orderOf(world, asked.id);
    const db = world.ordersOfNumber(orderId);
    await expect
      .poll(async () => db && (await readOrder(db, orderId))?.allocation)
      .toEqual([{ sku, location: "berlin", quantity: 1 }]);
    expect(db && (await readOrder(db, orderId))).toMatchObject({
      shipping: { id: "pickup@berlin", pickup: { address: { line1: "Musterweg 1" } } },
    });
    expect(await assertPurchaseWhole(world, asked.id, [sku])).toBe("paid");
  });

  test("takes no unit of another location, and none that is promised", async () => {
    await openBerlin();
    const [sku = ""] = await seedGoods(1);
    await bringToBerlin(sku, 1);
    await setPolicy(world, sku, backorder(50));
    const carts = await Promise.all([1, 2].map(() => fillCart(world, { [sku]: 1 }, "de-de")));
    const begun = await Promise.all(carts.map((cartId) => beginCheckout(world, collect(cartId))));
    expect(begun.filter(({ ok }) => ok)).toHaveLength(1);
    const lost = begun.find(({ ok }) => !ok);
    expect(lost).toMatchObject({
      problem: { code: expect.stringMatching(/^(checkout.pickup_short|stock.insufficient)$/) },
    });
    expect(await beginCheckout(world, collect(carts[0] ?? ""))).toEqual({
      ok: false,
      problem: { code: "checkout.pickup_short", sku },
    });
    expect(
      await beginCheckout(
        world,
        askWith(carts[0] ?? "", {
          shippingAddress: { ...CONTACT, line1: "Musterweg 2", city: "Berlin", postalCode: "10115" },
        }),
      ),
      "it can be sent",
    ).toMatchObject({ ok: true });
  });

  test("at a forged or a closed location is refused, and nothing is held", async () => {
    await openBerlin();
    const [sku = ""] = await seedGoods(1);
    await bringToBerlin(sku, 1);
    const cartId = await fillCart(world, { [sku]: 1 }, "de-de");
    const refused = { ok: false, problem: { code: "checkout.pickup_closed" } };
    for (const id of ["pickup@main", "standard@berlin", "pickup@nowhere"])
      expect(await beginCheckout(world, collect(cartId, { shippingMethodId: id })), id).toEqual(refused);
    const abroad = await fillCart(world, { [sku]: 1 }, "en-gb");
    expect(await beginCheckout(world, collect(abroad)), "another market").toEqual(refused);
    await changeLocation("berlin", { pickup: { ...BERLIN_PICKUP, open: false } });
    expect(await beginCheckout(world, collect(cartId))).toEqual(refused);
    const response = await exports.default.fetch("http://store.test/api/checkouts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        id: crypto.randomUUID(),
        cartId,
        email: "a@b.test",
        shippingAddress: { country: "DE", name: "A" },
        shippingMethodId: "pickup@berlin",
      }),
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 422,
      body: { code: "checkout.pickup_closed" },
    });
  });

  test("needs a name, and of a business its address and the tax of the place", async () => {
    await openBerlin();
    const [sku = ""] = await seedGoods(1);
    await bringToBerlin(sku, 1);
    const cartId = await fillCart(world, { [sku]: 1 }, "de-de");
    const price = (over: Partial<BeginCheckout>) => priceCheckout(world, collect(cartId, over));
    expect(await price({ shippingAddress: { ...CONTACT, name: " ", phone: "none" } })).toMatchObject({
      problem: {
        code: "request.invalid",
        at: [{ path: "shippingAddress.name" }, { path: "shippingAddress.phone" }],
      },
    });
    const business = { company: "Example GmbH", vatNumber: "" };
    expect(await price({ business })).toMatchObject({ problem: { code: "request.invalid" } });
    const shippingAddress = {
      ...CONTACT,
      country: "AT",
      line1: "Musterweg 3",
      city: "Wien",
      postalCode: "1010",
      phone: "",
    };
    expect(await price({ business, shippingAddress })).toMatchObject({
      value: {
        shippingAddress: { city: "Wien" },
        tax: { treatment: "domestic", country: "DE", buyer: { company: "Example GmbH" } },
      },
    });
  });
});

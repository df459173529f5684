/** Staff says where parcels go and what that costs; shoppers are told so, and pay that. */
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { quoteShipping } from "../../worker/cart/shipping-flow.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import type { ShippingZone } from "../../worker/shipping/zone.ts";
import { listShippingZones } from "../../worker/shipping/zone-store.ts";
import { ask, auditOf, refusal } from "../inventory/staff-asks.ts";
import { ADDRESS, askWith, fillCart, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const HAWAII: Omit<ShippingZone, "version"> = {
  id: "hawaii",
  name: "Hawaii",
  currency: "USD",
  places: [{ country: "US", regions: ["HI"] }],
  methods: [
    {
      id: "standard",
      kind: "standard",
      names: { "en-US": "By sea" },
      fee: { by: "weight", steps: [{ upTo: 20_000, amountMinor: 29_00 }] },
      freeFromMinor: null,
      daysMin: 7,
      daysMax: 14,
      refuses: [],
    },
  ],
  duties: "unpaid",
  active: true,
  position: 5,
};
beforeEach(async () => {
  await world.catalog.run("DELETE FROM shipping_zones WHERE id = 'hawaii'");
  forgetAll();
});

describe("shipping zones", () => {
  test("of a new store are those that the migration wrote", async () => {
    expect(await listShippingZones(world.catalog)).toEqual(SHIPPED_ZONES);
  });

  test("are made once, changed by version, and on record", async () => {
    const made = await ask("POST", "shipping-zones", HAWAII);
    expect(made).toEqual({ status: 201, replayed: false, body: { ...HAWAII, version: 1 } });
    expect(await ask("POST", "shipping-zones", HAWAII)).toEqual({ ...made, replayed: true });
    expect(await ask("POST", "shipping-zones", { ...HAWAII, name: "Other" })).toEqual(
      refusal(422, "shipping_zone.id_taken"),
    );
    const { id, ...body } = HAWAII;
    const change = { ...body, name: "Hawaiʻi", version: 1 };
    expect(await ask("PUT", `shipping-zones/${id}`, change)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await ask("PUT", `shipping-zones/${id}`, change)).toMatchObject({ status: 200, replayed: true });
    expect(await ask("PUT", `shipping-zones/${id}`, { ...change, name: "Third" })).toEqual(
      refusal(409, "shipping_zone.changed_meanwhile", { version: 2 }),
    );
    expect(await ask("PUT", "shipping-zones/nowhere", change)).toEqual(refusal(404, "shipping_zone.unknown"));
    expect((await auditOf("shipping_zone:hawaii")).at(-1)).toMatchObject({ action: "shipping_zone.saved" });
  });

  test("are refused where they are wrong, and nothing is written", async () => {
    const [method] = HAWAII.methods;
    const fee = (steps: object[]) => ({ methods: [{ ...method, fee: { by: "weight", steps } }] });
    for (const wrong of [
      { id: "Hawaii" },
      { name: " " },
      { name: "\uD83D" },
      { currency: "XXX" },
      { places: [] },
      { places: [{ country: "XX" }] },
      { places: [{ country: "US", regions: ["Hawaii"] }] },
      { places: [{ country: "AE", postalPrefixes: ["1"] }] },
      { methods: [method, method] },
      { methods: [{ ...method, daysMin: 5, daysMax: 4 }] },
      { methods: [{ ...method, refuses: ["ghosts"] }] },
      fee([]),
      fee([
        { upTo: null, amountMinor: 1 },
        { upTo: 5, amountMinor: 2 },
      ]),
      fee([
        { upTo: 5, amountMinor: 1 },
        { upTo: 5, amountMinor: 2 },
      ]),
      fee([{ upTo: 5, amountMinor: -1 }]),
      { position: 1.5 },
      { surprise: true },
    ])
      expect(await ask("POST", "shipping-zones", { ...HAWAII, ...wrong }), JSON.stringify(wrong)).toMatchObject({
        status: 422,
        body: { code: "request.invalid" },
      });
    expect(await listShippingZones(world.catalog)).toEqual(SHIPPED_ZONES);
  });

  test("can be tried out: what a cart would pay to an address, and when it would be there", async () => {
    await ask("POST", "shipping-zones", HAWAII);
    const preview = (query: string) =>
      ask("GET", `shipping-preview?market=en-us&country=US&subtotalMinor=100&${query}`);
    expect(await preview("weightGrams=20000&region=HI")).toMatchObject({
      status: 200,
      body: { zoneId: "hawaii", items: [{ id: "standard", name: "By sea", amountMinor: 29_00 }] },
    });
    expect(await preview("weightGrams=20001&region=HI")).toMatchObject({ status: 200, body: { items: [] } });
    expect(await preview("weightGrams=1&region=TX")).toMatchObject({
      body: { zoneId: "us", items: [{ amountMinor: 6_99 }, { amountMinor: 19_99 }] },
    });
    expect(await ask("GET", "shipping-preview?market=xx-xx&country=US&subtotalMinor=1&weightGrams=1")).toEqual(
      refusal(404, "market.unknown"),
    );
    expect(await ask("GET", "shipping-preview?market=en-us&country=DE&subtotalMinor=1&weightGrams=1")).toEqual(
      refusal(422, "checkout.country_not_served"),
    );
  });
});

describe("a purchase", () => {
  const hawaii = { ...ADDRESS, region: "HI", postalCode: "96813" };

  test("pays what the zone of its address asks, and keeps the days it was told", async () => {
    await ask("POST", "shipping-zones", HAWAII);
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 1 });
    const offers = await quoteShipping(world, { market: "en-us", to: hawaii, cartId });
    expect(offers).toMatchObject({ ok: true, value: [{ id: "standard", name: "By sea", amountMinor: 29_00 }] });
    const priced = await priceCheckout(world, askWith(cartId, { shippingAddress: hawaii }));
    if (!priced.ok || !offers.ok) throw new Error("It can be sent there");
    expect(priced.value.totals.shippingMinor).toBe(29_00);
    expect(priced.value.shipping.estimate).toEqual(offers.value[0]?.estimate);
  });

  test("by a method that is gone at the payment is refused by name, and nothing is held", async () => {
    await ask("POST", "shipping-zones", HAWAII);
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 1 });
    const express = askWith(cartId, { shippingAddress: hawaii, shippingMethodId: "express" });
    expect(await priceCheckout(world, express)).toEqual({ ok: false, problem: { code: "checkout.shipping_unknown" } });
  });

  test("of goods that a carrier asks about goes only by what carries them, and nowhere they are not sent", async () => {
    const [sku = "", other = ""] = await seedGoods(2);
    const row = await world.catalog.get<{ id: string }>(sql`SELECT product_id AS id FROM variants WHERE sku = ${sku}`);
    const path = `products/${row?.id}/shipping`;
    expect(await ask("GET", path)).toMatchObject({ status: 200, body: { hazard: null, version: 0 } });
    const facts = { version: 0, hazard: "lithium", notTo: ["US-HI"], tariffCode: "850760" };
    expect(await ask("PUT", path, facts)).toMatchObject({ status: 200, body: { version: 1, hazard: "lithium" } });
    expect(await ask("PUT", path, facts), "sent twice").toMatchObject({ status: 200, body: { version: 1 } });
    expect(await ask("PUT", path, { ...facts, hazard: null })).toEqual(
      refusal(409, "product.changed_meanwhile", { version: 1 }),
    );
    expect(await ask("PUT", "products/nothing/shipping", facts)).toEqual(refusal(404, "product.unknown"));
    for (const wrong of [{ hazard: "ghosts" }, { notTo: ["US-Hawaii"] }, { notTo: ["XX"] }, { tariffCode: "85" }])
      expect(await ask("PUT", path, { ...facts, ...wrong })).toMatchObject({ status: 422 });
    const cartId = await fillCart(world, { [sku]: 1, [other]: 1 });
    expect(await priceCheckout(world, askWith(cartId, { shippingAddress: hawaii }))).toEqual({
      ok: false,
      problem: { code: "checkout.goods_not_shipped", sku },
    });
    const zone = SHIPPED_ZONES.find(({ id }) => id === "us");
    if (!zone) throw new Error("A new store ships to the US");
    const methods = zone.methods.map((each) => (each.id === "express" ? { ...each, refuses: ["lithium"] } : each));
    const { id, ...rest } = zone;
    expect(await ask("PUT", `shipping-zones/${id}`, { ...rest, methods })).toMatchObject({ status: 200 });
    const offers = await quoteShipping(world, { market: "en-us", to: { country: "US" }, cartId });
    expect(offers.ok && offers.value.map((offer) => offer.id)).toEqual(["standard"]);
    expect(await priceCheckout(world, askWith(cartId, { shippingMethodId: "express" }))).toEqual({
      ok: false,
      problem: { code: "checkout.method_refuses_goods", sku },
    });
    await ask("PUT", `shipping-zones/${id}`, { ...rest, version: 2 });
  });
});

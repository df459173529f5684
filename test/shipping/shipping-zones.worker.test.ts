/** Staff says where parcels go and what that costs; shoppers are told so, and pay that. */
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { sweepAudits } from "../../worker/admin/pending-audit-store.ts";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { quoteShipping } from "../../worker/cart/shipping-flow.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { saveShippingGoods } from "../../worker/shipping/save-goods-flow.ts";
import { addShippingZone } from "../../worker/shipping/save-zone-flow.ts";
import { SHIPPED_ZONES } from "../../worker/shipping/shipped-zones.ts";
import type { Destination, ShippingZone } from "../../worker/shipping/zone.ts";
import { listShippingZones } from "../../worker/shipping/zone-store.ts";
import type { World } from "../../worker/world.ts";
import { ask, auditOf, refusal } from "../inventory/staff-asks.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { ADDRESS, askWith, fillCart, seedGoods } from "../support/order-goods.ts";
import { newTestWorld, testWorld } from "../support/test-world.ts";

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

  test("ask for no amount that cards do not know, in a currency of three decimals", async () => {
    const [method] = HAWAII.methods;
    const zone = { ...HAWAII, currency: "KWD" };
    const answerTo = async (over: object) => {
      const { status, body } = await ask("POST", "shipping-zones", { ...zone, methods: [{ ...method, ...over }] });
      return [status, JSON.stringify(body)];
    };
    const flat = (amountMinor: number) => ({ fee: { by: "flat", amountMinor } });
    expect(await answerTo(flat(1_234))).toEqual([422, expect.stringMatching(/fee.*amountMinor.*a multiple of 10/)]);
    expect(await answerTo({ ...flat(1_230), freeFromMinor: 50_001 })).toEqual([
      422,
      expect.stringContaining("freeFromMinor"),
    ]);
    const steps = [{ upTo: 20_001, amountMinor: 5 }];
    expect(await answerTo({ fee: { by: "weight", steps } })).toEqual([422, expect.stringContaining("steps")]);
    expect((await answerTo({ ...flat(1_230), freeFromMinor: 50_010 }))[0]).toBe(201);
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

describe("what staff changed of zones and goods", () => {
  const by: Viewer = { id: "staff-1", name: "Robin Example", email: "r@example.com", role: "staff", market: "en-us" };
  const insert = () => {
    throw new Error("the process ended");
  };
  const crashing = testWorld({ accounts: { insert } as never });

  test("is on record with the change, also where the request dies before the audit is reached", async () => {
    const lost = { ...HAWAII, name: "Lost" };
    expect(await addShippingZone(crashing, lost, by)).toMatchObject({ ok: true });
    const [sku = ""] = await seedGoods(1);
    const row = await world.catalog.get<{ id: string }>(sql`SELECT product_id AS id FROM variants WHERE sku = ${sku}`);
    const productId = row?.id ?? "";
    const goods = { version: 0, hazard: "aerosol", notTo: [], tariffCode: null, originCountry: null } as const;
    expect(await saveShippingGoods(crashing, { productId, goods, by })).toMatchObject({ ok: true });
    expect(JSON.stringify(takeErrors())).toContain("audit.left_pending");
    await sweepAudits(world);
    expect((await auditOf("shipping_zone:hawaii")).at(-1)?.after).toMatchObject({ name: "Lost", version: 1 });
    expect((await auditOf(`product:${productId}`)).at(-1)?.after).toMatchObject({ hazard: "aerosol", version: 1 });
  });

  test("makes anew the pages that say it: of goods the product's own, of a zone all that are kept", async () => {
    const purged: string[][] = [];
    const pageCache: World["pageCache"] = {
      isLimited: false,
      purge: async (tags) => void purged.push([...tags]),
    };
    const kept = testWorld({ pageCache });
    const [sku = ""] = await seedGoods(1);
    const row = await world.catalog.get<{ id: string }>(sql`SELECT product_id AS id FROM variants WHERE sku = ${sku}`);
    const productId = row?.id ?? "";
    const goods = { version: 0, hazard: null, notTo: ["AE"], tariffCode: null, originCountry: null } as const;
    expect(await saveShippingGoods(kept, { productId, goods, by })).toMatchObject({ ok: true });
    expect(await addShippingZone(kept, HAWAII, by)).toMatchObject({ ok: true });
    await kept.settled();
    expect(purged).toEqual([[`product-${productId}`], ["markets"]]);
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

  test("in a store whose zones are parts of a country goes to those parts, and nowhere else", async () => {
    const us = SHIPPED_ZONES.find(({ id }) => id === "us");
    if (!us) throw new Error("A new store ships to the US");
    const { id, ...rest } = us;
    const [{ version = 0 } = {}] = (await listShippingZones(world.catalog)).filter((zone) => zone.id === id);
    const parts = [{ country: "US", regions: ["CA", "TX"] }];
    expect(await ask("PUT", `shipping-zones/${id}`, { ...rest, version, places: parts })).toMatchObject({
      status: 200,
    });
    forgetAll();
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 1 });
    const priced = await priceCheckout(world, askWith(cartId));
    expect(priced).toMatchObject({ ok: true, value: { shipping: { id: "standard" } } });
    expect(JSON.stringify(priced)).not.toContain("dependsOnAddress");
    const outside = { ok: false, problem: { code: "checkout.country_not_served" } };
    expect(await priceCheckout(world, askWith(cartId, { shippingAddress: hawaii }))).toEqual(outside);
    const offersTo = (to: Destination) => quoteShipping(world, { market: "en-us", to, cartId });
    expect(await offersTo({ country: "US" })).toMatchObject({
      ok: true,
      value: [
        { id: "standard", dependsOnAddress: true },
        { id: "express", dependsOnAddress: true },
      ],
    });
    expect(JSON.stringify(await offersTo(ADDRESS))).not.toContain("dependsOnAddress");
    expect(await offersTo(hawaii)).toEqual(outside);
    await ask("PUT", `shipping-zones/${id}`, { ...rest, version: version + 1 });
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
    const facts = { version: 0, hazard: "lithium", notTo: ["US-HI"], tariffCode: "850760", originCountry: "KR" };
    expect(await ask("PUT", path, facts)).toMatchObject({
      status: 200,
      body: { version: 1, hazard: "lithium", originCountry: "KR" },
    });
    expect(await ask("PUT", path, facts), "sent twice").toMatchObject({ status: 200, body: { version: 1 } });
    expect(await ask("PUT", path, { ...facts, hazard: null })).toEqual(
      refusal(409, "product.changed_meanwhile", { version: 1 }),
    );
    expect(await ask("PUT", "products/nothing/shipping", facts)).toEqual(refusal(404, "product.unknown"));
    for (const wrong of [
      { hazard: "ghosts" },
      { notTo: ["US-Hawaii"] },
      { notTo: ["XX"] },
      { tariffCode: "85" },
      { originCountry: "XX" },
    ])
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
    const [{ version = 0 } = {}] = (await listShippingZones(world.catalog)).filter((each) => each.id === id);
    expect(await ask("PUT", `shipping-zones/${id}`, { ...rest, version, methods })).toMatchObject({ status: 200 });
    const offers = await quoteShipping(world, { market: "en-us", to: { country: "US" }, cartId });
    expect(offers.ok && offers.value.map((offer) => offer.id)).toEqual(["standard"]);
    expect(await priceCheckout(world, askWith(cartId, { shippingMethodId: "express" }))).toEqual({
      ok: false,
      problem: { code: "checkout.method_refuses_goods", sku },
    });
    await ask("PUT", `shipping-zones/${id}`, { ...rest, version: version + 1 });
  });
});

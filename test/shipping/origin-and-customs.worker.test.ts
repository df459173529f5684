/** A purchase is told its days and its customs by where its units are to leave from, and its order keeps what was told. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { quoteShipping } from "../../worker/cart/shipping-flow.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { ask, changeLocation, forgetLocations, move, openLocation } from "../inventory/staff-asks.ts";
import { ADDRESS, askWith, fillCart, placeOrder, seedGoods } from "../support/order-goods.ts";
import { newTestWorld, testWorld } from "../support/test-world.ts";

const world = newTestWorld();
/** A Tuesday, 15:30 in New York. */
const AFTERNOON_MS = Date.parse("2026-12-01T20:30:00Z");
const at = (nowMs: number) => testWorld({ nowMs: () => nowMs });
beforeEach(async () => {
  await forgetLocations();
  forgetAll();
});
afterEach(forgetLocations);

async function shippingOf(nowMs: number, cartId: string) {
  const now = at(nowMs);
  const priced = await priceCheckout(now, askWith(cartId));
  const offers = await quoteShipping(now, { market: "en-us", to: ADDRESS, cartId });
  if (!priced.ok || !offers.ok) throw new Error("It can be sent there");
  const offered = offers.value.find(({ id }) => id === "standard");
  expect(offered?.estimate, "the days of the first step are those of the review").toEqual(
    priced.value.shipping.estimate,
  );
  return priced.value.shipping;
}

describe("a purchase", () => {
  test("from a seller abroad is told of customs; from a location in the buyer's own union it is not", async () => {
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 1 });
    expect(await shippingOf(AFTERNOON_MS, cartId)).toMatchObject({ customs: "duties" });
    expect((await changeLocation("main", { country: "US" })).status).toBe(200);
    expect(await shippingOf(AFTERNOON_MS, cartId)).not.toHaveProperty("customs");
    expect((await changeLocation("main", { country: "CA" })).status).toBe(200);
    expect(await shippingOf(AFTERNOON_MS, cartId)).toMatchObject({ customs: "duties" });
  });

  test("whose duties the zone says the store pays is told that nothing more is due", async () => {
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 1 });
    const { items } = (await ask("GET", "shipping-zones")).body as { items: { id: string; version: number }[] };
    const { id, ...zone } = items.find((each) => each.id === "us") ?? { id: "", version: 0 };
    expect(await ask("PUT", `shipping-zones/${id}`, { ...zone, duties: "paid" })).toMatchObject({ status: 200 });
    expect(await shippingOf(AFTERNOON_MS, cartId)).toMatchObject({ duties: "paid", customs: "nothing" });
    expect(await ask("PUT", `shipping-zones/${id}`, { ...zone, version: zone.version + 1 })).toMatchObject({
      status: 200,
    });
  });

  test("is promised by the clock, cut-off and packing days of the location that has its units", async () => {
    const [sku = ""] = await seedGoods(1);
    const cartId = await fillCart(world, { [sku]: 1 });
    // 14:00 in New York has passed: it leaves on Wednesday, and is on its way three to five working days.
    expect((await shippingOf(AFTERNOON_MS, cartId)).estimate?.fromDateIso).toBe("2026-12-07");
    const west = { timeZone: "America/Los_Angeles", cutOffMinutes: 13 * 60, handlingDays: 0 };
    expect((await changeLocation("main", west)).status).toBe(200);
    // 12:30 there.
    expect((await shippingOf(AFTERNOON_MS, cartId)).estimate?.fromDateIso).toBe("2026-12-04");
    expect((await changeLocation("main", { handlingDays: 2 })).status).toBe(200);
    expect((await shippingOf(AFTERNOON_MS, cartId)).estimate?.fromDateIso).toBe("2026-12-08");
    // Nearer, but none of it lies there.
    const near = await openLocation({ priority: 0 });
    await changeLocation("main", { priority: 9 });
    expect((await shippingOf(AFTERNOON_MS, cartId)).estimate?.fromDateIso).toBe("2026-12-08");
    const { status } = await move(sku, "receive", { operationId: crypto.randomUUID(), quantity: 5, location: near });
    expect(status).toBe(200);
    expect((await shippingOf(AFTERNOON_MS, cartId)).estimate?.fromDateIso).toBe("2026-12-07");
  });

  test("keeps on its order what it was told", async () => {
    const [sku = ""] = await seedGoods(1);
    const orderId = await placeOrder(world, { [sku]: 1 });
    const db = world.ordersOfNumber(orderId);
    const order = db && (await readOrder(db, orderId));
    expect(order?.shipping).toMatchObject({ customs: "duties", estimate: { fromDateIso: expect.any(String) } });
  });
});

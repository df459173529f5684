/** Each way a SKU may be sold, from the begun checkout to the sold units: never more than there are and may be promised. */
import { expect, test } from "vitest";
import { beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import { readCheckout } from "../../worker/checkout/checkout-store.ts";
import { followPolicy } from "../../worker/inventory/apply-policy-flow.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { readShown } from "../../worker/inventory/shown-stock-store.ts";
import { readLevels, receiveUnits } from "../../worker/inventory/stock-flow.ts";
import { tellStockNews } from "../../worker/inventory/stock-news-flow.ts";
import { listLowStock } from "../../worker/inventory/stock-store.ts";
import { readAvailability } from "../../worker/inventory/supply-flow.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import { readOrder } from "../../worker/orders/order-store.ts";
import { refundOrder } from "../../worker/orders/refund-order-flow.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { askWith, fillCart, holdGoods, placeOrder, seedGoods } from "../support/order-goods.ts";
import { backorder, inDays, STAFF, setPolicy } from "../support/policies.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const levelsOf = async (sku: string) => {
  const levels = await readLevels(world, sku);
  if (!levels.ok) throw new Error("The SKU is known");
  return levels.value;
};
const leftOf = async (sku: string, market: MarketId = "en-us") =>
  (await readAvailability(world, [sku], market)).get(sku);
const begin = async (goods: Record<string, number>, email = `${crypto.randomUUID()}@example.com`) =>
  beginCheckout(world, askWith(await fillCart(world, goods), { email }));
const receive = (sku: string, quantity: number) =>
  receiveUnits(world, { sku, operationId: crypto.randomUUID(), quantity, byId: "staff-1" });
const lineOf = async (orderId: string) => {
  const order = await readOrder(world.ordersOfNumber(orderId) ?? world.catalog, orderId);
  return order?.lines[0];
};

test("a backorder sells what is here and then up to its cap, promises a date, and is refused beyond", async () => {
  const [sku = ""] = await seedGoods(1, 2);
  const { promisedAtMs } = await setPolicy(world, sku, backorder(3));
  expect(await leftOf(sku)).toBe(5);
  const here = await placeOrder(world, { [sku]: 2 });
  expect((await lineOf(here))?.promise).toBeNull();
  const later = await placeOrder(world, { [sku]: 2 });
  expect((await lineOf(later))?.promise).toEqual({ kind: "backorder", atMs: promisedAtMs });
  expect(await levelsOf(sku)).toMatchObject({ onHand: 0, held: 0, owed: 2, promisable: 1 });
  expect(await begin({ [sku]: 2 })).toMatchObject({
    ok: false,
    problem: { code: "stock.insufficient", lines: [{ sku, available: 1 }] },
  });
  await placeOrder(world, { [sku]: 1 });
  expect(await begin({ [sku]: 1 })).toMatchObject({ problem: { code: "stock.insufficient" } });
  await assertStockConserved(world.stockOf(sku));
});

test("a delivery fills what is owed before anybody else can buy it, and the cap is free again", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  await setPolicy(world, sku, backorder(4));
  await placeOrder(world, { [sku]: 3 });
  await receive(sku, 2);
  expect(await levelsOf(sku)).toMatchObject({ onHand: 0, owed: 1, promisable: 3 });
  await receive(sku, 5);
  expect(await levelsOf(sku)).toMatchObject({ onHand: 4, owed: 0, promisable: 4 });
  await assertStockConserved(world.stockOf(sku));
});

test("one order may take the last that is here and promised ones together, and is told the date", async () => {
  const [sku = ""] = await seedGoods(1, 1);
  const { promisedAtMs } = await setPolicy(world, sku, backorder(5));
  const order = await placeOrder(world, { [sku]: 3 });
  expect((await lineOf(order))?.promise).toEqual({ kind: "backorder", atMs: promisedAtMs });
  expect(await levelsOf(sku)).toMatchObject({ onHand: 0, owed: 2, promisable: 3 });
});

test("a preorder is sold before anything is here, by a date that later buyers may find moved", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  const first = inDays(30);
  await setPolicy(world, sku, { whenOut: "preorder", promiseMax: 10, promisedAtMs: first });
  const order = await placeOrder(world, { [sku]: 1 });
  await setPolicy(world, sku, { promisedAtMs: inDays(60) });
  expect((await lineOf(order))?.promise).toEqual({ kind: "preorder", atMs: first });
  expect((await lineOf(await placeOrder(world, { [sku]: 1 })))?.promise?.atMs).toBe(inDays(60));
});

test("a backorder that is given up or ends in no payment is promised to somebody else", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  await setPolicy(world, sku, backorder(1));
  const { checkoutId } = await holdGoods(world, { [sku]: 1 });
  expect(await begin({ [sku]: 1 })).toMatchObject({ problem: { code: "stock.insufficient" } });
  await cancelCheckout(world, checkoutId);
  expect(await begin({ [sku]: 1 })).toMatchObject({ ok: true });
});

test("a cap that is lowered below what is owed takes no promise back, and gives no new one", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  await setPolicy(world, sku, backorder(5));
  await placeOrder(world, { [sku]: 3 });
  await setPolicy(world, sku, { whenOut: "deny", promiseMax: 0, promisedAtMs: null });
  expect(await levelsOf(sku)).toMatchObject({ owed: 3, promisable: 0 });
  expect(await begin({ [sku]: 1 })).toMatchObject({ problem: { code: "stock.insufficient" } });
  await setPolicy(world, sku, backorder(4));
  expect(await levelsOf(sku)).toMatchObject({ owed: 3, promisable: 1 });
});

test("200 buyers at once get what is here and what may be promised, and not one more", {
  timeout: 300_000,
}, async () => {
  const [sku = ""] = await seedGoods(1, 6);
  await setPolicy(world, sku, backorder(4));
  const ends = await Promise.all(Array.from({ length: 200 }, () => begin({ [sku]: 1 })));
  expect(ends.filter(({ ok }) => ok)).toHaveLength(10);
  expect(await levelsOf(sku)).toMatchObject({ onHand: 6, held: 6, promisable: 0 });
  await assertStockConserved(world.stockOf(sku));
});

test("what is not counted is always sold, and asks no object", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  await setPolicy(world, sku, { tracked: false });
  const unasked = { ...world, stockOf: () => expect.unreachable("no object is asked") };
  const cartId = await fillCart(unasked, { [sku]: 99 });
  const begun = await beginCheckout(unasked, askWith(cartId));
  expect(begun).toMatchObject({ ok: true });
  await placeOrder(world, { [sku]: 5 });
  expect((await world.stockOf(sku).levels()).number).toBe(0);
});

test("what is not counted is never low, and nobody is told that it is", async () => {
  const [counted = "", uncounted = ""] = await seedGoods(2, 0);
  await setPolicy(world, uncounted, { tracked: false });
  for (const sku of [counted, uncounted]) {
    await projectStock(world, sku);
    await tellStockNews(world, sku);
  }
  const low = await listLowStock(world.catalog, { limit: 100 });
  const skus = low.ok ? low.value.items.map(({ sku }) => sku) : [];
  expect([skus.includes(counted), skus.includes(uncounted)]).toEqual([true, false]);
  const shown = await readShown(world.catalog, [counted, uncounted]);
  expect([shown.get(counted)?.shown, shown.get(uncounted)?.shown]).toEqual([0, "plenty"]);
  await setPolicy(world, counted, backorder(2));
  expect((await readShown(world.catalog, [counted])).get(counted)?.shown).toBe(0);
  await followPolicy(world, counted);
  expect((await readShown(world.catalog, [counted])).get(counted)?.shown, "more may be bought").toBe("0+");
});

test("units kept back are not sold, in a market as many as it keeps", async () => {
  const [sku = ""] = await seedGoods(1, 5);
  await setPolicy(world, sku, { safetyStock: { everywhere: 2, markets: { "de-de": 4 } } });
  expect([await leftOf(sku), await leftOf(sku, "de-de")]).toEqual([3, 1]);
  const german = await fillCart(world, { [sku]: 2 }, "de-de");
  const to = { name: "Alex Example", line1: "Allee 1", line2: "", city: "Berlin", region: "", postalCode: "10117" };
  const ask = askWith(german, { shippingAddress: { ...to, country: "DE" } });
  expect(await beginCheckout(world, ask)).toMatchObject({ problem: { lines: [{ sku, available: 1 }] } });
  expect(await begin({ [sku]: 4 })).toMatchObject({ problem: { lines: [{ sku, available: 3 }] } });
  await placeOrder(world, { [sku]: 3 });
  expect(await begin({ [sku]: 1 })).toMatchObject({ problem: { lines: [{ sku, available: 0 }] } });
});

test("no order has more than the limit, whether the cart said so or was merged past it", async () => {
  const [sku = ""] = await seedGoods(1, 20);
  const cartId = await fillCart(world, { [sku]: 5 });
  await setPolicy(world, sku, { orderMax: 3 });
  expect(await beginCheckout(world, askWith(cartId))).toEqual({
    ok: false,
    problem: { code: "stock.order_limit", sku, max: 3 },
  });
  expect(await begin({ [sku]: 3 })).toMatchObject({ ok: true });
});

test("one buyer has no more than the limit over all checkouts, 20 at once", { timeout: 300_000 }, async () => {
  const [sku = ""] = await seedGoods(1, 50);
  await setPolicy(world, sku, { buyerMax: 3 });
  const names = ["alex@example.com", "Alex@example.com", " alex+two@example.com".trim(), "ALEX+3@EXAMPLE.COM"];
  const ends = await Promise.all(Array.from({ length: 20 }, (_, index) => begin({ [sku]: 1 }, names[index % 4])));
  expect(ends.filter(({ ok }) => ok)).toHaveLength(3);
  for (const end of ends) if (!end.ok) expect(end.problem).toEqual({ code: "stock.buyer_limit", sku, left: 0 });
  expect(await begin({ [sku]: 3 }, "robin@example.com"), "another buyer").toMatchObject({ ok: true });
  const [first] = ends.flatMap((end) => (end.ok ? [end.value.id] : []));
  await cancelCheckout(world, first ?? "");
  expect(await begin({ [sku]: 2 }, "alex@example.com")).toMatchObject({ problem: { left: 1 } });
  expect(await begin({ [sku]: 1 }, "alex@example.com"), "what was given back counts no more").toMatchObject({
    ok: true,
  });
  expect((await levelsOf(sku)).held).toBe(6);
});

test("a refund of what was not here yet cancels what is owed, and puts nothing on the shelf", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  await setPolicy(world, sku, backorder(3));
  const orderId = await placeOrder(world, { [sku]: 2 });
  const ask = { orderId, refundId: crypto.randomUUID(), amountMinor: null, reason: "Too late", by: STAFF };
  expect(await refundOrder(world, { ...ask, restock: [{ sku, quantity: 2 }] })).toMatchObject({ ok: true });
  expect(await levelsOf(sku)).toMatchObject({ onHand: 0, owed: 0, promisable: 3 });
});

test("a checkout remembers what it promised, whatever becomes of the policy", async () => {
  const [sku = ""] = await seedGoods(1, 0);
  const { promisedAtMs } = await setPolicy(world, sku, backorder(2));
  const { checkoutId } = await holdGoods(world, { [sku]: 1 });
  const checkout = await readCheckout(world.ordersOfCheckout(checkoutId), checkoutId);
  expect(checkout?.snapshot.lines[0]?.promise).toEqual({ kind: "backorder", atMs: promisedAtMs });
  await projectStock(world, sku);
  expect(await levelsOf(sku)).toMatchObject({ promisable: 1 });
});
